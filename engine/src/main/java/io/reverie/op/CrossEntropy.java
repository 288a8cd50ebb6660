package io.reverie.op;

import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The mean cross-entropy of rows of logits against class labels: −log softmax(x)[label].
 *
 * <p>The input is {@code [rows, classes]}, the output a single number. Softmax, logarithm and mean
 * in one: the gradient of the three together is (softmax − one-hot) / rows.
 */
public record CrossEntropy(int[] labels) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() != 2 || x.dim(0) != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "cross-entropy of logits %s and %d labels: it takes logits [rows, classes] and one label"
                  .formatted(x, labels.length)
              + " a row");
    }
    for (int r = 0; r < labels.length; r++) {
      if (labels[r] < 0 || labels[r] >= x.dim(1)) {
        throw new IndexOutOfBoundsException(
            "label %d at row %d: logits %s have classes 0 to %d"
                .formatted(labels[r], r, x, x.dim(1) - 1));
      }
    }
    return Shape.of();
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    int rows = x.dim(0);
    // A copy of the labels: the caller may refill the array before the way back.
    node.keepInts(rows);
    System.arraycopy(labels, 0, node.keptInts(), node.keptIntsOffset(), rows);
    node.keep(x.size());
    double loss =
        ROWS.crossEntropy(
            rows,
            x.dim(1),
            x.array(),
            x.offset(),
            node.keptInts(),
            node.keptIntsOffset(),
            node.kept(),
            node.keptOffset());
    y.array()[y.offset()] = (float) (loss / rows);
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    Tensor dx = node.inputGradient(0);
    ROWS.crossEntropyGradient(
        x.dim(0),
        x.dim(1),
        node.outputGradient().item() / x.dim(0),
        node.kept(),
        node.keptOffset(),
        node.keptInts(),
        node.keptIntsOffset(),
        dx.array(),
        dx.offset());
  }
}
