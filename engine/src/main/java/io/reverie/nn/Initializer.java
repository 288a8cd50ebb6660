package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;

/**
 * What a weight starts as.
 *
 * <p>A weight is {@code [out, in]} or {@code [out, in, kh, kw]}; its fan-in is the number of inputs
 * of one neuron, {@code in·kh·kw}, its fan-out {@code out·kh·kw}.
 */
@FunctionalInterface
public interface Initializer {
  /** One number of a weight of this shape. */
  interface Draw {
    /** The next number. */
    float next(Rng rng);
  }

  /** How the numbers of a weight of this shape are drawn. */
  Draw of(Shape shape);

  /** A parameter of this shape drawn by this initialiser. */
  default Parameter parameter(Rng rng, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    Draw draw = of(shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = draw.next(rng);
    }
    return Parameter.of(values, dims);
  }

  /** Numbers spread evenly over [−bound, bound). */
  static Initializer uniform(float bound) {
    return shape -> rng -> bound * (2 * rng.nextFloat() - 1);
  }

  /** Numbers of the normal distribution with this standard deviation around 0. */
  static Initializer normal(float deviation) {
    return shape -> rng -> deviation * rng.nextGaussian();
  }

  /** The same number everywhere. */
  static Initializer constant(float value) {
    return shape -> rng -> value;
  }

  /**
   * Glorot &amp; Bengio 2010: even over ±√(6 / (fan-in + fan-out)), for layers without a rectifier.
   */
  static Initializer xavierUniform() {
    return shape -> uniform((float) Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).of(shape);
  }

  /** He et al. 2015: even over ±√(6 / fan-in), for layers before a rectifier. */
  static Initializer kaimingUniform() {
    return shape -> uniform((float) Math.sqrt(6.0 / fanIn(shape))).of(shape);
  }

  /** He et al. 2015: normal with standard deviation √(2 / fan-in). */
  static Initializer kaimingNormal() {
    return shape -> normal((float) Math.sqrt(2.0 / fanIn(shape))).of(shape);
  }

  /** PyTorch's default for linear and convolutional layers: even over ±1/√fan-in. */
  static Initializer torch() {
    return shape -> uniform((float) (1 / Math.sqrt(fanIn(shape)))).of(shape);
  }

  private static int fanIn(Shape shape) {
    return Math.max(1, shape.sizeOf(Math.min(1, shape.rank()), shape.rank()));
  }

  private static int fanOut(Shape shape) {
    return shape.rank() == 0
        ? 1
        : shape.dim(0) * shape.sizeOf(Math.min(2, shape.rank()), shape.rank());
  }
}
