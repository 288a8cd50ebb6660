package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;

/**
 * Layer normalisation: y = (x − mean) / √(variance + ε) · w + b over the last axes (Ba, Kiros &amp;
 * Hinton 2016).
 *
 * <p>Inputs are X and, where there are any, the weight and the bias, of the shape of X's last axes.
 *
 * @param axes how many trailing axes are normalised together
 * @param epsilon what keeps the divisor away from 0
 */
public record LayerNorm(int axes, float epsilon) implements Op {
  /** Checks the number of axes and epsilon. */
  public LayerNorm {
    RowNorm.check("layerNorm", axes, epsilon);
  }

  @Override
  public Shape shape(Shape... in) {
    return RowNorm.shape("layerNorm", axes, in);
  }

  @Override
  public void forward(Node node) {
    RowNorm.forward(node, axes, true, epsilon);
  }

  @Override
  public void backward(Node node) {
    RowNorm.backward(node, axes, true, epsilon);
  }
}
