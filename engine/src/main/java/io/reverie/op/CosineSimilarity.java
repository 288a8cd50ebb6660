package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The cosine of the angle between the lines of two tensors along an axis, which vanishes: y = a·b /
 * (max(|a|, ε) · max(|b|, ε)).
 *
 * <p>Both have the same shape. ∂y/∂a = b / (|a||b|) − y · a / |a|², without the second term where
 * |a| is below ε. Where PyTorch differentiates through a norm that ε replaced, this does not.
 *
 * @param eps the smallest length a line is divided by; PyTorch's is 1e−8
 */
public record CosineSimilarity(int axis, float eps) implements Op {
  /** Checks ε. */
  public CosineSimilarity {
    if (!(eps >= 0)) {
      throw new IllegalArgumentException("cosine similarity with eps = " + eps + ": eps ≥ 0");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    if (!in[0].equals(in[1])) {
      throw new IllegalArgumentException(
          "cosine similarity of %s and %s: they must be equal; expand one to the other?"
              .formatted(in[0], in[1]));
    }
    return in[0].without(axis);
  }

  /** The lengths of two lines, and their product. */
  private record Angle(double normA, double normB, double dot) {
    static Angle of(int length, int step, float[] a, int ao, float[] b, int bo) {
      double aa = 0;
      double bb = 0;
      double ab = 0;
      for (int l = 0; l < length; l++) {
        double left = a[ao + l * step];
        double right = b[bo + l * step];
        aa += left * left;
        bb += right * right;
        ab += left * right;
      }
      return new Angle(Math.sqrt(aa), Math.sqrt(bb), ab);
    }
  }

  @Override
  public void forward(Node node) {
    Tensor left = node.input(0);
    Tensor right = node.input(1);
    Tensor output = node.output();
    float[] a = left.array();
    float[] b = right.array();
    float[] y = output.array();
    int ao = left.offset();
    int bo = right.offset();
    int yo = output.offset();
    AxisLines.forEach(
        Split.at(left.shape(), axis),
        (count, length, step, start, result) -> {
          for (int i = 0; i < count; i++) {
            int at = start + i;
            Angle angle = Angle.of(length, step, a, ao + at, b, bo + at);
            double lengths = Math.max(angle.normA, eps) * Math.max(angle.normB, eps);
            y[yo + result + i] = (float) (angle.dot / lengths);
          }
        });
  }

  @Override
  public void backward(Node node) {
    for (int operand = 0; operand < 2; operand++) {
      if (node.wants(operand)) {
        addGradient(
            node, node.input(operand), node.input(1 - operand), node.inputGradient(operand));
      }
    }
  }

  private void addGradient(Node node, Tensor self, Tensor other, Tensor leaving) {
    float[] a = self.array();
    float[] b = other.array();
    float[] dy = node.outputGradient().array();
    float[] dx = leaving.array();
    int ao = self.offset();
    int bo = other.offset();
    int dyo = node.outputGradient().offset();
    int dxo = leaving.offset();
    AxisLines.forEach(
        Split.at(self.shape(), axis),
        (count, length, step, start, result) -> {
          for (int i = 0; i < count; i++) {
            int at = start + i;
            Angle angle = Angle.of(length, step, a, ao + at, b, bo + at);
            double lengths = Math.max(angle.normA, eps) * Math.max(angle.normB, eps);
            double along = dy[dyo + result + i] / lengths;
            double back = angle.normA > eps ? along * angle.dot / (angle.normA * angle.normA) : 0;
            for (int l = 0; l < length; l++) {
              int place = at + l * step;
              dx[dxo + place] += (float) (along * b[bo + place] - back * a[ao + place]);
            }
          }
        });
  }
}
