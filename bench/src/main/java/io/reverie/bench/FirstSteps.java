package io.reverie.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs each training step in a fresh JVM and prints how long the first ones take, while the vectors
 * are not compiled, and what a warm one takes and allocates.
 *
 * <p>The JVMs are started with this one's options and class path. What comes before the first step,
 * the start of the JVM and the model, is not timed: {@link StartUp} does that for a small one.
 */
public final class FirstSteps {
  private static final String HELP =
      """
      usage: java --add-modules jdk.incubator.vector io.reverie.bench.FirstSteps [options]

        --threads N     how many threads do the arithmetic (2)
        --seconds S     how long each runs after its first ten steps; the last quarter counts (20)
        --only TEXT     only the workloads whose names contain this (train)
        --help          print this and end

      Columns: the first step; until ten are done; a warm step, and what it allocates on all threads;
      for how long the JVM's compilers worked meanwhile (much of it: give it more seconds).
      """;

  private static final Map<String, String> DEFAULTS =
      Map.of("--threads", "2", "--seconds", "20", "--only", "train");

  private FirstSteps() {}

  /** Runs what the arguments say; exits with 2 where they make no sense. */
  public static void main(String... args) throws InterruptedException {
    Options.serve(HELP, args, () -> run(System.out, args));
  }

  static void run(PrintStream out, String... args) throws InterruptedException {
    Options options = Options.of(DEFAULTS, args);
    int threads = options.count("--threads");
    double seconds = options.seconds("--seconds");
    List<String> names = options.workloads();
    out.printf(
        "%-44s  %10s  %10s  %10s  %10s  %12s%n",
        "workload", "first ms", "ten ms", "warm ms", "warm KB", "compiling ms");
    for (String name : names) {
      try (Child child = Child.java(command(name, threads, seconds))) {
        double[] it = child.numbers();
        out.printf(
            Locale.ROOT,
            "%-44s  %10.0f  %10.0f  %10.3f  %10.2f  %12.0f%n",
            name,
            it[0],
            it[1],
            it[2],
            it[3] / 1000,
            it[4]);
      }
    }
  }

  private static List<String> command(String workload, int threads, double seconds) {
    List<String> command =
        new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Warming.class.getName());
    command.addAll(List.of(workload, String.valueOf(threads), String.valueOf(seconds)));
    return command;
  }
}
