package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * Waves of many lengths, added to the token at each position (Vaswani et al. 2017): feature 2i of
 * position t is sin(t / base^(2i/width)), feature 2i + 1 the cosine.
 *
 * @param base how long the longest wave is, 10000 in the paper
 */
public record SinusoidalPositions(float base) implements Layer {
  /** The paper's. */
  public static SinusoidalPositions standard() {
    return new SinusoidalPositions(10_000);
  }

  /** {@code [..., time, width]} from position 0 on. */
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, 0);
  }

  /** The same from another position on, as behind a cache. */
  public Tensor forward(Tensor x, int from) {
    if (x.shape().rank() < 2 || from < 0) {
      throw new IllegalArgumentException(
          "positions from %d of %s: [..., time, width] and 0 or more are needed"
              .formatted(from, x.shape()));
    }
    return x.add(table(from, x.dim(-2), x.dim(-1)));
  }

  /** The waves at {@code time} positions from {@code from} on: {@code [time, width]}. */
  public Tensor table(int from, int time, int width) {
    Tensor table = Tensor.zeros(time, width);
    for (int t = 0; t < time; t++) {
      for (int i = 0; i < width; i++) {
        double angle = (from + t) * Math.pow(base, -(double) (i / 2 * 2) / width);
        table.array()[t * width + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return table;
  }
}
