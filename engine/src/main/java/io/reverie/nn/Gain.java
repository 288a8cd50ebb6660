package io.reverie.nn;

/** By how much weights must be larger before a non-linearity so that values keep their size. */
public final class Gain {
  /** Of a layer without one, and of the sigmoid. */
  public static final double LINEAR = 1;

  /** Of the hyperbolic tangent. */
  public static final double TANH = 5.0 / 3;

  /** Of the rectifier: √2. */
  public static final double RELU = Math.sqrt(2);

  /** Of the self-normalising linear unit, as PyTorch has it. */
  public static final double SELU = 0.75;

  private Gain() {}

  /** Of a rectifier that lets this share of negative values through: √(2 / (1 + slope²)). */
  public static double leakyRelu(double slope) {
    return Math.sqrt(2 / (1 + slope * slope));
  }
}
