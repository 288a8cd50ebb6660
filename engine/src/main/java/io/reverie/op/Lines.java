package io.reverie.op;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Sequences {@code [a, b, length]} seen as images of height 1, and back. */
final class Lines {
  private Lines() {}

  static Tensor image(String name, Tensor x) {
    Shape s = x.shape();
    if (s.rank() != 3) {
      throw new IllegalArgumentException(
          "%s of %s: it takes sequences [n, channels, length] and filters of three axes"
              .formatted(name, s));
    }
    return x.window(0, Shape.of(s.dim(0), s.dim(1), 1, s.dim(2)));
  }

  static Tensor sequence(Tensor x) {
    return x.window(0, x.shape().without(2));
  }
}
