package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;

/**
 * Root-mean-square normalisation: y = x / √(mean of x² + ε) · w over the last axes (Zhang &amp;
 * Sennrich 2019).
 *
 * <p>Inputs are X and, where there is one, the weight, of the shape of X's last axes.
 *
 * @param axes how many trailing axes are normalised together
 * @param epsilon what keeps the divisor away from 0
 */
public record RmsNorm(int axes, float epsilon) implements Op {
  /** Checks the number of axes and epsilon. */
  public RmsNorm {
    RowNorm.check("rmsNorm", axes, epsilon);
  }

  @Override
  public Shape shape(Shape... in) {
    return RowNorm.shape("rmsNorm", axes, in);
  }

  @Override
  public void forward(Node node) {
    RowNorm.forward(node, axes, false, epsilon);
  }

  @Override
  public void backward(Node node) {
    RowNorm.backward(node, axes, false, epsilon);
  }
}
