package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.Arrays;

/**
 * What a weight starts as.
 *
 * <p>A weight is {@code [out, in]} or {@code [out, in, kh, kw]}; its fan-in is the number of inputs
 * of one neuron, {@code in·kh·kw}, its fan-out {@code out·kh·kw}.
 */
@FunctionalInterface
public interface Initializer {
  /** Writes all numbers of a weight of this shape, in row-major order. */
  void fill(float[] values, Shape shape, Rng rng);

  /** A parameter of this shape drawn by this initialiser. */
  default Parameter parameter(Rng rng, int... dims) {
    Shape shape = Shape.of(dims);
    float[] values = new float[shape.size()];
    fill(values, shape, rng);
    return Parameter.of(values, dims);
  }

  /** Numbers spread evenly over [−bound, bound). */
  static Initializer uniform(float bound) {
    return (values, _, rng) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = bound * (2 * rng.nextFloat() - 1);
      }
    };
  }

  /** Numbers of the normal distribution with this standard deviation around 0. */
  static Initializer normal(float deviation) {
    return (values, _, rng) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = deviation * rng.nextGaussian();
      }
    };
  }

  /**
   * Numbers of the normal distribution, those further than {@code bounds} deviations from 0 drawn
   * again. Their spread is a little less than the deviation: 0.88 of it for bounds of 2.
   *
   * @throws IllegalArgumentException if the bounds are not positive
   */
  static Initializer truncatedNormal(float deviation, float bounds) {
    if (!(bounds > 0)) {
      throw new IllegalArgumentException(
          "a normal distribution cut at ±" + bounds + " deviations: it must be positive");
    }
    return (values, _, rng) -> {
      for (int i = 0; i < values.length; i++) {
        float number = rng.nextGaussian();
        while (!(Math.abs(number) <= bounds)) {
          number = rng.nextGaussian();
        }
        values[i] = deviation * number;
      }
    };
  }

  /** The same number everywhere. */
  static Initializer constant(float value) {
    return (values, _, _) -> Arrays.fill(values, value);
  }

  /** 0 everywhere. */
  static Initializer zeros() {
    return constant(0);
  }

  /** 1 everywhere. */
  static Initializer ones() {
    return constant(1);
  }

  /**
   * Glorot &amp; Bengio 2010: even over ±√(6 / (fan-in + fan-out)), for layers without a rectifier.
   */
  static Initializer xavierUniform() {
    return xavierUniform(1);
  }

  /** The same times a gain, such as {@link Gain#TANH}'s. */
  static Initializer xavierUniform(double gain) {
    return (values, shape, rng) ->
        uniform((float) (gain * Math.sqrt(6.0 / fans(shape)))).fill(values, shape, rng);
  }

  /** Glorot &amp; Bengio 2010: normal with deviation gain · √(2 / (fan-in + fan-out)). */
  static Initializer xavierNormal(double gain) {
    return (values, shape, rng) ->
        normal((float) (gain * Math.sqrt(2.0 / fans(shape)))).fill(values, shape, rng);
  }

  /** He et al. 2015: even over ±√(6 / fan-in), for layers before a rectifier. */
  static Initializer kaimingUniform() {
    return kaimingUniform(Fan.IN, Gain.RELU);
  }

  /** He et al. 2015: even over ±gain·√(3 / fan). */
  static Initializer kaimingUniform(Fan fan, double gain) {
    return (values, shape, rng) ->
        uniform((float) (gain * Math.sqrt(3.0 / fan.of(shape)))).fill(values, shape, rng);
  }

  /** He et al. 2015: normal with standard deviation √(2 / fan-in). */
  static Initializer kaimingNormal() {
    return kaimingNormal(Fan.IN, Gain.RELU);
  }

  /** He et al. 2015: normal with standard deviation gain / √fan. */
  static Initializer kaimingNormal(Fan fan, double gain) {
    return (values, shape, rng) ->
        normal((float) (gain / Math.sqrt(fan.of(shape)))).fill(values, shape, rng);
  }

  /** PyTorch's default for linear and convolutional layers: even over ±1/√fan-in. */
  static Initializer torch() {
    return (values, shape, rng) ->
        uniform((float) (1 / Math.sqrt(Fan.IN.of(shape)))).fill(values, shape, rng);
  }

  /**
   * A random orthogonal matrix {@code [out, in·kh·kw]} times a gain: its rows, or its columns if
   * there are more rows, are at right angles and of length {@code gain} (Saxe et al. 2014).
   */
  static Initializer orthogonal(double gain) {
    return (values, shape, rng) -> Orthogonal.fill(values, shape, gain, rng);
  }

  /** Ones on the diagonal of a matrix, 0 elsewhere; it may have more rows or columns. */
  static Initializer identity() {
    return (values, shape, _) -> {
      if (shape.rank() != 2) {
        throw new IllegalArgumentException("the identity of shape " + shape + ": it is [out, in]");
      }
      Arrays.fill(values, 0f);
      for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
        values[i * shape.dim(1) + i] = 1;
      }
    };
  }

  /**
   * Filters that hand channels on as they are: 1 in the middle of filter {@code i}'s channel {@code
   * i}, 0 elsewhere. The shape is {@code [out, in, k…]}, with one to three axes of k.
   */
  static Initializer dirac() {
    return (values, shape, _) -> {
      if (shape.rank() < 3 || shape.rank() > 5) {
        throw new IllegalArgumentException(
            "dirac filters of shape "
                + shape
                + ": it is [out, in, k…] with one to three axes of k");
      }
      Arrays.fill(values, 0f);
      int patch = shape.sizeOf(2, shape.rank());
      int middle = 0;
      for (int axis = 2; axis < shape.rank(); axis++) {
        middle = middle * shape.dim(axis) + shape.dim(axis) / 2;
      }
      for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
        values[(i * shape.dim(1) + i) * patch + middle] = 1;
      }
    };
  }

  /**
   * A normal distribution with most of it 0: in each column of {@code [out, in]} a share of the
   * numbers, rounded up (Martens 2010).
   */
  static Initializer sparse(float share, float deviation) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of " + share + " zeros: 0 to 1 is needed");
    }
    return (values, shape, rng) -> {
      if (shape.rank() != 2) {
        throw new IllegalArgumentException("sparse weights of " + shape + ": it is [out, in]");
      }
      normal(deviation).fill(values, shape, rng);
      int zeros = (int) Math.ceil((double) share * shape.dim(0));
      for (int column = 0; column < shape.dim(1); column++) {
        int[] rows = rng.permutation(shape.dim(0));
        for (int i = 0; i < zeros; i++) {
          values[rows[i] * shape.dim(1) + column] = 0;
        }
      }
    };
  }

  /**
   * The bias of an LSTM, {@code [4·hidden]} in the order i f g o: the forget gate's part starts at
   * {@code forget}, often 1, so that much is remembered at first (Jozefowicz et al. 2015); the rest
   * at 0. Where there are two biases, use it for one.
   */
  static Initializer forgetBias(float forget) {
    return (values, shape, _) -> {
      if (shape.rank() != 1 || shape.dim(0) % 4 != 0) {
        throw new IllegalArgumentException(
            "the bias of an LSTM of shape " + shape + ": it is [4·hidden]");
      }
      int hidden = shape.dim(0) / 4;
      Arrays.fill(values, 0f);
      Arrays.fill(values, hidden, 2 * hidden, forget);
    };
  }

  private static int fans(Shape shape) {
    return Fan.IN.of(shape) + Fan.OUT.of(shape);
  }
}
