package io.reverie.tensor;

import io.reverie.kernel.Kernels;
import io.reverie.kernel.Parallel;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Who does the arithmetic: how many threads, and whose.
 *
 * <p>Nothing needs to be set up. By default all work shares one pool of daemon threads as large as
 * the processors that this process may use: {@link Runtime#availableProcessors}, which heeds
 * affinity and a container's quota, when the pool is made ({@code -Dreverie.threads=N} overrides
 * it). A service that wants it otherwise binds its own for a stretch of code:
 *
 * <pre>{@code
 * try (var compute = Compute.threads(1)) {
 *   compute.run(() -> train(model));
 * }
 * }</pre>
 *
 * <p>The number of threads never changes a result by a bit: the borders of the work depend on the
 * work alone, and partial results are joined in order.
 *
 * <p><b>Threads.</b> The engine's threads are daemons, start with the first loop worth sharing, and
 * sleep when there is nothing to do. {@link #close} ends those of a compute, {@link #release} those
 * of the shared pool.
 *
 * <p><b>Interrupts.</b> An operation always finishes, and keeps its thread's interrupt. A loop ends
 * between its steps, with a {@link CancellationException} and the thread still interrupted: {@link
 * Tape#train()} starts no step, batches and prefetch give no further one. So no step is made by
 * halves, the weights are those of the last whole one, and a state dict can be saved at once.
 */
public final class Compute implements AutoCloseable {
  private final Parallel parallel;

  private Compute(Parallel parallel) {
    this.parallel = parallel;
  }

  /** Work on this many threads, the calling one among them; 1 starts no thread at all. */
  public static Compute threads(int threads) {
    return new Compute(Parallel.of(threads));
  }

  /** Work on the calling thread and up to {@code threads − 1} tasks of the caller's executor. */
  public static Compute on(Executor executor, int threads) {
    return new Compute(Parallel.on(executor, threads));
  }

  /** What does the arithmetic, such as {@code 512-bit vectors, fma, 2 threads}. */
  public static String describe() {
    int threads = Parallel.current().threads();
    return Kernels.describe() + ", " + threads + (threads == 1 ? " thread" : " threads");
  }

  /** Runs this body with this compute: whatever the body's thread calculates is done by it. */
  public void run(Runnable body) {
    parallel.run(body);
  }

  /** The same for a body that returns something. */
  public <T> T call(Supplier<T> body) {
    return parallel.call(body);
  }

  /**
   * Ends the threads of the pool that all share, and waits until they are gone: for a service that
   * is done with the engine, or whose class loader shall be collected. Work in progress finishes on
   * its callers, and the next work of anyone starts new threads.
   */
  public static void release() {
    Parallel.release();
  }

  /**
   * Where a long loop may end: between two of its steps. The engine's own loops call it, and so may
   * yours.
   *
   * @param next what would come next, such as {@code step 12}
   * @throws CancellationException if the thread is interrupted, which it stays
   */
  public static void checkInterrupt(String next) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted before " + next);
    }
  }

  /**
   * Ends the threads that this compute started, and waits until they are gone. A caller's executor
   * stays the caller's.
   */
  @Override
  public void close() {
    parallel.close();
  }
}
