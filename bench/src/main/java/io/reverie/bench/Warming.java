package io.reverie.bench;

import com.sun.management.ThreadMXBean;
import io.reverie.bench.workload.Stopwatch;
import io.reverie.bench.workload.Workload;
import io.reverie.tensor.Compute;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * How a step gets on in a JVM that is new to it, and what it takes once it is compiled.
 *
 * <p>After ten steps it is run for so many seconds in {@value #WINDOWS} windows; of the last
 * {@value #COUNTED} the medians count.
 *
 * @param first milliseconds of the first
 * @param ten milliseconds until ten were done
 * @param warm milliseconds of a warm one
 * @param bytes what a warm one allocates, on all threads of the JVM
 * @param compiling for how many milliseconds the JVM's compilers worked while that was measured:
 *     much of it means that the step was not warm yet
 */
record Warming(double first, double ten, double warm, double bytes, long compiling) {
  private static final int WINDOWS = 20;
  private static final int COUNTED = 5;
  private static final int TEN = 10;

  /** Prints the numbers of a workload: its name, how many threads, how many seconds. */
  public static void main(String... args) {
    Workload workload =
        Workload.all().stream().filter(it -> it.name().equals(args[0])).findFirst().orElseThrow();
    double seconds = Double.parseDouble(args[2]);
    try (var compute = Compute.threads(Integer.parseInt(args[1]))) {
      System.out.println(compute.call(() -> of(workload.prepare(), seconds)).line());
    }
  }

  /** Runs the step ten times, and then for so many seconds. */
  static Warming of(Runnable step, double seconds) {
    long start = System.nanoTime();
    step.run();
    long first = System.nanoTime() - start;
    for (int i = 1; i < TEN; i++) {
      step.run();
    }
    long ten = System.nanoTime() - start;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] nanos = new long[WINDOWS];
    long[] bytes = new long[WINDOWS];
    long compiled = 0;
    for (int i = 0; i < WINDOWS; i++) {
      if (i == WINDOWS - COUNTED) {
        compiled = Stopwatch.compileMillis();
      }
      int steps = 0;
      long allocated = threads.getTotalThreadAllocatedBytes();
      long begin = System.nanoTime();
      do {
        step.run();
        steps++;
      } while (System.nanoTime() - begin < seconds / WINDOWS * 1e9);
      nanos[i] = (System.nanoTime() - begin) / steps;
      bytes[i] = (threads.getTotalThreadAllocatedBytes() - allocated) / steps;
    }
    return new Warming(
        first / 1e6,
        ten / 1e6,
        ofLast(nanos) / 1e6,
        ofLast(bytes),
        Stopwatch.compileMillis() - compiled);
  }

  private static double ofLast(long[] windows) {
    return Stopwatch.middle(Arrays.copyOfRange(windows, WINDOWS - COUNTED, WINDOWS));
  }

  private String line() {
    return String.format(
        Locale.ROOT, "%.1f\t%.1f\t%.4f\t%.0f\t%d", first, ten, warm, bytes, compiling);
  }
}
