package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Layer normalisation: y = (x − mean) / √(variance + ε) · w + b over the last axes (Ba, Kiros &amp;
 * Hinton 2016).
 *
 * <p>Inputs are X and, where there are any, the weight and the bias, of the shape of X's last axes.
 * <p>Inputs are X, the weight and the bias, of the shape of X's last axes.
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
    int rank = in[0].rank();
    boolean fits = axes > 0 && axes <= rank && in.length == 3;
    for (int i = 0; fits && i < axes; i++) {
      fits = in[1].rank() == axes && in[1].dim(i) == in[0].dim(rank - axes + i);
    }
    if (!fits || !in[1].equals(in[2])) {
      throw new IllegalArgumentException(
          "layerNorm over %d axes of %s: weight and bias must have its last axes"
              .formatted(axes, in[0]));
    }
    return in[0];
  }

  @Override
  public void forward(Node node) {
    new RowNorm(node, axes, true, epsilon).forward(node);
    Tensor x = node.input(0);
    int n = node.input(1).size();
    int rows = n == 0 ? 0 : x.size() / n;
    node.keep(2 * rows);
    for (int r = 0; r < rows; r++) {
      int at = x.offset() + r * n;
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += x.array()[at + i];
      }
      double mean = sum / n;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double d = x.array()[at + i] - mean;
        squares += d * d;
      }
      node.kept()[node.keptOffset() + 2 * r] = (float) mean;
      node.kept()[node.keptOffset() + 2 * r + 1] = (float) (1 / Math.sqrt(squares / n + epsilon));
      for (int i = 0; i < n; i++) {
        float weight = node.input(1).array()[node.input(1).offset() + i];
        float bias = node.input(2).array()[node.input(2).offset() + i];
        node.output().array()[node.output().offset() + r * n + i] =
            unit(node, x, r, n, i) * weight + bias;
      }
    }
  }

  private static float unit(Node node, Tensor x, int r, int n, int i) {
    int k = node.keptOffset() + 2 * r;
    return (x.array()[x.offset() + r * n + i] - node.kept()[k]) * node.kept()[k + 1];
  }

  @Override
  public void backward(Node node) {
    new RowNorm(node, axes, true, epsilon).backward(node);
    Tensor x = node.input(0);
    Tensor w = node.input(1);
    Tensor dy = node.outputGradient();
    int n = w.size();
    int rows = n == 0 ? 0 : x.size() / n;
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      double dot = 0;
      for (int i = 0; i < n; i++) {
        float arriving = dy.array()[dy.offset() + r * n + i];
        float unit = unit(node, x, r, n, i);
        float g = arriving * w.array()[w.offset() + i];
        sum += g;
        dot += g * unit;
        if (node.wants(1)) {
          Tensor dw = node.inputGradient(1);
          dw.array()[dw.offset() + i] += arriving * unit;
        }
        if (node.wants(2)) {
          Tensor db = node.inputGradient(2);
          db.array()[db.offset() + i] += arriving;
        }
      }
      if (node.wants(0)) {
        Tensor dx = node.inputGradient(0);
        float inverse = node.kept()[node.keptOffset() + 2 * r + 1];
        for (int i = 0; i < n; i++) {
          float g = dy.array()[dy.offset() + r * n + i] * w.array()[w.offset() + i];
          dx.array()[dx.offset() + r * n + i] +=
              (float) (inverse * (g - sum / n - unit(node, x, r, n, i) * dot / n));
        }
      }
    }
  }
}
