package io.reverie.nn;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The keys and values of the tokens so far, so that a model in use projects each token once.
 *
 * <p>One a layer and conversation; it belongs to one thread. It grows by doubling and lives outside
 * any tape. It holds numbers, not how they came about: for use, not for training.
 */
public final class KvCache {
  private float[] keys = new float[0];
  private float[] values = new float[0];
  private @Nullable Shape one;
  private int length;
  private int room;

  private KvCache() {}

  /** A cache of no tokens. */
  public static KvCache empty() {
    return new KvCache();
  }

  /** How many tokens it holds. */
  public int length() {
    return length;
  }

  /**
   * Appends the keys and values of further tokens, both {@code [batch, heads, tokens, width]}.
   *
   * @throws IllegalArgumentException if batch, heads or width are not those of the tokens so far
   * @throws IllegalStateException if a recording tape differentiates through them
   */
  public void append(Tensor newKeys, Tensor newValues) {
    if (newKeys.tracked() || newValues.tracked()) {
      throw new IllegalStateException(
          "a cache holds no gradients: open Tape.infer() to use a model with one");
    }
    Shape came = newKeys.shape();
    Shape first = came.rank() == 4 ? came.with(2, 0) : came;
    boolean fits = came.rank() == 4 && newValues.shape().equals(came);
    if (!fits || one != null && !one.equals(first)) {
      throw new IllegalArgumentException(
          "keys %s and values %s for a cache of %s: both must be [batch, heads, tokens, width], as"
                  .formatted(came, newValues.shape(), one == null ? "no tokens" : shape())
              + " those before but for the tokens");
    }
    one = first;
    int tokens = came.dim(2);
    int width = came.dim(3);
    int heads = came.dim(0) * came.dim(1);
    if (length + tokens > room) {
      int wider = Math.max(length + tokens, 2 * room);
      keys = spread(keys, heads, width, wider);
      values = spread(values, heads, width, wider);
      room = wider;
    }
    for (int h = 0; h < heads; h++) {
      int from = h * tokens * width;
      int to = (h * room + length) * width;
      System.arraycopy(newKeys.array(), newKeys.offset() + from, keys, to, tokens * width);
      System.arraycopy(newValues.array(), newValues.offset() + from, values, to, tokens * width);
    }
    length += tokens;
  }

  private float[] spread(float[] old, int heads, int width, int wider) {
    float[] spread = new float[Math.multiplyExact(heads * width, wider)];
    for (int h = 0; h < heads; h++) {
      System.arraycopy(old, h * room * width, spread, h * wider * width, length * width);
    }
    return spread;
  }

  /** Forgets all but the first tokens. */
  public void truncate(int tokens) {
    if (tokens < 0 || tokens > length) {
      throw new IllegalArgumentException(
          "a cache of %d tokens cut to %d: 0 to %d is needed".formatted(length, tokens, length));
    }
    length = tokens;
  }

  private String shape() {
    return String.valueOf(one == null ? null : one.with(2, length));
  }

  /**
   * The keys with room for more behind, {@code [batch, heads, room, width]}, not a copy: attention
   * must not look beyond {@link #length}, as causal attention with this past does not.
   */
  Tensor keysAndRoom() {
    return roomy(keys);
  }

  /** The values alike. */
  Tensor valuesAndRoom() {
    return roomy(values);
  }

  private Tensor roomy(float[] array) {
    Shape empty = one == null ? Shape.of(0, 0, 0, 0) : one;
    return Tensor.of(array, 0, empty.with(2, room));
  }

  /** A copy of the keys, {@code [batch, heads, length, width]}. */
  public Tensor keys() {
    return dense(keys);
  }

  /** A copy of the values, {@code [batch, heads, length, width]}. */
  public Tensor values() {
    return dense(values);
  }

  private Tensor dense(float[] array) {
    Shape shape = (one == null ? Shape.of(0, 0, 0, 0) : one).with(2, length);
    int run = length * shape.dim(3);
    float[] all = new float[shape.size()];
    for (int h = 0; h < shape.dim(0) * shape.dim(1); h++) {
      System.arraycopy(array, h * room * shape.dim(3), all, h * run, run);
    }
    return Tensor.of(all, 0, shape);
  }

  @Override
  public String toString() {
    return "KvCache of " + length + " tokens";
  }
}
