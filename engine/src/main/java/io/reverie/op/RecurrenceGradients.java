package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.tensor.Node;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** What is left of the way back through a {@link Recurrence} when the slopes of all steps stand. */
final class RecurrenceGradients {
  private RecurrenceGradients() {}

  static void add(Recurrence op, Walk w, Node node) {
    float[] kept = node.kept();
    int gates = node.keptOffset() + w.gates();
    int before = node.keptOffset() + w.before();
    int aside = node.keptOffset() + w.aside();
    int joined = op.joined(w.hidden);
    if (node.wants(1)) {
      Tensor dw = node.inputGradient(1);
      float[] x = w.stepwise(node);
      addOuter(w, w.wide, kept, gates, w.wide, x, w.stepwiseAt(node), w.in, dw, 0);
    }
    if (node.wants(0)) {
      addInputs(w, node, gates); // over the inputs, which are not needed any more
    }
    if (node.wants(2)) {
      Tensor dw = node.inputGradient(2);
      addOuter(w, joined, kept, gates, w.wide, kept, before, w.hidden, dw, 0);
      if (joined < w.wide) {
        int from = joined * w.hidden;
        addOuter(w, w.hidden, kept, aside, w.hidden, kept, before, w.hidden, dw, from);
      }
    }
    if (w.biasIn != null && (node.wants(3) || node.wants(4))) {
      addBiases(w, node, kept, gates, aside, joined);
    }
  }

  /** dX += slopes at the gates · W. */
  private static void addInputs(Walk w, Node node, int gates) {
    Tensor dx = node.inputGradient(0);
    GEMM.multiply(
        false,
        false,
        w.rows,
        w.in,
        w.wide,
        node.kept(),
        gates,
        w.wide,
        w.weightIn.array(),
        w.weightIn.offset(),
        w.in,
        w.inOrder,
        w.inOrder ? dx.array() : node.kept(),
        w.inOrder ? dx.offset() : w.stepwiseAt(node),
        w.in);
    if (!w.inOrder) {
      w.addScattered(node, dx);
    }
  }

  private static void addBiases(Walk w, Node node, float[] kept, int gates, int aside, int joined) {
    int sums = node.keptOffset() + w.bias();
    Arrays.fill(kept, sums, sums + w.wide, 0f);
    Addends.addBias(w.rows, w.wide, w.wide, kept, gates, kept, sums);
    if (node.wants(3)) {
      Tensor db = node.inputGradient(3);
      POINTWISE.addScaled(w.wide, 1, kept, sums, db.array(), db.offset());
    }
    if (node.wants(4)) {
      Tensor db = node.inputGradient(4);
      POINTWISE.addScaled(joined, 1, kept, sums, db.array(), db.offset());
      if (joined < w.wide) {
        // The third gate's own slopes are not those of what the state sends there.
        int at = db.offset() + joined;
        Addends.addBias(w.rows, w.hidden, w.hidden, kept, aside, db.array(), at);
      }
    }
  }

  /** dW += Aᵀ·B over the rows of all steps, from place {@code at} of dW on. */
  private static void addOuter(
      Walk w, int out, float[] a, int ao, int as, float[] b, int bo, int in, Tensor dw, int at) {
    float[] to = dw.array();
    int start = dw.offset() + at;
    GEMM.multiply(true, false, out, in, w.rows, a, ao, as, b, bo, in, true, to, start, in);
  }
}
