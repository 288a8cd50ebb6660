package io.reverie.kernel;

import io.reverie.tensor.Nullable;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A team of threads that shares out the chunks of one loop at a time.
 *
 * <p>{@link #chunks} cuts {@code 0..n} into pieces of {@code grain}. Each thread takes piece after
 * piece from a share of its own, then from what is left of the others'. Loops over the same array
 * so tend to find their part of it in the cache of their core, and every second one begins at the
 * far end, with what was touched last. Which thread runs a piece is chance all the same; where a
 * piece begins and ends is not: the borders depend on {@code n} and {@code grain} alone. So a body
 * that writes only memory of its own piece gives the same bits on one thread and on sixty-four.
 *
 * <p>Why not {@code ForkJoinPool}: a deep-learning step is hundreds of loops of 10 to 100 µs, one
 * after the other, and waking a parked thread takes longer than many of them. A worker here spins
 * for {@value #SPIN_NANOS} ns after its last piece, long enough to meet the next loop awake, and
 * then parks, so that an idle team costs nothing. The caller always works too and never needs a
 * worker to finish: a team that is busy with another caller, a nested loop, a closed team and a
 * saturated executor all mean the same thing, that the caller runs its pieces alone.
 *
 * <p>A team is bound to a thread for the time of a body with {@link #run} or {@link #call}.
 * Elsewhere {@link #chunks} uses one shared default with a thread per processor, or as many as the
 * system property {@value #THREADS_PROPERTY} says.
 */
public final class Parallel implements AutoCloseable {
  /** Handles the piece {@code from..to} (exclusive) of a loop, perhaps on another thread. */
  @FunctionalInterface
  public interface Body {
    void run(int from, int to);
  }

  private static final String THREADS_PROPERTY = "reverie.threads";
  private static final int SPIN_NANOS = 40_000;
  private static final ScopedValue<Parallel> CURRENT = ScopedValue.newInstance();
  private static @Nullable Parallel shared;

  private final int threads;
  private final @Nullable Executor executor; // null: the team has workers of its own
  private final @Nullable Worker[] workers; // null until the first loop that wants them
  private final AtomicInteger queued = new AtomicInteger(); // helpers the executor has not run yet
  private final AtomicBoolean busy = new AtomicBoolean();
  private final long spin;
  private final @Nullable Job[] kept = new Job[2]; // to be used again; guarded by busy
  private long loops; // begun so far; guarded by busy
  private volatile @Nullable Job job;
  private volatile boolean closed;

  private Parallel(int threads, @Nullable Executor executor) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "a team of " + threads + " threads: it needs 1 (the caller alone) or more");
    }
    this.threads = threads;
    this.executor = executor;
    this.workers = new Worker[executor == null ? threads - 1 : 0];
    // Spinning on a processor that another member of the team needs only delays that member.
    this.spin = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
  }

  /** A team of the caller and {@code threads - 1} daemon workers, which start at the first loop. */
  public static Parallel of(int threads) {
    return new Parallel(threads, null);
  }

  /**
   * A team of the caller and up to {@code threads - 1} helpers that run on {@code executor}. The
   * executor may be saturated, refuse, or run tasks in the calling thread; then the caller does
   * more of the work itself. The team does not shut the executor down.
   */
  public static Parallel on(Executor executor, int threads) {
    return new Parallel(threads, Objects.requireNonNull(executor, "executor"));
  }

  /** The team bound to this thread, or else the shared default. */
  public static Parallel current() {
    return CURRENT.isBound() ? CURRENT.get() : shared();
  }

  private static synchronized Parallel shared() {
    if (shared == null) {
      shared = of(threads(System.getProperty(THREADS_PROPERTY)));
    }
    return shared;
  }

  static int threads(@Nullable String property) {
    if (property == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int threads = Integer.parseInt(property.strip());
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException _) {
      // Told below, together with numbers that are too small.
    }
    throw new IllegalArgumentException(
        ("%s=%s: not a number of threads; give 1 or more, such as -D%1$s=4, or leave it"
                + " out for one a processor")
            .formatted(THREADS_PROPERTY, property));
  }

  /** Runs {@code body} with this team as the {@link #current} one. */
  public void run(Runnable body) {
    ScopedValue.where(CURRENT, this).run(body);
  }

  /** The result of {@code body}, run with this team as the {@link #current} one. */
  public <T> T call(Supplier<T> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  /** The number of threads that share a loop, the caller included. */
  public int threads() {
    return threads;
  }

  /**
   * Ends the workers and waits until they have finished their pieces and are gone; a worker that
   * closes its own team waits for nobody. An interrupt is kept for later. Later loops run on their
   * caller alone, with the same results. Closing the shared default does nothing, for others use it
   * too: see {@link #release}.
   */
  @Override
  public void close() {
    synchronized (Parallel.class) {
      if (this == shared) {
        return;
      }
    }
    closed = true;
    boolean wait = true;
    synchronized (this) {
      for (var worker : workers) {
        if (worker != null) {
          LockSupport.unpark(worker.thread);
          wait &= worker.thread != Thread.currentThread();
        }
      }
    }
    boolean interrupted = false;
    for (var worker : workers) {
      while (wait && worker != null && worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the shared default. Whoever needs it next gets a new one, with new workers. */
  public static void release() {
    Parallel team;
    synchronized (Parallel.class) {
      team = shared;
      shared = null;
    }
    if (team != null) {
      team.close();
    }
  }

  /**
   * Runs {@code body} on every piece {@code [i * grain, min(n, (i + 1) * grain))} of {@code 0..n}
   * with the {@link #current} team, and returns when all are done. Pieces run in any order and at
   * the same time, so they must write disjoint memory. What the caller wrote before is seen by
   * every piece, and what the pieces wrote is seen by the caller afterwards.
   *
   * <p>An exception of a piece reaches the caller, with those of other pieces suppressed in it;
   * pieces not begun by then are dropped.
   */
  public static void chunks(int n, int grain, Body body) {
    if (n < 0 || grain < 1) {
      throw new IllegalArgumentException(
          "chunks of " + grain + " in " + n + ": wanted a grain of 1 or more and n of 0 or more");
    }
    if (n > grain && current().share(n, grain, body)) {
      return;
    }
    // The one place where the caller's pieces begin: C2 has a budget for what it inlines, and a
    // body that stands here twice may be too much for it, which leaves vectors as objects.
    for (int from = 0; from < n; ) {
      int to = n - from > grain ? from + grain : n;
      body.run(from, to);
      from = to;
    }
  }

  /** Runs the loop with the team, or says that its caller has to do so alone. */
  private boolean share(int n, int grain, Body body) {
    // A team serves one loop at a time. Whoever finds it taken, a nested loop or another caller,
    // has no idle processor to hope for and no reason to wait.
    if (threads == 1 || closed || !busy.compareAndSet(false, true)) {
      return false;
    }
    loops++;
    var mine = free();
    mine.begin(loops, n, grain, body);
    @Nullable Throwable failure;
    try {
      job = mine;
      summon((int) Math.min(threads - 1, mine.pieces() - 1));
    } finally {
      mine.work(0);
      mine.await(spin);
      job = null;
      failure = mine.end();
      busy.set(false); // from here on the job may be another's
    }
    if (failure != null) {
      throw Parallel.<RuntimeException>unchecked(failure);
    }
    return true;
  }

  /**
   * A job that no thread looks at any more: a loop shall leave no garbage. Helpers of an executor
   * do not say what they look at, so each of their loops has a new one.
   */
  private Job free() {
    for (int i = 0; executor == null && i < kept.length; i++) {
      var one = kept[i];
      if (one == null) {
        kept[i] = one = new Job(threads);
        return one;
      }
      if (!isHeld(one)) {
        return one;
      }
    }
    return new Job(threads);
  }

  private boolean isHeld(Job one) {
    for (var worker : workers) {
      if (worker != null && worker.holds == one) {
        return true;
      }
    }
    return false;
  }

  private void summon(int helpers) {
    if (executor != null) {
      try {
        // Helpers that never got a thread for an earlier loop are still in the queue: they will do.
        for (int i = queued.get(); i < helpers; i++) {
          queued.incrementAndGet();
          executor.execute(this::help);
        }
      } catch (RejectedExecutionException _) {
        queued.decrementAndGet(); // The caller finishes with the helpers it has.
      }
      return;
    }
    for (int i = 0; i < helpers; i++) {
      var worker = workers[i];
      if (worker == null) {
        start(i);
      } else if (worker.parked) {
        LockSupport.unpark(worker.thread);
      }
    }
  }

  private synchronized void start(int i) { // synchronized with close, which must see the worker
    if (!closed) {
      var worker = new Worker(i);
      worker.thread.start();
      workers[i] = worker;
    }
  }

  private void help() {
    queued.decrementAndGet();
    var current = job;
    if (current != null) {
      int who = (int) (Thread.currentThread().threadId() & 0xFFFF);
      run(() -> current.work(who)); // bound, so that a nested loop finds this team busy
    }
  }

  private final class Worker {
    final Thread thread;
    private final int number;
    volatile boolean parked;
    volatile @Nullable Job holds;

    Worker(int index) {
      number = index + 1; // The caller is 0.
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("reverie-worker-" + number)
              .inheritInheritableThreadLocals(false)
              .unstarted(() -> Parallel.this.run(this::serve));
    }

    private void serve() {
      long done = 0;
      long idle = System.nanoTime();
      while (!closed) {
        if (isNew(job, done)) {
          done = help(done);
          idle = System.nanoTime();
        } else if (System.nanoTime() - idle < spin) {
          Thread.onSpinWait();
        } else {
          Thread.interrupted(); // an interrupt left by a body would make park return at once
          parked = true;
          if (!isNew(job, done) && !closed) { // else the caller may have looked before it was set
            LockSupport.park(Parallel.this);
          }
          parked = false;
        }
      }
    }

    /** Takes part in the present loop, and says which one that was. */
    private long help(long done) {
      var present = job;
      holds = present;
      // A job that is still the team's once it is held is not made another loop until it is let go.
      if (present != null && job == present) {
        done = present.number();
        present.work(number);
      }
      holds = null;
      return done;
    }

    private static boolean isNew(@Nullable Job job, long done) {
      return job != null && job.number() != done;
    }
  }

  @SuppressWarnings("unchecked") // T is erased: a body's exception leaves as it came
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
