package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * −w[label]·x[label] of each row of logarithms of probabilities, as {@code logSoftmax} gives them.
 *
 * <p>The input is {@code […, classes]} with one label a row. The mean is the sum over the sum of
 * the labels' weights. {@link CrossEntropy} does both in one.
 *
 * @param labels the right class of each row
 * @param weights one a class, or none at all
 * @param ignored rows with this label cost nothing
 * @param reduction what becomes of the losses
 */
public record NegativeLogLikelihood(
    Indices labels, float[] weights, int ignored, Reduction reduction) implements Op {
  /** Checks and copies the weights. */
  public NegativeLogLikelihood {
    weights = weights.clone();
    Labels.requireSettings("negative log-likelihood", weights, 0);
  }

  /** The mean over these labels. */
  public static NegativeLogLikelihood of(Indices labels) {
    return new NegativeLogLikelihood(labels, new float[0], CrossEntropy.IGNORED, Reduction.MEAN);
  }

  /** The same with one weight a class. */
  public NegativeLogLikelihood weights(float... perClass) {
    return new NegativeLogLikelihood(labels, perClass, ignored, reduction);
  }

  /** The same with rows of this label ignored. */
  public NegativeLogLikelihood ignoring(int label) {
    return new NegativeLogLikelihood(labels, weights, label, reduction);
  }

  /** The same reduced in this way. */
  public NegativeLogLikelihood reduced(Reduction wanted) {
    return new NegativeLogLikelihood(labels, weights, ignored, wanted);
  }

  @Override
  public Shape shape(Shape... in) {
    return Labels.check("negative log-likelihood", in[0], labels, weights, ignored, reduction);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    int rows = labels.size();
    Labels.keep(node, labels);
    float[] losses = new float[rows];
    for (int r = 0; r < rows; r++) {
      int label = labels.values()[r];
      if (label != ignored) {
        float likelihood = x.array()[x.offset() + r * x.dim(-1) + label];
        losses[r] = -Labels.weight(weights, label) * likelihood;
      }
    }
    Labels.reduce(node, reduction, losses, 0, rows, factor(node, x));
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    int classes = x.dim(-1);
    double by = factor(node, x);
    for (int r = 0; r < x.size() / classes; r++) {
      int label = node.keptInts()[node.keptIntsOffset() + r];
      if (label != ignored) {
        double factor =
            reduction == Reduction.NONE
                ? dy.array()[dy.offset() + r]
                : dy.array()[dy.offset()] * by;
        dx.array()[dx.offset() + r * classes + label] -=
            (float) (factor * Labels.weight(weights, label));
      }
    }
  }

  private double factor(Node node, Tensor x) {
    Shape losses = x.shape().without(-1);
    return reduction.factor(losses, Labels.weights(node, losses.size(), weights, ignored));
  }
}
