package io.reverie.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Runs each training step in a process of its own, ours and the peer's in turn, and prints the most
 * memory that each held at a time (resident set, as Linux counts it), in the form of {@code
 * compare.py}.
 *
 * <p>Both commands take {@code --threads N --seconds S --only NAME}, as {@link Workloads} does. A
 * process is asked every few milliseconds; what a child of it holds does not count.
 */
public final class PeakMemory {
  private static final String HELP =
      """
      usage: java --add-modules jdk.incubator.vector io.reverie.bench.PeakMemory --ours CMD --peer CMD [options]

        --ours CMD      the command whose memory is compared
        --peer CMD      the command that it is compared with
        --only TEXT     only the workloads whose names contain this (train)
        --rounds N      how often (1); the largest counts
        --seconds S     how long each runs a workload (0.2)
      """;

  private static final Map<String, String> DEFAULTS =
      Map.of("--ours", "", "--peer", "", "--only", "train", "--rounds", "1", "--seconds", "0.2");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final String MOST = "VmHWM:";
  private static final int POLL_MILLIS = 5;

  private final String ours;
  private final String peer;
  private final List<String> workloads;
  private final int rounds;
  private final String seconds;

  private PeakMemory(Options options) {
    rounds = options.count("--rounds");
    ours = options.text("--ours");
    peer = options.text("--peer");
    if (ours.isBlank() || peer.isBlank()) {
      throw new IllegalArgumentException("--ours and --peer are needed");
    }
    workloads = options.workloads();
    seconds = options.text("--seconds");
  }

  /** Runs what the arguments say; exits with 2 where they make no sense. */
  public static void main(String... args) throws InterruptedException {
    Options.serve(HELP, args, () -> run(System.out, args));
  }

  static void run(PrintStream out, String... args) throws InterruptedException {
    new PeakMemory(Options.of(DEFAULTS, args)).compare(out);
  }

  private void compare(PrintStream out) throws InterruptedException {
    out.printf("%-44s %10s %10s %10s  rounds%n", "workload", "ours MB", "peer MB", "ours/peer");
    for (String name : workloads) {
      double[] a = new double[rounds];
      double[] b = new double[rounds];
      StringBuilder ratios = new StringBuilder();
      for (int i = 0; i < rounds; i++) {
        a[i] = megabytes(ours, name);
        b[i] = megabytes(peer, name);
        ratios.append(String.format(Locale.ROOT, " %.2f", a[i] / b[i]));
      }
      double most = Arrays.stream(a).max().orElse(0);
      double peers = Arrays.stream(b).max().orElse(0);
      out.printf(
          Locale.ROOT, "%-44s %10.0f %10.0f %10.2f %s%n", name, most, peers, most / peers, ratios);
    }
  }

  /** The most that one run of the command on this workload held. */
  private double megabytes(String command, String workload) throws InterruptedException {
    List<String> words = new ArrayList<>(words(command));
    words.addAll(List.of("--threads", "2", "--seconds", seconds, "--only", workload));
    try (Child child = Child.start(words)) {
      Path status = Path.of("/proc", String.valueOf(child.pid()), "status");
      long most = 0;
      do {
        most = Math.max(most, kilobytes(status));
      } while (!child.endsWithin(POLL_MILLIS));
      child.lines();
      if (most == 0) {
        throw new IllegalStateException(
            String.join(" ", words) + ": no memory was seen; only Linux tells");
      }
      return most / 1000.0;
    }
  }

  /** What Linux says about the most memory of a process; 0 once it has ended. */
  private static long kilobytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(MOST))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0; // The process has ended between two looks; what was seen before counts.
    }
  }

  /** A command's words; quotes keep blanks together. */
  static List<String> words(String command) {
    return WORD.matcher(command).results().map(PeakMemory::unquoted).toList();
  }

  private static String unquoted(MatchResult word) {
    for (int group = 1; group <= 2; group++) {
      if (word.group(group) != null) {
        return word.group(group);
      }
    }
    return word.group();
  }
}
