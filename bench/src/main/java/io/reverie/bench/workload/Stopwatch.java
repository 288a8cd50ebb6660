package io.reverie.bench.workload;

import java.util.Arrays;

/**
 * Times of one step that was run again and again.
 *
 * @param median seconds
 * @param smallest seconds
 */
public record Stopwatch(double median, double smallest) {
  private static final int LEAST = 5;

  /**
   * Times a step over and over for so many seconds, five times at least, as the peer's script does.
   *
   * <p>PyTorch's kernels were compiled long ago, so its script only runs five steps before the
   * clock. The JVM compiles while it runs: here the step runs for twice the measured time first,
   * five times at least, which with the usual 1.5 seconds outlasts the compiler.
   */
  public static Stopwatch time(Runnable step, double seconds) {
    run(step, 2 * seconds);
    long[] nanos = run(step, seconds);
    Arrays.sort(nanos);
    int half = nanos.length / 2;
    double median = nanos.length % 2 == 1 ? nanos[half] : (nanos[half - 1] + nanos[half]) / 2.0;
    return new Stopwatch(median / 1e9, nanos[0] / 1e9);
  }

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
    return Arrays.copyOf(nanos, n);
  }
}
