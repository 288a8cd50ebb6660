package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;

/**
 * The rectifier with a learned slope below 0 (He et al. 2015).
 *
 * @param weight {@code [1]}, or {@code [channels]} for one slope a channel, the second axis
 */
public record PRelu(Parameter weight) implements Layer {
  private static final float START = 0.25f;

  /** One slope for all, which starts at 0.25. */
  public static PRelu of() {
    return of(1);
  }

  /** A slope for each channel, which starts at 0.25. */
  public static PRelu of(int channels) {
    return new PRelu(Parameter.of(Tensor.full(START, channels)));
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.prelu(weight);
  }
}
