package io.reverie.nn;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * A table of vectors, one a token: what comes in are numbers, so it is not a {@code Tensor ->
 * Tensor} but is asked for rows by {@link #forward(Indices)}.
 *
 * @param weight {@code [tokens, width]}
 * @param padding the token that stands for nothing and learns nothing, or −1 for none
 */
public record Embedding(Parameter weight, int padding) implements Layer {
  /** A table that starts as PyTorch's does: standard normal numbers. */
  public static Embedding of(int tokens, int width, Rng rng) {
    return new Embedding(Initializer.normal(1).parameter(rng, tokens, width), -1);
  }

  /** The same with a token that stands for nothing: its row starts at 0 and stays. */
  public static Embedding padded(int tokens, int width, int padding, Rng rng) {
    Embedding table = new Embedding(of(tokens, width, rng).weight, padding);
    if (padding < 0 || padding >= tokens) {
      throw new IndexOutOfBoundsException(
          "embedding of %d tokens with padding token %d: 0 to %d is needed"
              .formatted(tokens, padding, tokens - 1));
    }
    int row = table.weight.offset() + padding * width;
    Arrays.fill(table.weight.array(), row, row + width, 0f);
    return table;
  }

  /** The rows of these tokens: numbers of shape {@code […]} give {@code […, width]}. */
  public Tensor forward(Indices ids) {
    return Tensor.apply(new io.reverie.op.Embedding(ids, padding), weight);
  }

  /**
   * The rows of tokens that come as a tensor of whole numbers.
   *
   * @throws IllegalArgumentException if a number is not whole
   */
  @Override
  public Tensor forward(Tensor x) {
    float[] numbers = x.toArray();
    int[] ids = new int[numbers.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) numbers[i];
      if (ids[i] != numbers[i]) {
        throw new IllegalArgumentException(
            "embedding of the number %s at place %d of %s: tokens are whole numbers; better give"
                    .formatted(numbers[i], i, x.shape())
                + " them as Indices");
      }
    }
    return forward(new Indices(ids, x.shape()));
  }

  /**
   * The layer that scores tokens with this same table, x·Wᵀ: tied weights (Press &amp; Wolf 2017).
   * The table is one parameter, learned by both uses.
   */
  public Linear tied() {
    return new Linear(weight, null);
  }
}
