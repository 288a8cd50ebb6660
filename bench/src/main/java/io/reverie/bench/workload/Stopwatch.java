package io.reverie.bench.workload;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Times of one step that was run again and again.
 *
 * @param median seconds
 * @param smallest seconds
 */
public record Stopwatch(double median, double smallest) {
  private static final int LEAST = 5;
  private static final int ROUNDS = 8;

  /** Compiling for less than this in a round is no longer about the step. */
  private static final long QUIET_MILLIS = 20;

  /**
   * Times a step over and over for so many seconds, five times at least, as the peer's script does,
   * once it is {@linkplain #warmUp warm}.
   */
  public static Stopwatch time(Runnable step, double seconds) {
    warmUp(step, seconds);
    long[] nanos = run(step, seconds);
    return new Stopwatch(middle(nanos) / 1e9, nanos[0] / 1e9);
  }

  /** The median of these, in whatever order they come. */
  public static double middle(long... numbers) {
    long[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
  }

  /**
   * Runs the step until the JVM has compiled it.
   *
   * <p>PyTorch's kernels were compiled long ago, so its script runs five steps and starts the
   * clock. The JVM compiles while it runs, and vectors that are not compiled yet are a thousand
   * times slower. So the step runs in rounds as long as the measurement, until one has brought
   * neither a smaller time nor work for the compiler; two rounds at least, {@value #ROUNDS} at
   * most.
   */
  private static void warmUp(Runnable step, double seconds) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    boolean warm = false;
    while (!warm && System.nanoTime() - start < ROUNDS * seconds * 1e9) {
      long compiled = compileMillis();
      double smallest = run(step, seconds)[0];
      warm = smallest > 0.95 * best && compileMillis() - compiled < QUIET_MILLIS;
      best = Math.min(best, smallest);
    }
  }

  /** How long the JVM's compilers have worked so far. */
  public static long compileMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler == null ? 0 : compiler.getTotalCompilationTime();
  }

  /** The nanoseconds of each step, smallest first. */
  private static long[] run(Runnable step, double seconds) {
    long[] nanos = new long[1 << 10];
    int n = 0;
    long start = System.nanoTime();
    for (long now = start; now - start < seconds * 1e9 || n < LEAST; n++) {
      if (n == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * n);
      }
      long begin = System.nanoTime();
      step.run();
      now = System.nanoTime();
      nanos[n] = now - begin;
    }
    nanos = Arrays.copyOf(nanos, n);
    Arrays.sort(nanos);
    return nanos;
  }
}
