package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Dropout of whole groups of neighbours: all elements behind one place of the leading axes are
 * silent together, with probability {@code p}, or scaled by 1/(1 − p). With two leading axes it
 * silences the channels of images (Tompson et al. 2015); with one, whole samples, which in a
 * residual branch is stochastic depth (Huang et al. 2016).
 *
 * @param p the probability of silence, 0 ≤ p &lt; 1
 * @param leading how many leading axes number the groups
 */
public record DropGroups(float p, int leading, Rng rng) implements Op {
  /** Checks the probability and the number of axes. */
  public DropGroups {
    if (!(p >= 0 && p < 1)) {
      throw new IllegalArgumentException("dropout with p = " + p + ": 0 ≤ p < 1 is needed");
    }
    if (leading < 1) {
      throw new IllegalArgumentException(
          "dropout of groups numbered by " + leading + " axes: at least one is needed");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    if (in[0].rank() < leading) {
      throw new IllegalArgumentException(
          "dropout of groups numbered by the first %d axes of %s: there are only %d"
              .formatted(leading, in[0], in[0].rank()));
    }
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int groups = x.shape().sizeOf(0, leading);
    int each = x.shape().sizeOf(leading, x.shape().rank());
    node.keep(groups);
    float[] factors = node.kept();
    for (int g = 0; g < groups; g++) {
      float factor = rng.nextFloat() < p ? 0 : 1 / (1 - p);
      factors[node.keptOffset() + g] = factor;
      int at = g * each;
      POINTWISE.affine(each, factor, 0, x.array(), x.offset() + at, y.array(), y.offset() + at);
    }
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    Tensor dx = node.inputGradient(0);
    int groups = dy.shape().sizeOf(0, leading);
    int each = dy.shape().sizeOf(leading, dy.shape().rank());
    for (int g = 0; g < groups; g++) {
      float factor = node.kept()[node.keptOffset() + g];
      int at = g * each;
      POINTWISE.addScaled(each, factor, dy.array(), dy.offset() + at, dx.array(), dx.offset() + at);
    }
  }
}
