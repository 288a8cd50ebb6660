package io.reverie.data;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/**
 * Batches of one epoch after another, and where among them a training stands: what is needed to go
 * on in the middle of an epoch.
 *
 * <pre>{@code
 * var epochs = Epochs.of(set, 64, rng.split("order"));
 * while (epochs.epoch() < 10) {
 *   for (var batch : epochs) …  // the rest of this epoch
 * }
 * }</pre>
 *
 * <p>What an epoch consists of must follow from its number alone. Then {@link #epoch} and {@link
 * #batch} say all, and a walk that was {@linkplain #seek set} to them gives the very batches that
 * were still to come. A batch counts as soon as it is given: save after its step, not before.
 *
 * @param <T> what is given, such as {@link Batch}
 */
public final class Epochs<T> implements Iterable<T>, AutoCloseable {
  private final IntFunction<? extends Iterable<T>> source;
  private @Nullable Iterable<T> open;
  private @Nullable Iterator<T> walk;
  private int epoch;
  private int batch;

  private Epochs(IntFunction<? extends Iterable<T>> source) {
    this.source = source;
  }

  /** Batches of this size, epoch n in an order drawn from {@code rng.split(n)}. */
  public static Epochs<Batch> of(Dataset set, int size, Rng rng) {
    return of(epoch -> set.batches(size, rng.split(epoch)));
  }

  /**
   * The elements that a function gives for the number of an epoch, always the same for the same
   * number:
   *
   * <pre>{@code
   * Epochs.of(n -> Prefetch.of(augment.over(set.batches(64, order.split(n)), noise.split(n)), 4))
   * }</pre>
   *
   * <p>A {@link Prefetch} belongs in there, as its reading ahead must not count as given. After a
   * {@link #seek} the first batches of an epoch are read and passed over.
   */
  public static <T> Epochs<T> of(IntFunction<? extends Iterable<T>> source) {
    return new Epochs<>(source);
  }

  /** The number of the epoch that is being walked, from 0: as many as are over. */
  public int epoch() {
    return epoch;
  }

  /** How many batches of this epoch were given. */
  public int batch() {
    return batch;
  }

  /** Goes to where so many batches of this epoch were given; a walk that is going on ends. */
  public void seek(int newEpoch, int newBatch) {
    if (newEpoch < 0 || newBatch < 0) {
      throw new IllegalArgumentException(
          "epoch %d, batch %d: both count from 0".formatted(newEpoch, newBatch));
    }
    close();
    epoch = newEpoch;
    batch = newBatch;
  }

  /**
   * The rest of this epoch; behind its last batch the next epoch begins. One walk at a time.
   *
   * @throws IllegalStateException if the epoch has fewer batches than were given already
   */
  @Override
  public Iterator<T> iterator() {
    close();
    Iterable<T> batches = source.apply(epoch);
    Iterator<T> rest = batches.iterator();
    open = batches;
    walk = rest;
    for (int i = 0; i < batch; i++) {
      if (!rest.hasNext()) {
        throw new IllegalStateException(
            "epoch %d has %d batches, but %d were given: are set and batch size the same?"
                .formatted(epoch, i, batch));
      }
      rest.next();
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (walk == rest && !rest.hasNext()) {
          seek(epoch + 1, 0);
        }
        return walk == rest;
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException("this walk is over: iterate again");
        }
        T next = rest.next();
        batch++;
        return next;
      }
    };
  }

  /** Ends a walk that was left before its end, and its {@link Prefetch}, if it has one. */
  @Override
  public void close() {
    if (open instanceof Prefetch<?> ahead) {
      ahead.close();
    }
    open = null;
    walk = null;
  }
}
