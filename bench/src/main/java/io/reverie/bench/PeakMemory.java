package io.reverie.bench;

import io.reverie.bench.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final String MOST = "VmHWM:";
  private static final int POLL_MILLIS = 5;

  private String ours = "";
  private String peer = "";
  private String only = "train";
  private int rounds = 1;
  private String seconds = "0.2";

  private PeakMemory() {}

  /** Runs what the arguments say; exits with 2 where they make no sense. */
  public static void main(String... args) throws InterruptedException {
    try {
      run(System.out, args);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.err.print(HELP);
      System.exit(2);
    }
  }

  static void run(PrintStream out, String... args) throws InterruptedException {
    PeakMemory memory = new PeakMemory();
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("each option needs a value");
    }
    for (int i = 0; i < args.length; i += 2) {
      memory.set(args[i], args[i + 1]);
    }
    if (memory.ours.isBlank() || memory.peer.isBlank()) {
      throw new IllegalArgumentException("--ours and --peer are needed");
    }
    memory.compare(out);
  }

  private void set(String option, String value) {
    switch (option) {
      case "--ours" -> ours = value;
      case "--peer" -> peer = value;
      case "--only" -> only = value;
      case "--seconds" -> seconds = value;
      case "--rounds" -> {
        if (!value.matches("[1-9][0-9]?")) {
          throw new IllegalArgumentException("--rounds " + value + ": 1 to 99 is needed");
        }
        rounds = Integer.parseInt(value);
      }
      default -> throw new IllegalArgumentException(option + ": no such option");
    }
  }

  private void compare(PrintStream out) throws InterruptedException {
    List<String> names =
        Workload.all().stream().map(Workload::name).filter(it -> it.contains(only)).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException("--only " + only + ": no workload has that in its name");
    }
    out.printf("%-44s %10s %10s %10s  rounds%n", "workload", "ours MB", "peer MB", "ours/peer");
    for (String name : names) {
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
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
      long most = 0;
      do {
        most = Math.max(most, kilobytes(status));
      } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
      if (process.exitValue() != 0 || most == 0) {
        throw new IllegalArgumentException(
            "%s ended with %d, %d KB seen: does it run by itself, on Linux?"
                .formatted(String.join(" ", words), process.exitValue(), most));
      }
      return most / 1000.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
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
