package io.reverie.sleep.stage;

import io.reverie.tensor.Tensor;

/**
 * How fast and how firmly memories are played back.
 *
 * <p>Compression c makes steps c times as large and as many times fewer; the night's clock goes on
 * by c at each. A rest that c does not divide is one smaller step, so that the learning rates of a
 * stage add up to the same for every c. Ten times as fast at a tenth of the rate is the day's step
 * size and a tenth of the samples, no more: the two settings of the source paper cancel.
 *
 * @param compression c, at least 1; the research expects an optimum at 1 to 3 and harm from 10 on
 * @param softness what the hour's learning rate is multiplied by, 0 or more
 * @param frames every how many-th frame of a sequence is played, at least 1
 */
public record Tempo(int compression, float softness, int frames) {
  /** Checks the numbers. */
  public Tempo {
    if (compression < 1 || !(softness >= 0) || frames < 1) {
      throw new IllegalArgumentException(
          "a tempo of compression %d, softness %s, every %d frames: 1, 0 and 1 or more are needed"
              .formatted(compression, softness, frames));
    }
  }

  /** As it was: every step, every frame, at the hour's learning rate. */
  public static Tempo real() {
    return new Tempo(1, 1, 1);
  }

  /** c times as fast: larger steps, fewer of them. */
  public static Tempo compressed(int c) {
    return new Tempo(c, 1, 1);
  }

  /** The same with the learning rate times this: soft updates, 0.1 in the source paper. */
  public Tempo soft(float factor) {
    return new Tempo(compression, factor, frames);
  }

  /** The same where only the frames 0, c, 2c, … of a sequence are played. */
  public Tempo skipping(int c) {
    return new Tempo(compression, softness, c);
  }

  /**
   * The frames that are played of {@code [n, time, …, features]}.
   *
   * @throws IllegalArgumentException if frames are to be skipped of what has no time axis
   */
  Tensor played(Tensor inputs) {
    if (frames == 1) {
      return inputs;
    }
    if (inputs.shape().rank() < 3) {
      throw new IllegalArgumentException(
          "every %d-th frame of inputs %s: sequences [n, time, …] are needed; store samples as [time, …]"
              .formatted(frames, inputs.shape()));
    }
    return inputs.slice(1, 0, inputs.dim(1), frames);
  }
}
