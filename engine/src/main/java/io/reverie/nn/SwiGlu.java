package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * SiLU of the first half of an axis times the second, half as long.
 *
 * @param axis the axis that is halved; −1 names the last
 */
public record SwiGlu(int axis) implements Layer {
  /** Along the last axis. */
  public static SwiGlu of() {
    return new SwiGlu(-1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.swiGlu(axis);
  }
}
