package io.reverie.data;

import io.reverie.tensor.Tensor;

/** Changes of numbers wherever they stand, as {@link Transform}s: light, contrast, noise, scale. */
public final class Pixels {
  private Pixels() {}

  /**
   * {@code (x − mean[c]) / deviation[c]} for each channel c: not random, the same for training and
   * test.
   *
   * @throws IllegalArgumentException if there is not one mean and one deviation a channel, or a
   *     deviation is not positive; at use, if the samples have another number of channels
   */
  public static Transform normalise(int height, int width, float[] mean, float[] deviation) {
    if (mean.length == 0 || mean.length != deviation.length) {
      throw new IllegalArgumentException(
          "normalising by %d means and %d deviations: one of both a channel is needed"
              .formatted(mean.length, deviation.length));
    }
    for (int c = 0; c < mean.length; c++) {
      if (!(deviation[c] > 0)) {
        throw new IllegalArgumentException(
            "deviation %s of channel %d: a positive number is needed".formatted(deviation[c], c));
      }
    }
    float[] means = mean.clone();
    float[] deviations = deviation.clone();
    return (inputs, _) -> {
      int planes = Planes.of(inputs, height, width);
      if (planes != means.length) {
        throw new IllegalArgumentException(
            "normalising %d channels of a batch %s, which has %d of %d × %d"
                .formatted(means.length, inputs.shape(), planes, height, width));
      }
      float[] x = inputs.array();
      for (int plane = 0; plane < inputs.dim(0) * planes; plane++) {
        int c = plane % planes;
        int at = inputs.offset() + plane * height * width;
        for (int i = at; i < at + height * width; i++) {
          x[i] = (x[i] - means[c]) / deviations[c];
        }
      }
    };
  }

  /** Adds noise of the normal distribution with mean 0 and this standard deviation. */
  public static Transform noise(float deviation) {
    if (!(deviation >= 0)) {
      throw new IllegalArgumentException(
          "noise of deviation " + deviation + ": 0 or more is needed");
    }
    return (inputs, rng) -> {
      float[] x = inputs.array();
      for (int i = inputs.offset(); i < inputs.offset() + inputs.size(); i++) {
        x[i] += deviation * rng.nextGaussian();
      }
    };
  }

  /**
   * Multiplies each sample by a factor drawn evenly from {@code 1 − most} to {@code 1 + most}, and
   * cuts to 0…1: use it before normalising.
   *
   * @param most 0 to 1
   */
  public static Transform brightness(float most) {
    return scaled(most, "brightness", (_, _, _) -> 0);
  }

  /**
   * Multiplies each sample's differences from its mean by a factor drawn evenly from {@code 1 −
   * most} to {@code 1 + most}, and cuts to 0…1: use it before normalising.
   *
   * @param most 0 to 1
   */
  public static Transform contrast(float most) {
    return scaled(
        most,
        "contrast",
        (x, at, size) -> {
          double sum = 0;
          for (int i = at; i < at + size; i++) {
            sum += x[i];
          }
          return sum / size;
        });
  }

  /** The number of a sample that scaling leaves as it is. */
  private interface Centre {
    double of(float[] x, int at, int size);
  }

  private static Transform scaled(float most, String what, Centre centre) {
    if (!(most >= 0 && most <= 1)) {
      throw new IllegalArgumentException(
          "%s changed by a factor of up to 1 ± %s: 0 to 1 is needed".formatted(what, most));
    }
    return (inputs, rng) -> {
      int size = sampleSize(inputs);
      float[] x = inputs.array();
      for (int n = 0; n < inputs.dim(0); n++) {
        double factor = 1 + (2 * rng.nextDouble() - 1) * most;
        int at = inputs.offset() + n * size;
        double fixed = centre.of(x, at, size);
        for (int i = at; i < at + size; i++) {
          x[i] = (float) Math.clamp(fixed + factor * (x[i] - fixed), 0.0, 1.0);
        }
      }
    };
  }

  private static int sampleSize(Tensor inputs) {
    return inputs.shape().sizeOf(1, inputs.shape().rank());
  }
}
