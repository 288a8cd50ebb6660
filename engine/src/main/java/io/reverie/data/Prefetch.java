package io.reverie.data;

import io.reverie.tensor.Nullable;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/**
 * What a source gives, made ahead of time by one background thread: while a step learns from a
 * batch, the next ones are read and augmented.
 *
 * <pre>{@code
 * try (var ahead = Prefetch.of(augment.over(set.batches(64, rng), rng), 4)) {
 *   for (var batch : ahead) …
 * }
 * }</pre>
 *
 * <p>The order is the source's. An exception of the source reaches the consumer at its place in the
 * order. Closing stops the thread, which is a daemon; so does interrupting the consumer, who gets a
 * {@link CancellationException} and stays interrupted. For one consumer and one pass.
 *
 * @param <T> what is given, such as {@link Batch}
 */
public final class Prefetch<T> implements Iterable<T>, AutoCloseable {
  /** What passes from thread to thread: a value, the source's failure, or the end of both. */
  private record Item<T>(@Nullable T value, @Nullable Throwable failure) {}

  private final Iterable<T> source;
  private final BlockingQueue<Item<T>> ready;
  private final Thread thread;
  private boolean started;
  private volatile boolean closed;

  private Prefetch(Iterable<T> source, int ahead) {
    this.source = source;
    this.ready = new ArrayBlockingQueue<>(ahead);
    this.thread = Thread.ofPlatform().daemon().name("reverie-prefetch").unstarted(this::fill);
  }

  /**
   * The elements of a source, up to {@code ahead} of them ready and one more in the making. The
   * source is iterated on another thread, once iteration here begins.
   *
   * @throws IllegalArgumentException if {@code ahead} is not positive
   */
  public static <T> Prefetch<T> of(Iterable<T> source, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "a prefetch of " + ahead + " elements: at least 1 is needed");
    }
    return new Prefetch<>(source, ahead);
  }

  private void fill() {
    try {
      Item<T> last = new Item<>(null, null);
      try {
        for (T value : source) {
          ready.put(new Item<>(value, null));
          if (closed) {
            return;
          }
        }
      } catch (RuntimeException | Error e) {
        last = new Item<>(null, e);
      }
      ready.put(last);
    } catch (InterruptedException _) {
      // Closed: nobody waits for more.
    }
  }

  /**
   * The elements, in order.
   *
   * @throws IllegalStateException if they were asked for before, or this is closed
   */
  @Override
  public synchronized Iterator<T> iterator() {
    if (started || closed) {
      throw new IllegalStateException(
          "this prefetch was %s: make a new one for another pass"
              .formatted(closed ? "closed" : "iterated before"));
    }
    started = true;
    thread.start();
    return new Elements();
  }

  /** Stops the thread and waits until it has left the source. Does nothing the second time. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!started || Thread.currentThread() == thread) {
        return;
      }
    }
    thread.interrupt();
    try {
      // A source may have swallowed the interrupt: then the thread meets an empty queue and the
      // flag.
      do {
        ready.clear();
      } while (!thread.join(Duration.ofMillis(20)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    ready.clear();
  }

  private final class Elements implements Iterator<T> {
    private @Nullable Item<T> next;
    private boolean ended;

    @Override
    public boolean hasNext() {
      if (ended) {
        return false;
      }
      Item<T> item = next == null ? take() : next;
      next = item;
      if (item.value == null) {
        ended = true;
        switch (item.failure) {
          case RuntimeException e -> throw e;
          case Error e -> throw e;
          case null, default -> {}
        }
      }
      return !ended;
    }

    private Item<T> take() {
      if (closed) {
        throw new IllegalStateException("this prefetch was closed: iterate before it closes");
      }
      try {
        return ready.take();
      } catch (InterruptedException _) {
        ended = true;
        thread.interrupt();
        closed = true;
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while it waited for the next element");
      }
    }

    @Override
    public T next() {
      if (!hasNext() || next == null || next.value == null) {
        throw new NoSuchElementException("all elements were given");
      }
      T value = next.value;
      next = null;
      return value;
    }
  }
}
