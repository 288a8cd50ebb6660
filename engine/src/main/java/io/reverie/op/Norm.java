package io.reverie.op;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** What the norms share: the check of their weights, and what they keep for the way back. */
final class Norm {
  /** Floats kept for each thing normalised: the mean in two parts, and 1 / √(variance + ε). */
  static final int KEPT = 3;

  private Norm() {}

  /** Checks that a weight, a bias or a running number is one for each channel of x. */
  static void checkChannels(String name, Shape x, Shape part) {
    if (!part.isRow(x.dim(1))) {
      throw misfit(name, x, part, Shape.of(x.dim(1)));
    }
  }

  /** What is said where a part of a norm has not the shape that would fit. */
  static IllegalArgumentException misfit(String name, Shape x, Shape part, Shape fits) {
    return new IllegalArgumentException(
        "%s of %s with %s: weights, biases and running numbers must be %s"
            .formatted(name, x, part, fits));
  }

  static void check(String name, float epsilon) {
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "%s with epsilon %s: it must not be negative".formatted(name, epsilon));
    }
  }

  /** Runs a norm that may have a weight, and then a bias. */
  static Tensor apply(
      String name, Op op, Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {
    if (weight == null) {
      if (bias != null) {
        throw new IllegalArgumentException(
            "%s of %s with a bias but no weight: give a weight of ones".formatted(name, x.shape()));
      }
      return Tensor.apply(op, x);
    }
    return bias == null ? Tensor.apply(op, x, weight) : Tensor.apply(op, x, weight, bias);
  }

  static void keep(float[] kept, int at, double mean, float inverse) {
    kept[at] = (float) mean;
    kept[at + 1] = (float) (mean - kept[at]);
    kept[at + 2] = inverse;
  }

  static double mean(float[] kept, int at) {
    return (double) kept[at] + kept[at + 1];
  }

  static float inverse(float[] kept, int at) {
    return kept[at + 2];
  }

  /** An element of a weight that may not be there. */
  static float number(@Nullable Tensor tensor, int i, float otherwise) {
    return tensor == null ? otherwise : tensor.array()[tensor.offset() + i];
  }
}
