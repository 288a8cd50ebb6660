package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * How much other classes come within a margin of the right one: w[y]/classes · Σ max(0, margin −
 * x[y] + x[i])ᵖ over i ≠ y (Crammer &amp; Singer 2001).
 *
 * <p>The input is {@code […, classes]} with one label y a row. The mean is over the rows.
 *
 * @param labels the right class of each row
 * @param power p, 1 or 2
 * @param margin by how much the right class should lead
 * @param weights one a class, or none at all
 * @param reduction what becomes of the losses
 */
public record MultiMargin(
    Indices labels, int power, float margin, float[] weights, Reduction reduction) implements Op {
  /** Checks power and weights, and copies the weights. */
  public MultiMargin {
    weights = weights.clone();
    Labels.requireSettings("multi-margin", weights, 0);
    if (power != 1 && power != 2) {
      throw new IllegalArgumentException("multi-margin with power " + power + ": it is 1 or 2");
    }
  }

  /** The mean over these labels with margin 1 and power 1. */
  public static MultiMargin of(Indices labels) {
    return new MultiMargin(labels, 1, 1, new float[0], Reduction.MEAN);
  }

  /** The same reduced in this way. */
  public MultiMargin reduced(Reduction wanted) {
    return new MultiMargin(labels, power, margin, weights, wanted);
  }

  @Override
  public Shape shape(Shape... in) {
    // Class 0 is a class anyhow: naming it ignores none.
    return Labels.check("multi-margin", in[0], labels, weights, 0, reduction);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    int rows = labels.size();
    int classes = x.dim(-1);
    Labels.keep(node, labels);
    float[] losses = new float[rows];
    for (int r = 0; r < rows; r++) {
      int label = labels.values()[r];
      int at = x.offset() + r * classes;
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        double excess = margin - x.array()[at + label] + x.array()[at + c];
        if (c != label && !(excess <= 0)) {
          sum += power == 1 ? excess : excess * excess;
        }
      }
      losses[r] = (float) (Labels.weight(weights, label) * sum / classes);
    }
    double by = reduction.factor(x.shape().without(-1), rows);
    Labels.reduce(node, reduction, losses, 0, rows, by);
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    Tensor leaving = node.inputGradient(0);
    Tensor arriving = node.outputGradient();
    int classes = x.dim(-1);
    int rows = x.size() / classes;
    float[] dx = leaving.array();
    double by = reduction.factor(x.shape().without(-1), rows);
    for (int r = 0; r < rows; r++) {
      int label = node.keptInts()[node.keptIntsOffset() + r];
      int at = x.offset() + r * classes;
      int to = leaving.offset() + r * classes;
      double arrived =
          reduction == Reduction.NONE
              ? arriving.array()[arriving.offset() + r]
              : arriving.array()[arriving.offset()] * by;
      float factor = (float) (arrived * Labels.weight(weights, label) / classes);
      for (int c = 0; c < classes; c++) {
        float excess = margin - x.array()[at + label] + x.array()[at + c];
        if (c != label && !(excess <= 0)) {
          float slope = power == 1 ? factor : factor * 2 * excess;
          dx[to + c] += slope;
          dx[to + label] -= slope;
        }
      }
    }
  }
}
