package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Attention with linear biases (Press, Smith &amp; Lewis 2022): what is far away counts less, by a
 * slope of each head's own, and no positions are needed.
 */
public final class Alibi {
  private Alibi() {}

  /** The slope of each head: 2^(−8·(h + 1)/heads) where heads are a power of two. */
  public static float[] slopes(int heads) {
    if (heads < 1) {
      throw new IllegalArgumentException("alibi with " + heads + " heads: 1 or more is needed");
    }
    float[] slopes = new float[heads];
    int power = Integer.highestOneBit(heads);
    for (int h = 0; h < power; h++) {
      slopes[h] = (float) Math.pow(2, -8.0 * (h + 1) / power);
    }
    // The paper's way for the others: every second slope of twice as many heads.
    for (int h = power; h < heads; h++) {
      slopes[h] = (float) Math.pow(2, -8.0 * (2 * (h - power) + 1) / (2 * power));
    }
    return slopes;
  }

  /**
   * The bias of each head, query and key, {@code [heads, queries, keys]}: −slope · distance.
   *
   * @param past how many keys came before the first query
   */
  public static Tensor bias(int heads, int queries, int keys, int past) {
    float[] slopes = slopes(heads);
    Tensor bias = Tensor.zeros(heads, queries, keys);
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < queries; i++) {
        for (int j = 0; j < keys; j++) {
          bias.array()[(h * queries + i) * keys + j] = slopes[h] * -Math.abs(i + past - j);
        }
      }
    }
    return bias;
  }
}
