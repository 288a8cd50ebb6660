package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** The mean of (a − b)² over all elements of two tensors of equal shape: a single number. */
public record MeanSquaredError() implements Op {
  @Override
  public Shape shape(Shape... in) {
    if (!in[0].equals(in[1]) || in[0].size() == 0) {
      throw new IllegalArgumentException(
          "mean squared error of %s and %s: the shapes must be equal and not empty"
              .formatted(in[0], in[1]));
    }
    return Shape.of();
  }

  @Override
  public void forward(Node node) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    int n = a.size();
    node.keep(n);
    float[] difference = node.kept();
    int at = node.keptOffset();
    POINTWISE.subtract(n, a.array(), a.offset(), 1, b.array(), b.offset(), 1, difference, at);
    double total = POINTWISE.dot(n, difference, at, difference, at);
    node.output().array()[node.output().offset()] = (float) (total / n);
  }

  @Override
  public void backward(Node node) {
    int n = node.input(0).size();
    float slope = 2 * node.outputGradient().item() / n;
    for (int i = 0; i < 2; i++) {
      if (node.wants(i)) {
        Tensor dx = node.inputGradient(i);
        float signed = i == 0 ? slope : -slope;
        POINTWISE.addScaled(n, signed, node.kept(), node.keptOffset(), dx.array(), dx.offset());
      }
    }
  }
}
