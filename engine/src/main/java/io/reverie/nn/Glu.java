package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * The first half of an axis times the sigmoid of the second, half as long.
 *
 * @param axis the axis that is halved; −1 names the last
 */
public record Glu(int axis) implements Layer {
  /** Along the last axis. */
  public static Glu of() {
    return new Glu(-1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return x.glu(axis);
  }
}
