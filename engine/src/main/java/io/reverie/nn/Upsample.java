package io.reverie.nn;

import io.reverie.op.Interpolation;
import io.reverie.tensor.Tensor;

/**
 * Gives images another size.
 *
 * @param how the size or the factor, and how images are read between their pixels
 */
public record Upsample(io.reverie.op.Upsample how) implements Layer {
  /** Images as many times larger, each pixel repeated. */
  public static Upsample of(int factor) {
    return of(factor, Interpolation.NEAREST);
  }

  /** Images as many times larger. */
  public static Upsample of(float factor, Interpolation interpolation) {
    return new Upsample(io.reverie.op.Upsample.by(factor, interpolation));
  }

  /** {@code [n, channels, height, width]} to the same in another height and width. */
  @Override
  public Tensor forward(Tensor x) {
    return x.upsample(how);
  }
}
