package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Sets each element to zero with probability {@code p} and scales the others by 1/(1 − p), so that
 * the mean stays (Srivastava et al. 2014). The same elements are silent on the way back.
 */
public record Dropout(float p, Rng rng) implements Op {
  /** Checks the probability: 0 ≤ p &lt; 1. */
  public Dropout {
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
    float[] mask = node.kept();
    int at = node.keptOffset();
    float scale = 1 / (1 - p);
    for (int i = 0; i < n; i++) {
      mask[at + i] = rng.nextFloat() < p ? 0 : scale;
    }
    POINTWISE.multiply(n, x.array(), x.offset(), 1, mask, at, 1, y.array(), y.offset());
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
