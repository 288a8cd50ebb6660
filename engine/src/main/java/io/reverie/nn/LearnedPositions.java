package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A learned vector a position, added to the token there.
 *
 * @param weight {@code [positions, width]}
 */
public record LearnedPositions(Parameter weight) implements Layer {
  /** Positions that start as standard normal numbers, as PyTorch's tables do. */
  public static LearnedPositions of(int positions, int width, Rng rng) {
    return new LearnedPositions(Initializer.normal(1).parameter(rng, positions, width));
  }

  /** {@code [..., time, width]} from position 0 on. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, 0);
  }

  /**
   * The same from another position on, as behind a cache.
   *
   * @throws IllegalArgumentException if there are not so many positions
   */
  public Tensor forward(Tensor x, int from) {
    int rank = x.shape().rank();
    if (rank < 2 || x.dim(-1) != weight.dim(1) || from < 0 || from + x.dim(-2) > weight.dim(0)) {
      throw new IllegalArgumentException(
          "positions from %d of %s: there are %s, [positions, width]"
              .formatted(from, x.shape(), weight.shape()));
    }
    return x.add(weight.slice(0, from, from + x.dim(-2)));
  }
}
