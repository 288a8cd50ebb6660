package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.SELECTION;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A choice: a where the mask is set, b elsewhere; all three broadcast. What was not chosen does not
 * count at all, not even as 0 · NaN. The mask is not differentiated for.
 *
 * @param mask anything but 0 is set
 */
public record Where(Tensor mask) implements Op {
  /** Numbers that are held in cache on the way back. */
  private static final int PIECE = 1024;

  @Override
  public Shape shape(Shape... in) {
    try {
      return mask.shape().broadcast(in[0].broadcast(in[1]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "where with a mask of %s, of %s and %s: %s"
              .formatted(mask.shape(), in[0], in[1], e.getMessage()),
          e);
    }
  }

  @Override
  public void forward(Node node) {
    put(true, node.input(0), node.output());
    put(false, node.input(1), node.output());
  }

  private void put(boolean wanted, Tensor from, Tensor to) {
    float[] set = mask.array();
    float[] x = from.array();
    float[] y = to.array();
    int so = mask.offset();
    int xo = from.offset();
    int yo = to.offset();
    Broadcast runs = new Broadcast(mask.shape(), from.shape(), to.shape());
    runs.forEach((i, j, k) ->
        SELECTION.put(
            runs.length, wanted, set, so + i, runs.stepA, x, xo + j, runs.stepB, y, yo + k));
  }

  @Override
  public void backward(Node node) {
    if (node.wants(0)) {
      pass(true, node.outputGradient(), node.inputGradient(0));
    }
    if (node.wants(1)) {
      pass(false, node.outputGradient(), node.inputGradient(1));
    }
  }

  private void pass(boolean wanted, Tensor arriving, Tensor leaving) {
    float[] set = mask.array();
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int so = mask.offset();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    Broadcast runs = new Broadcast(mask.shape(), leaving.shape(), arriving.shape());
    int step = runs.stepA;
    float[] t = new float[Math.min(runs.length, PIECE)];
    runs.forEach((i, j, k) -> {
      for (int from = 0; from < runs.length; from += t.length) {
        int n = Math.min(t.length, runs.length - from);
        SELECTION.pass(n, wanted, set, so + i + from * step, step, dy, dyo + k + from, t, 0);
        if (runs.stepB == 1) {
          POINTWISE.addScaled(n, 1, t, 0, dx, dxo + j + from);
        } else {
          dx[dxo + j] += (float) POINTWISE.sum(n, t, 0);
        }
      }
    });
  }
}
