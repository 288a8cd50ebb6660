package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * One layer of recurrent neurons in one direction over whole sequences.
 *
 * <p>Inputs, in this order: the sequences X {@code [batch, time, in]} (or {@code [time, batch,
 * in]}, as {@link #steps} says), the weight of the inputs {@code [gates·hidden, in]}, the weight of
 * the states {@code [gates·hidden, hidden]}; then, where there are biases, both of them, {@code
 * [gates·hidden]} each; then, where it does not start at 0, the starting states, {@code [batch,
 * hidden]} each. Biases and states are told apart by their axes.
 *
 * <p>The output is flat: the hidden states of all steps, shaped as X with {@code hidden} features,
 * then the last hidden states {@code [batch, hidden]}, then, of an LSTM, the last cells.
 *
 * <p>The inputs of all steps are projected by one matrix product; each step is then one product
 * with the state and one pass of a fused cell. Samples need nothing of each other, so a thread
 * walks with some of them through all steps, and threads meet once a sequence. The way back walks
 * the steps in reverse and leaves the weights' gradients to one product over all steps (Werbos
 * 1990, "Backpropagation through time").
 */
public interface Recurrence extends Op {
  /** How it walks. */
  Steps steps();

  /** How many blocks of neurons the weights have. */
  int gates();

  /** How many states it carries on from step to step: 1, or 2 with cells. */
  int states();

  /** Columns of the gates to which the state's product is added; the others get theirs aside. */
  int joined(int hidden);

  /**
   * One step of one sample with n neurons: gates into values, the state into the next.
   *
   * @param kept where the gates and what stands beside them lie
   * @param y where the state h and the cells c lie
   */
  void step(int n, float[] kept, int gates, int aside, float[] y, int h, int c);

  /** The way back of {@link #step}: gates into slopes, the slopes dh and dc into the earlier. */
  void slope(int n, float[] kept, int gates, int before, int aside, int cells, int dh, int dc);

  @Override
  default Shape shape(Shape... in) {
    return Shape.of(new RecurrenceShape(this, in).size());
  }

  @Override
  default long multiplyAdds(Shape output, Shape... in) {
    return in[0].sizeOf(0, 2) * ((long) in[1].size() + in[2].size());
  }

  @Override
  default void forward(Node node) {
    Walk w = new Walk(this, node);
    node.keep(w.kept());
    float[] y = node.output().array();
    int h = node.output().offset() + w.rows * w.hidden;
    w.gather(node);
    project(w, node);
    StateWeight weight = new StateWeight(w, joined(w.hidden), true);
    for (int s = 0; s < states(); s++) {
      int at = h + s * w.state();
      if (w.started) {
        Tensor start = node.input(w.start + s);
        System.arraycopy(start.array(), start.offset(), y, at, w.state());
      } else {
        Arrays.fill(y, at, at + w.state(), 0f);
      }
    }
    Parallel.chunks(w.batch, w.grain(), (from, to) -> walk(w, node, weight, from, to));
  }

  /** All steps of samples {@code from} to {@code to − 1}, which need nothing of other samples. */
  private void walk(Walk w, Node node, StateWeight weight, int from, int to) {
    float[] y = node.output().array();
    int h = node.output().offset() + w.rows * w.hidden;
    for (int i = 0; i < w.time; i++) {
      int t = steps().reverse() ? w.time - 1 - i : i;
      int first = w.row(0, t);
      if (i > 0 || w.started) {
        weight.addStates(first, from, to, y, h, node.kept(), node.keptOffset());
      }
      for (int b = from; b < to; b++) {
        stepOne(w, node, b, t);
      }
    }
  }

  /** Gates = X·Wᵀ + biases, for all steps at once. */
  private void project(Walk w, Node node) {
    float[] kept = node.kept();
    int k = node.keptOffset();
    int joined = joined(w.hidden);
    if (w.biasIn != null && w.biasHidden != null) {
      int bias = k + w.bias();
      Tensor in = w.biasIn;
      Tensor hidden = w.biasHidden;
      System.arraycopy(in.array(), in.offset(), kept, bias, w.wide);
      POINTWISE.addScaled(joined, 1, hidden.array(), hidden.offset(), kept, bias);
      GEMM.affine(
          false,
          true,
          w.rows,
          w.wide,
          w.in,
          w.stepwise(node),
          w.stepwiseAt(node),
          w.in,
          w.weightIn.array(),
          w.weightIn.offset(),
          w.in,
          kept,
          bias,
          null,
          kept,
          k + w.gates(),
          w.wide);
      if (joined < w.wide) {
        int from = hidden.offset() + joined;
        ROWS.fillRows(w.rows, w.hidden, hidden.array(), from, kept, k + w.aside());
      }
      return;
    }
    if (joined < w.wide) {
      Arrays.fill(kept, k + w.aside(), k + w.aside() + w.rows * w.hidden, 0f);
    }
    GEMM.multiply(
        false,
        true,
        w.rows,
        w.wide,
        w.in,
        w.stepwise(node),
        w.stepwiseAt(node),
        w.in,
        w.weightIn.array(),
        w.weightIn.offset(),
        w.in,
        false,
        kept,
        k + w.gates(),
        w.wide);
  }

  private void stepOne(Walk w, Node node, int b, int t) {
    int row = w.row(b, t);
    float[] kept = node.kept();
    int k = node.keptOffset();
    float[] y = node.output().array();
    int yo = node.output().offset();
    int h = yo + w.rows * w.hidden + b * w.hidden;
    System.arraycopy(y, h, kept, k + w.before() + row * w.hidden, w.hidden);
    if (states() > 1) {
      System.arraycopy(y, h + w.state(), kept, k + w.cells() + row * w.hidden, w.hidden);
    }
    int to = yo + w.outerRow(b, t) * w.hidden;
    if (steps().within(b, t)) {
      int gates = k + w.gates() + row * w.wide;
      step(w.hidden, kept, gates, k + w.aside() + row * w.hidden, y, h, h + w.state());
      System.arraycopy(y, h, y, to, w.hidden);
    } else {
      Arrays.fill(y, to, to + w.hidden, 0f);
    }
  }

  @Override
  default void backward(Node node) {
    Walk w = new Walk(this, node);
    float[] kept = node.kept();
    int k = node.keptOffset();
    float[] dy = node.outputGradient().array();
    int dyo = node.outputGradient().offset();
    int slopes = k + w.slopes();
    System.arraycopy(dy, dyo + w.rows * w.hidden, kept, slopes, states() * w.state());
    boolean startWanted = w.started && wantsStart(node, w);
    StateWeight weight = new StateWeight(w, joined(w.hidden), false);
    Parallel.chunks(
        w.batch, w.grain(), (from, to) -> walkBack(w, node, weight, startWanted, from, to));
    RecurrenceGradients.add(this, w, node);
    for (int s = 0; w.started && s < states(); s++) {
      if (node.wants(w.start + s)) {
        Tensor start = node.inputGradient(w.start + s);
        int at = slopes + s * w.state();
        POINTWISE.addScaled(w.state(), 1, kept, at, start.array(), start.offset());
      }
    }
  }

  private void walkBack(
      Walk w, Node node, StateWeight weight, boolean startWanted, int from, int to) {
    float[] dy = node.outputGradient().array();
    int dyo = node.outputGradient().offset();
    for (int i = w.time - 1; i >= 0; i--) {
      int t = steps().reverse() ? w.time - 1 - i : i;
      int first = w.row(0, t);
      for (int b = from; b < to; b++) {
        slopeOne(w, node, b, t, dy, dyo + w.outerRow(b, t) * w.hidden);
      }
      if (i > 0 || startWanted) {
        weight.addSlopes(first, from, to, node.kept(), node.keptOffset());
      }
    }
  }

  private boolean wantsStart(Node node, Walk w) {
    return node.wants(w.start) || states() > 1 && node.wants(w.start + 1);
  }

  private void slopeOne(Walk w, Node node, int b, int t, float[] dy, int at) {
    int row = w.row(b, t);
    float[] kept = node.kept();
    int k = node.keptOffset();
    int gates = k + w.gates() + row * w.wide;
    int aside = k + w.aside() + row * w.hidden;
    if (steps().within(b, t)) {
      int before = k + w.before() + row * w.hidden;
      int cells = k + w.cells() + row * w.hidden;
      int dh = k + w.slopes() + b * w.hidden;
      POINTWISE.addScaled(w.hidden, 1, dy, at, kept, dh);
      slope(w.hidden, kept, gates, before, aside, cells, dh, dh + w.state());
    } else {
      Arrays.fill(kept, gates, gates + w.wide, 0f);
      if (joined(w.hidden) < w.wide) {
        Arrays.fill(kept, aside, aside + w.hidden, 0f);
      }
    }
  }
}
