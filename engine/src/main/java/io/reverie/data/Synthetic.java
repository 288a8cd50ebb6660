package io.reverie.data;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;

/** Sets drawn from formulas, to learn with and to test with. Classes alternate: 0, 1, …, 0, 1, … */
public final class Synthetic {
  private Synthetic() {}

  /**
   * Two half circles that reach into each other, scikit-learn's {@code make_moons}: {@code (cos t,
   * sin t)} and {@code (1 − cos t, ½ − sin t)} with t evenly spread from 0 to π.
   *
   * @param n samples {@code [2]}
   * @param noise standard deviation of what is added to each coordinate
   */
  public static Dataset moons(int n, float noise, Rng rng) {
    return drawn(
        n,
        2,
        2,
        noise,
        rng,
        (i, c, x, at) -> {
          double t = Math.PI * (i / 2) / Math.max(1, (n + 1 - c) / 2 - 1);
          x[at] = (float) (c == 0 ? StrictMath.cos(t) : 1 - StrictMath.cos(t));
          x[at + 1] = (float) (c == 0 ? StrictMath.sin(t) : 0.5 - StrictMath.sin(t));
        });
  }

  /**
   * Arms of a spiral, each turning once around while its radius grows from 0 to 1.
   *
   * @param n samples {@code [2]}
   * @param arms how many arms there are, each a class
   * @param noise standard deviation of what is added to each coordinate
   */
  public static Dataset spirals(int n, int arms, float noise, Rng rng) {
    return drawn(
        n,
        arms,
        2,
        noise,
        rng,
        (i, c, x, at) -> {
          double radius = (i / arms + 1.0) / ((n + arms - 1) / arms);
          double angle = 2 * Math.PI * (radius + (double) c / arms);
          x[at] = (float) (radius * StrictMath.cos(angle));
          x[at + 1] = (float) (radius * StrictMath.sin(angle));
        });
  }

  /**
   * Round clouds, each about a centre of its own drawn evenly from [−10, 10) in every feature.
   *
   * @param n samples {@code [features]}
   * @param spread standard deviation of a cloud
   */
  public static Dataset blobs(int n, int classes, int features, float spread, Rng rng) {
    float[] centres = new float[Math.multiplyExact(Math.max(classes, 0), Math.max(features, 0))];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = 20 * rng.nextFloat() - 10;
    }
    return drawn(
        n,
        classes,
        features,
        spread,
        rng,
        (_, c, x, at) -> System.arraycopy(centres, c * features, x, at, features));
  }

  /** Where sample i, of class c, would stand without noise. */
  private interface Place {
    void write(int i, int c, float[] x, int at);
  }

  private static Dataset drawn(
      int n, int classes, int features, float noise, Rng rng, Place place) {
    if (n < 0 || classes < 1 || features < 1 || !(noise >= 0)) {
      throw new IllegalArgumentException(
          "%d samples of %d classes in %d features with noise %s: at least 0, 1, 1 and 0 are needed"
              .formatted(n, classes, features, noise));
    }
    float[] x = new float[Math.multiplyExact(n, features)];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      place.write(i, labels[i], x, i * features);
    }
    for (int i = 0; i < x.length; i++) {
      x[i] += noise * rng.nextGaussian();
    }
    return Dataset.of(new FloatSamples(x, labels, Shape.of(features)));
  }
}
