package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;

import io.reverie.tensor.Node;
import io.reverie.tensor.Tensor;

/** What is left of the way back through a {@link Recurrence} when the slopes of all steps stand. */
final class RecurrenceGradients {
  private RecurrenceGradients() {}

  static void add(Recurrence op, Walk w, Node node) {
    float[] kept = node.kept();
    int gates = node.keptOffset() + w.gates();
    int before = node.keptOffset() + w.before();
    int aside = node.keptOffset() + w.aside();
    int joined = op.joined(w.hidden);
    if (node.wants(0)) {
      Tensor dx = node.inputGradient(0);
      GEMM.multiply(
          false,
          false,
          w.rows,
          w.in,
          w.wide,
          kept,
          gates,
          w.wide,
          w.weightIn.array(),
          w.weightIn.offset(),
          w.in,
          true,
          dx.array(),
          dx.offset(),
          w.in);
    }
    if (node.wants(1)) {
      Tensor dw = node.inputGradient(1);
      float[] x = w.x.array();
      addOuter(w, w.wide, kept, gates, w.wide, x, w.x.offset(), w.in, dw, 0);
    }
    if (node.wants(2)) {
      Tensor dw = node.inputGradient(2);
      addOuter(w, joined, kept, gates, w.wide, kept, before, w.hidden, dw, 0);
      if (joined < w.wide) {
        int from = joined * w.hidden;
        addOuter(w, w.hidden, kept, aside, w.hidden, kept, before, w.hidden, dw, from);
      }
    }
    if (w.biasIn != null && node.wants(3)) {
      Tensor db = node.inputGradient(3);
      Linear.addRows(w.rows, w.wide, kept, gates, db.array(), db.offset());
    }
    if (w.biasIn != null && node.wants(4)) {
      Tensor db = node.inputGradient(4);
      if (joined < w.wide) {
        // The third gate's own slopes are not those of what the state sends there.
        float[] sums = new float[w.wide];
        Linear.addRows(w.rows, w.wide, kept, gates, sums, 0);
        for (int i = 0; i < joined; i++) {
          db.array()[db.offset() + i] += sums[i];
        }
        Linear.addRows(w.rows, w.hidden, kept, aside, db.array(), db.offset() + joined);
      } else {
        Linear.addRows(w.rows, w.wide, kept, gates, db.array(), db.offset());
      }
    }
  }

  /** dW += Aᵀ·B over the rows of all steps, from place {@code at} of dW on. */
  private static void addOuter(
      Walk w, int out, float[] a, int ao, int as, float[] b, int bo, int in, Tensor dw, int at) {
    GEMM.multiply(
        true, false, out, in, w.rows, a, ao, as, b, bo, in, true, dw.array(), dw.offset() + at, in);
  }
}
