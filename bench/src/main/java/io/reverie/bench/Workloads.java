package io.reverie.bench;

import io.reverie.bench.workload.Stopwatch;
import io.reverie.bench.workload.Workload;
import io.reverie.tensor.Compute;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Times the workloads that PyTorch's script {@code torch_bench.py} times, under the same names, for
 * {@code compare.py} to run the two in turn.
 *
 * <p>Prints one row a workload: name, median ms, smallest ms, a figure, with tabs between them.
 */
public final class Workloads {
  private static final String HELP =
      """
      usage: java --add-modules jdk.incubator.vector io.reverie.bench.Workloads [options]

        --threads N     how many threads do the arithmetic (2)
        --seconds S     how long each workload is timed, once it is compiled (2)
        --only TEXT     only the workloads whose names contain this
        --list          print the names of the workloads and end
        --help          print this and end

      Prints one row a workload: name <TAB> median ms <TAB> smallest ms <TAB> figure.
      """;

  private int threads = 2;
  private double seconds = 2;
  private String only = "";
  private boolean list;
  private boolean help;

  private Workloads() {}

  /** Runs what the arguments say; exits with 2 where they make no sense. */
  public static void main(String... args) {
    try {
      run(System.out, args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println("--help tells more");
      System.exit(2);
    }
  }

  /**
   * Prints what the arguments ask for.
   *
   * @throws IllegalArgumentException if they make no sense; the message says what would
   */
  static void run(PrintStream out, String... args) {
    Workloads options = parse(args);
    if (options.help) {
      out.print(HELP);
      return;
    }
    List<Workload> chosen =
        Workload.all().stream().filter(it -> it.name().contains(options.only)).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "--only %s: no workload has that in its name; --list names them".formatted(options.only));
    }
    if (options.list) {
      chosen.forEach(workload -> out.println(workload.name()));
      return;
    }
    try (var compute = Compute.threads(options.threads)) {
      compute.run(() -> chosen.forEach(workload -> out.println(row(workload, options.seconds))));
    }
  }

  private static Workloads parse(String... args) {
    Workloads options = new Workloads();
    for (int i = 0; i < args.length; i++) {
      String option = args[i];
      int equals = option.startsWith("--") ? option.indexOf('=') : -1;
      String name = equals < 0 ? option : option.substring(0, equals);
      switch (name) {
        case "--list" -> options.list = true;
        case "--help", "-h" -> options.help = true;
        case "--threads", "--seconds", "--only" -> {
          if (equals < 0 && i + 1 == args.length) {
            throw new IllegalArgumentException(name + ": a value must follow");
          }
          options.set(name, equals < 0 ? args[++i] : option.substring(equals + 1));
        }
        default ->
            throw new IllegalArgumentException(
                option + ": there are --threads, --seconds, --only, --list and --help");
      }
    }
    return options;
  }

  private void set(String name, String value) {
    switch (name) {
      case "--threads" ->
          threads = (int) Options.number(name, value, "[1-9][0-9]{0,3}", "1 or more");
      case "--seconds" ->
          seconds = Options.number(name, value, "[0-9]{1,5}([.][0-9]*)?", "a number such as 1.5");
      default -> only = value;
    }
  }

  private static String row(Workload workload, double seconds) {
    Stopwatch times = Stopwatch.time(workload.prepare(), seconds);
    return String.join(
        "\t",
        workload.name(),
        milliseconds(times.median()),
        milliseconds(times.smallest()),
        workload.figure().apply(times.median()));
  }

  /** Three decimals as in the peer's rows, and six where a step takes less than a millisecond. */
  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 1e-3 ? "%.6f" : "%.3f", seconds * 1e3);
  }
}
