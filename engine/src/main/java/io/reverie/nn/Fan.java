package io.reverie.nn;

import io.reverie.tensor.Shape;

/** Which connections an {@link Initializer} counts. */
public enum Fan {
  /** Those into a neuron: values keep their size on the way forward. */
  IN {
    @Override
    public int of(Shape weight) {
      return Math.max(1, weight.sizeOf(Math.min(1, weight.rank()), weight.rank()));
    }
  },
  /** Those out of a neuron: gradients keep their size on the way back. */
  OUT {
    @Override
    public int of(Shape weight) {
      return weight.rank() == 0
          ? 1
          : Math.max(1, weight.dim(0) * weight.sizeOf(Math.min(2, weight.rank()), weight.rank()));
    }
  };

  /** How many there are for a weight of this shape, 1 at least. */
  public abstract int of(Shape weight);
}
