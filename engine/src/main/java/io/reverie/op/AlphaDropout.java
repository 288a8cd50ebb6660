package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Dropout for {@link Selu} networks: silent elements take the value that SELU has at −∞, and an
 * affine map brings mean and variance back to what they were (Klambauer et al. 2017).
 */
public record AlphaDropout(float p, Rng rng) implements Op {
  private static final double SATURATION = -(double) Selu.SCALE * Selu.ALPHA;

  /** Checks the probability: 0 ≤ p &lt; 1. */
  public AlphaDropout {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int n = x.size();
    node.keep(n);
    double scale = 1 / Math.sqrt((1 - p) * (1 + p * SATURATION * SATURATION));
    float kept = (float) scale;
    float shift = (float) (-scale * SATURATION * p);
    float silent = (float) (scale * SATURATION * (1 - p));
    for (int i = 0; i < n; i++) {
      boolean drop = rng.nextFloat() < p;
      node.kept()[node.keptOffset() + i] = drop ? 0 : kept;
      y.array()[y.offset() + i] = drop ? silent : kept * x.array()[x.offset() + i] + shift;
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    Tensor dx = node.inputGradient(0);
    POINTWISE.addProduct(
        dy.size(),
        dy.array(),
        dy.offset(),
        node.kept(),
        node.keptOffset(),
        dx.array(),
        dx.offset());
  }
}
