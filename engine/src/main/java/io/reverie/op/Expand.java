package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * A tensor repeated to a larger shape by NumPy's rule: aligned at the last axis, lengths are equal
 * or 1. A copy; the operators that broadcast by themselves never need it.
 */
public record Expand(Shape wanted) implements Op {
  @Override
  public Shape shape(Shape... in) {
    boolean fits = in[0].rank() <= wanted.rank();
    for (int i = 1; fits && i <= in[0].rank(); i++) {
      fits = in[0].dim(-i) == 1 || in[0].dim(-i) == wanted.dim(-i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "expand of %s to %s: aligned at the last axis, lengths must be equal or grow from 1"
              .formatted(in[0], wanted));
    }
    return wanted;
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    Tensor y = node.output();
    float[] from = x.array();
    float[] to = y.array();
    Broadcast runs = new Broadcast(x.shape(), wanted, wanted);
    runs.forEach((i, _, k) -> {
      int at = y.offset() + k;
      if (runs.stepA == 1) {
        System.arraycopy(from, x.offset() + i, to, at, runs.length);
      } else {
        Arrays.fill(to, at, at + runs.length, from[x.offset() + i]);
      }
    });
  }

  @Override
  public void backward(Node node) {
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    float[] from = dy.array();
    float[] to = dx.array();
    Broadcast runs = new Broadcast(dx.shape(), wanted, wanted);
    runs.forEach((i, _, k) -> {
      int at = dx.offset() + i;
      if (runs.stepA == 1) {
        POINTWISE.addScaled(runs.length, 1, from, dy.offset() + k, to, at);
      } else {
        to[at] += (float) POINTWISE.sum(runs.length, from, dy.offset() + k);
      }
    });
  }
}
