package io.reverie.bench;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Random inputs, and what holds a result against what it should be. */
final class Inputs {
  /** The numbers are the same in every run. */
  static final Rng RNG = Rng.of(0);

  private static final RandomGenerator NUMBERS = new SplittableRandom(0);
  private static final RandomGenerator PLACES = new SplittableRandom();

  private Inputs() {}

  /**
   * Standard normal numbers in a window that begins anywhere within a line of the cache, as in
   * life.
   */
  static Tensor randn(int... dims) {
    Shape shape = Shape.of(dims);
    int offset = PLACES.nextInt(16);
    float[] values = new float[offset + shape.size()];
    for (int i = offset; i < values.length; i++) {
      values[i] = (float) NUMBERS.nextGaussian();
    }
    return Tensor.of(values, offset, shape);
  }

  /** Throws unless two numbers are equal but for rounding. */
  static void check(String what, double got, double wanted, double tolerance) {
    if (!(Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)))) {
      throw new IllegalStateException("%s: %s, not %s".formatted(what, got, wanted));
    }
  }
}
