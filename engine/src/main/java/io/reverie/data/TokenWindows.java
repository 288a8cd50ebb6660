package io.reverie.data;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Windows on a sequence of tokens, with the token that follows each: what a language model learns
 * from. Window i starts at token {@code i · stride}; every window is whole.
 *
 * @param tokens the sequence; shared, not copied
 * @param length tokens of a window
 * @param stride from the start of one window to the next; {@code length} for windows side by side
 */
public record TokenWindows(int[] tokens, int length, int stride) {
  /**
   * Tokens and those that come next.
   *
   * @param inputs {@code [n, length]}
   * @param targets {@code [n, length]}, {@code targets[i, t]} following {@code inputs[i, t]}
   */
  public record Batch(Indices inputs, Indices targets) {}

  /** Checks that lengths are positive. */
  public TokenWindows {
    if (length < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "windows of %d tokens, one every %d: at least 1 is needed of both"
              .formatted(length, stride));
    }
  }

  /** How many whole windows there are; a sequence of {@code length} tokens or fewer has none. */
  public int size() {
    return tokens.length <= length ? 0 : (tokens.length - 1 - length) / stride + 1;
  }

  /** The windows with these numbers, copied. */
  public Batch batch(int... numbers) {
    return gather(numbers, 0, numbers.length);
  }

  private Batch gather(int[] numbers, int from, int to) {
    int[] inputs = new int[Math.multiplyExact(to - from, length)];
    int[] targets = new int[inputs.length];
    for (int i = from; i < to; i++) {
      int start = Objects.checkIndex(numbers[i], size()) * stride;
      System.arraycopy(tokens, start, inputs, (i - from) * length, length);
      System.arraycopy(tokens, start + 1, targets, (i - from) * length, length);
    }
    return new Batch(Indices.of(inputs, to - from, length), Indices.of(targets, to - from, length));
  }

  /** Batches of windows in an order drawn once from the stream; the last may be smaller. */
  public Iterable<Batch> batches(int size, Rng rng) {
    return batches(size, rng.permutation(size()));
  }

  /** Batches of the windows with these numbers, in this order; the last may be smaller. */
  public Iterable<Batch> batches(int size, int[] order) {
    if (size < 1) {
      throw new IllegalArgumentException("batches of " + size + " windows: at least 1 is needed");
    }
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < order.length;
          }

          @Override
          public Batch next() {
            if (!hasNext()) {
              throw new NoSuchElementException("all " + order.length + " windows were given");
            }
            int from = next;
            next = order.length - from < size ? order.length : from + size;
            return gather(order, from, next);
          }
        };
  }
}
