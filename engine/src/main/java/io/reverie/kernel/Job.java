package io.reverie.kernel;

import io.reverie.kernel.Parallel.Body;
import io.reverie.tensor.Nullable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A loop that the threads of a {@link Parallel} share out. A job serves one loop after the other,
 * each with its number, so that loops leave no garbage. It becomes the next one only when no thread
 * of the team looks at it: that is for the team to see to.
 */
final class Job {
  private static final int MOST_SHARES = 8;

  /** Counters stand a cache line apart, or each thread would wait for the others' to move. */
  private static final int APART = 8;

  private final int shares;
  private final AtomicLongArray next; // of each share; can be taken from past the last piece
  private final AtomicInteger active = new AtomicInteger();
  private volatile boolean waiting;
  private long number;
  private int n;
  private int grain;
  private long pieces;
  private @Nullable Body body;
  private @Nullable Thread caller;
  private @Nullable Throwable failure;

  /** A job of a team of so many threads. */
  Job(int threads) {
    this.shares = Math.min(threads, MOST_SHARES);
    this.next = new AtomicLongArray(shares * APART);
  }

  /** Makes it that loop, by the thread that leads it. To be published to the others. */
  void begin(long number, int n, int grain, Body body) {
    this.number = number;
    this.n = n;
    this.grain = grain;
    this.pieces = ((long) n + grain - 1) / grain;
    this.body = body;
    this.caller = Thread.currentThread();
    this.waiting = false;
    this.failure = null;
    for (int share = 0; share < shares; share++) {
      next.setPlain(share * APART, first(share));
    }
  }

  /** Which loop of the team it is: for a thread to tell whether it has been there. */
  long number() {
    return number;
  }

  long pieces() {
    return pieces;
  }

  private long first(int share) {
    return pieces * share / shares;
  }

  /** Runs piece after piece until none is left: of this member's share, then of the others'. */
  void work(int who) {
    active.incrementAndGet(); // before taking a piece: who sees 0 knows that none is running
    var pieceBody = body; // null where the loop ended before this thread came
    boolean backwards = number % 2 == 0;
    try {
      for (int s = 0; pieceBody != null && s < shares; s++) {
        int share = (who + s) % shares;
        long end = first(share + 1);
        for (long i; (i = next.getAndIncrement(share * APART)) < end; ) {
          long from = (backwards ? first(share) + end - 1 - i : i) * grain;
          pieceBody.run((int) from, (int) Math.min(n, from + grain));
        }
      }
    } catch (Throwable thrown) {
      fail(thrown);
    }
    if (active.decrementAndGet() == 0 && waiting) {
      LockSupport.unpark(caller);
    }
  }

  private synchronized void fail(Throwable thrown) {
    for (int share = 0; share < shares; share++) {
      next.set(share * APART, pieces);
    }
    if (failure == null) {
      failure = thrown;
    } else if (failure != thrown) {
      failure.addSuppressed(thrown);
    }
  }

  /** Waits, for the thread that leads it, until no piece is running; so long in a spin. */
  void await(long spinNanos) {
    long start = System.nanoTime();
    while (active.get() != 0) {
      if (System.nanoTime() - start < spinNanos) {
        Thread.onSpinWait();
      } else {
        waiting = true;
        if (active.get() != 0) {
          LockSupport.park(this);
        }
        if (Thread.currentThread().isInterrupted()) {
          Thread.yield(); // park returns at once while the caller's interrupt is pending
        }
      }
    }
  }

  /** Lets go of what the loop held, and says what its pieces threw, if anything. */
  synchronized @Nullable Throwable end() {
    body = null;
    caller = null;
    return failure;
  }
}
