package io.reverie.sleep.stage;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * Noise of the night: where it goes, of what form, how strong, and how it changes until dawn.
 *
 * <p>{@code h ← h + ε·N(0, σ(t))} for Gaussian noise, where {@link #strength} is ε·σ at its
 * strongest and {@link #course} its share at hour t. Strength 0 is no noise: nothing is drawn then,
 * and a night with it is that without it, bit for bit. Whether noise helps is an open question (the
 * research's expectation for E5 is small or nothing).
 *
 * @param place what is disturbed
 * @param form how
 * @param strength how much: σ in units of what is disturbed, or the probability of silence
 * @param course the share of the strength at each hour
 */
public record Noise(Place place, Form form, float strength, Course course) {
  /** What noise disturbs. */
  public enum Place {
    /** What the network is shown. */
    INPUT,
    /** What words or patches mean: the output of embeddings, where a {@link Spindle} stands. */
    EMBEDDING,
    /** What the network makes of it, where a {@link Spindle} stands. */
    HIDDEN,
    /** Who attends to whom: the scores before softmax, where {@link Spindle#scores} is asked. */
    ATTENTION,
    /** All weights but biases and gains, for the gradient; they are taken back before the step. */
    WEIGHTS
  }

  /** A form of noise. */
  @FunctionalInterface
  public interface Form {
    /** x under noise of this strength, above 0, drawn from this stream; gradients go through. */
    Tensor disturb(Tensor x, float strength, Rng rng);
  }

  /** How noise changes from bedtime to dawn. */
  @FunctionalInterface
  public interface Course {
    /** The share of the strength, 0 or more, at this hour, from 0 to 1. */
    float at(float hour);
  }

  private static final Form GAUSSIAN =
      (x, sigma, rng) -> {
        float[] noise = new float[x.size()];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = sigma * rng.nextGaussian();
        }
        return x.add(Tensor.of(noise, 0, x.shape()));
      };

  private static final Form DROPOUT =
      (x, p, rng) -> {
        if (p >= 1) {
          throw new IllegalArgumentException(
              "dropout with p = " + p + " tonight: a strength times its course below 1 is needed");
        }
        float[] mask = new float[x.size()];
        for (int i = 0; i < mask.length; i++) {
          mask[i] = rng.nextFloat() < p ? 0 : 1 / (1 - p);
        }
        return x.mul(Tensor.of(mask, 0, x.shape()));
      };

  private static final Form FEATURES =
      (x, sigma, rng) -> {
        int width = x.size() / Math.max(1, x.dim(0));
        float[] gains = new float[width];
        for (int i = 0; i < width; i++) {
          gains[i] = 1 + sigma * rng.nextGaussian();
        }
        return x.mul(Tensor.of(gains, 0, x.shape().without(0).prepend(1)));
      };

  /** Checks the strength. */
  public Noise {
    if (!(strength >= 0) || strength == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "noise of strength " + strength + ": a number from 0 on is needed");
    }
    if (place == Place.ATTENTION && (form == DROPOUT || form == FEATURES)) {
      throw new IllegalArgumentException(
          "noise on attention is added to the scores: Gaussian noise is needed, or a form that adds");
    }
  }

  /** {@code x + N(0, σ²)}, each number by its own draw; on the input, falling. */
  public static Noise gaussian(float sigma) {
    return new Noise(Place.INPUT, GAUSSIAN, sigma, falling());
  }

  /**
   * Each number silenced with probability p and the others divided by 1 − p; on the input, falling.
   */
  public static Noise dropout(float p) {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
    return new Noise(Place.INPUT, DROPOUT, p, falling());
  }

  /**
   * Perturbed features: {@code x ∘ (1 + N(0, σ²))} with one draw a feature and step, the same for
   * all samples of the batch, which therefore cannot average it away; on the input, falling.
   */
  public static Noise features(float sigma) {
    return new Noise(Place.INPUT, FEATURES, sigma, falling());
  }

  /** The same strength all night. */
  public static Course constant() {
    return hour -> 1;
  }

  /** Full at bedtime, nothing at dawn, in a straight line: the protocol's course. */
  public static Course falling() {
    return hour -> 1 - hour;
  }

  /** Nothing at bedtime, full at dawn, in a straight line: the control of {@link #falling}. */
  public static Course rising() {
    return hour -> hour;
  }

  /** The same noise somewhere else. */
  public Noise on(Place other) {
    return new Noise(other, form, strength, course);
  }

  /** The same noise on another course through the night. */
  public Noise over(Course other) {
    return new Noise(place, form, strength, other);
  }

  /** How strong it is at this hour. */
  public float at(float hour) {
    return strength == 0 ? 0 : strength * course.at(hour);
  }

  /** x at this hour of the night; x itself where there is no noise. */
  public Tensor disturb(Tensor x, float hour, Rng rng) {
    float now = at(hour);
    return now == 0 ? x : form.disturb(x, now, rng);
  }
}
