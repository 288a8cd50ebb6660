package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Shape;
import java.util.Arrays;

/** The checks and weights that losses of class labels share; classes are the last axis. */
final class Labels {
  private Labels() {}

  /**
   * The shape of one loss a label.
   *
   * @throws IllegalArgumentException if there is not one label a row, or one weight a class
   * @throws IndexOutOfBoundsException if a label is neither a class nor ignored
   */
  static Shape check(
      String name, Shape x, Indices labels, float[] weights, int ignored, Reduction reduction) {
    boolean fits = x.rank() > 0;
    if (fits) {
      Shape rows = x.without(-1);
      // A plain row of labels serves any shape with as many rows.
      fits =
          labels.shape().equals(rows) || labels.shape().rank() == 1 && labels.size() == rows.size();
      fits &= x.dim(-1) > 0 && !reduction.refuses(rows);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s of logits %s and %d labels %s: it takes logits [rows, classes] and one label a row"
              .formatted(name, x, labels.size(), labels.shape()));
    }
    int classes = x.dim(-1);
    if (weights.length != 0 && weights.length != classes) {
      throw new IllegalArgumentException(
          "%s of logits %s and %d class weights: it takes %d, one a class"
              .formatted(name, x, weights.length, classes));
    }
    for (int r = 0; r < labels.size(); r++) {
      int label = labels.values()[r];
      if ((label < 0 || label >= classes) && label != ignored) {
        throw new IndexOutOfBoundsException(
            "label %d at row %d: logits %s have classes 0 to %d"
                .formatted(label, r, x, classes - 1));
      }
    }
    return reduction.shape(x.without(-1));
  }

  /** A copy for the way back: the caller may refill the array before. */
  static void keep(Node node, Indices labels) {
    node.keepInts(labels.size());
    System.arraycopy(labels.values(), 0, node.keptInts(), node.keptIntsOffset(), labels.size());
  }

  /** The weight of a class: 1 where there are no weights. */
  static float weight(float[] weights, int label) {
    return weights.length == 0 ? 1 : weights[label];
  }

  /** The weights of all labels that are not ignored added up. */
  static double weights(Node node, int rows, float[] weights, int ignored) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      int label = node.keptInts()[node.keptIntsOffset() + r];
      sum += label == ignored ? 0 : weight(weights, label);
    }
    return sum;
  }

  /** The sum of one loss a row, or these losses themselves, to the output. */
  static void reduce(Node node, Reduction reduction, float[] losses, int at, int rows, double by) {
    float[] y = node.output().array();
    int yo = node.output().offset();
    if (reduction == Reduction.NONE) {
      System.arraycopy(losses, at, y, yo, rows);
      return;
    }
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += losses[at + r];
    }
    y[yo] = (float) (sum * by);
  }

  /** Whether weights and smoothing make sense. */
  static void requireSettings(String name, float[] weights, float smoothing) {
    for (float weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException(
            "%s with class weights %s: 0 or more is needed"
                .formatted(name, Arrays.toString(weights)));
      }
    }
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException(
          "%s with label smoothing %s: 0 to 1 is needed".formatted(name, smoothing));
    }
  }
}
