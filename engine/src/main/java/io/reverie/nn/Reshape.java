package io.reverie.nn;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Gives each sample another shape; the batch stays. The reverse of {@link Flatten}.
 *
 * @param sample the shape of one sample
 */
public record Reshape(Shape sample) implements Layer {
  /** Samples with axes of these lengths. */
  public static Reshape of(int... lengths) {
    return new Reshape(Shape.of(lengths));
  }

  /** {@code [n, …]} to {@code [n, sample]}. */
  @Override
  public Tensor forward(Tensor x) {
    return x.window(0, fitting(x.shape()));
  }

  private Shape fitting(Shape x) {
    if (x.rank() < 1 || x.sizeOf(1, x.rank()) != sample.size()) {
      throw new IllegalArgumentException(
          "reshape of %s to samples of %s, which have %d numbers: those of the input must have as"
                  .formatted(x, sample, sample.size())
              + " many");
    }
    return sample.prepend(x.dim(0));
  }
}
