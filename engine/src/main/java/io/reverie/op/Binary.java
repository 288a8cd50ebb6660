package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Locale;

/**
 * A function of the elements of two tensors, which broadcast: y = f(a, b).
 *
 * <p>Steps are 1 where an operand moves along the run and 0 where one number stands for all of it.
 * What arrives at an operand that was repeated is added up over the repetitions.
 */
public interface Binary extends Op {
  /** y = f(a, b) for a run of n elements. */
  void map(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo);

  /** t = dy · ∂f/∂a for a run of n elements. */
  void partialA(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to);

  /** t = dy · ∂f/∂b for a run of n elements. */
  void partialB(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to);

  @Override
  default Shape shape(Shape... in) {
    try {
      return in[0].broadcast(in[1]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name().toLowerCase(Locale.ROOT) + " of " + e.getMessage(), e);
    }
  }

  @Override
  default void forward(Node node) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    Tensor y = node.output();
    float[] left = a.array();
    float[] right = b.array();
    float[] to = y.array();
    int ao = a.offset();
    int bo = b.offset();
    int yo = y.offset();
    Broadcast runs = new Broadcast(a.shape(), b.shape(), y.shape());
    node.hold(runs);
    int as = runs.stepA;
    int bs = runs.stepB;
    if (runs.single()) {
      Parallel.chunks(
          runs.length,
          Unary.GRAIN,
          (i, end) -> map(end - i, left, ao + i * as, as, right, bo + i * bs, bs, to, yo + i));
    } else {
      runs.forEach((i, j, k) -> map(runs.length, left, ao + i, as, right, bo + j, bs, to, yo + k));
    }
  }

  @Override
  default void backward(Node node) {
    if (node.wants(0)) {
      addPartials(node, 0);
    }
    if (node.wants(1)) {
      addPartials(node, 1);
    }
  }

  private void addPartials(Node node, int operand) {
    Broadcast runs = node.held(Broadcast.class);
    int step = operand == 0 ? runs.stepA : runs.stepB;
    if (runs.single() && step == 1) {
      boolean sets = node.setsGradient(operand);
      Tensor leaving = node.inputGradient(operand);
      float[] dx = leaving.array();
      int to = leaving.offset();
      Parallel.chunks(
          runs.length,
          Unary.GRAIN,
          (i, end) -> {
            if (sets) {
              partial(node, operand, runs, end - i, i * runs.stepA, i * runs.stepB, i, dx, to + i);
            } else {
              addRun(node, operand, runs, end - i, i * runs.stepA, i * runs.stepB, i, dx, to + i);
            }
          });
    } else {
      Tensor leaving = node.inputGradient(operand);
      float[] dx = leaving.array();
      int dxo = leaving.offset();
      runs.forEach((i, j, k) ->
          addRun(node, operand, runs, runs.length, i, j, k, dx, dxo + (operand == 0 ? i : j)));
    }
  }

  /**
   * dx += the partial derivatives of a run. They go through a piece of cache: one kernel a function
   * serves both an operand that moves and one whose repetitions are added up.
   */
  private void addRun(
      Node node, int operand, Broadcast runs, int length, int i, int j, int k, float[] dx, int to) {
    int step = operand == 0 ? runs.stepA : runs.stepB;
    int piece = Math.min(length, 1024);
    float[] t = Scratch.RUN.floats(piece);
    for (int from = 0; from < length; from += piece) {
      int n = Math.min(piece, length - from);
      partial(node, operand, runs, n, i + from * runs.stepA, j + from * runs.stepB, k + from, t, 0);
      if (step == 1) {
        POINTWISE.addScaled(n, 1, t, 0, dx, to + from);
      } else {
        dx[to] += (float) POINTWISE.sum(n, t, 0);
      }
    }
  }

  private void partial(
      Node node, int operand, Broadcast runs, int n, int i, int j, int k, float[] t, int to) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    Tensor arriving = node.outputGradient();
    float[] left = a.array();
    float[] right = b.array();
    float[] dy = arriving.array();
    int ia = a.offset() + i;
    int ib = b.offset() + j;
    int out = arriving.offset() + k;
    if (operand == 0) {
      partialA(n, dy, out, left, ia, runs.stepA, right, ib, runs.stepB, t, to);
    } else {
      partialB(n, dy, out, left, ia, runs.stepA, right, ib, runs.stepB, t, to);
    }
  }
}
