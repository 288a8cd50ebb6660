package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.MOVES;
import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
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
 * with the state and one pass of a fused cell. The way back walks the steps in reverse and leaves
 * the weights' gradients to one product over all steps (Werbos 1990, "Backpropagation through
 * time").
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
    float[] kept = node.kept();
    int k = node.keptOffset();
    float[] y = node.output().array();
    int h = node.output().offset() + w.rows * w.hidden;
    project(w, kept, k);
    float[] columns = columns(w);
    for (int s = 0; s < states(); s++) {
      int at = h + s * w.state();
      if (w.started) {
        Tensor start = node.input(w.start + s);
        System.arraycopy(start.array(), start.offset(), y, at, w.state());
      } else {
        Arrays.fill(y, at, at + w.state(), 0f);
      }
    }
    for (int i = 0; i < w.time; i++) {
      int t = steps().reverse() ? w.time - 1 - i : i;
      int first = w.row(0, t);
      if (i > 0 || w.started) {
        addStates(w, kept, k, y, h, first, columns);
      }
      Parallel.chunks(
          w.batch,
          grain(w),
          (from, to) -> {
            for (int b = from; b < to; b++) {
              int row = first + b * w.apart;
              stepOne(w, node, b, t, row);
            }
          });
    }
  }

  /** Samples a thread takes at a time. */
  private static int grain(Walk w) {
    return Math.max(1, (1 << 13) / Math.max(1, w.hidden));
  }

  /** Gates = X·Wᵀ + biases, for all steps at once. */
  private void project(Walk w, float[] kept, int k) {
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
          w.x.array(),
          w.x.offset(),
          w.in,
          w.weightIn.array(),
          w.weightIn.offset(),
          w.in,
          kept,
          bias,
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
        w.x.array(),
        w.x.offset(),
        w.in,
        w.weightIn.array(),
        w.weightIn.offset(),
        w.in,
        false,
        kept,
        k + w.gates(),
        w.wide);
  }

  /** How far apart the rows of Wᵀ are: such that they do not share their places in caches. */
  private static int line(Walk w) {
    return w.wide + 16;
  }

  /** Wᵀ, which the product of every step would otherwise have to make anew. */
  private static float[] columns(Walk w) {
    float[] turned = Scratch.STATES.floats(w.hidden * line(w));
    Tensor from = w.weightHidden;
    MOVES.transpose(w.wide, w.hidden, from.array(), from.offset(), w.hidden, turned, 0, line(w));
    return turned;
  }

  /** Gates += H·Wᵀ for one step, whose rows start at {@code first}. */
  private void addStates(
      Walk w, float[] kept, int k, float[] y, int h, int first, float[] columns) {
    int joined = joined(w.hidden);
    int to = k + w.gates() + first * w.wide;
    addStates(w, y, h, columns, 0, joined, kept, to, w.apart * w.wide);
    if (joined < w.wide) {
      to = k + w.aside() + first * w.hidden;
      addStates(w, y, h, columns, joined, w.hidden, kept, to, w.apart * w.hidden);
    }
  }

  private static void addStates(
      Walk w, float[] y, int h, float[] columns, int from, int n, float[] kept, int to, int apart) {
    GEMM.multiply(
        false, false, w.batch, n, w.hidden, y, h, w.hidden, columns, from, line(w), true, kept, to,
        apart);
  }

  private void stepOne(Walk w, Node node, int b, int t, int row) {
    float[] kept = node.kept();
    int k = node.keptOffset();
    float[] y = node.output().array();
    int yo = node.output().offset();
    int h = yo + w.rows * w.hidden + b * w.hidden;
    System.arraycopy(y, h, kept, k + w.before() + row * w.hidden, w.hidden);
    if (states() > 1) {
      System.arraycopy(y, h + w.state(), kept, k + w.cells() + row * w.hidden, w.hidden);
    }
    int to = yo + row * w.hidden;
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
    for (int i = w.time - 1; i >= 0; i--) {
      int t = steps().reverse() ? w.time - 1 - i : i;
      int first = w.row(0, t);
      Parallel.chunks(
          w.batch,
          grain(w),
          (from, to) -> {
            for (int b = from; b < to; b++) {
              int row = first + b * w.apart;
              slopeOne(w, node, b, t, row, dy, dyo + row * w.hidden);
            }
          });
      if (i > 0 || startWanted) {
        addSlopes(w, kept, k, first);
      }
    }
    RecurrenceGradients.add(this, w, node);
    for (int s = 0; w.started && s < states(); s++) {
      if (node.wants(w.start + s)) {
        Tensor start = node.inputGradient(w.start + s);
        int at = slopes + s * w.state();
        POINTWISE.addScaled(w.state(), 1, kept, at, start.array(), start.offset());
      }
    }
  }

  private boolean wantsStart(Node node, Walk w) {
    return node.wants(w.start) || states() > 1 && node.wants(w.start + 1);
  }

  private void slopeOne(Walk w, Node node, int b, int t, int row, float[] dy, int at) {
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

  /** dH += slopes at the gates · W for one step. */
  private void addSlopes(Walk w, float[] kept, int k, int first) {
    int joined = joined(w.hidden);
    float[] weight = w.weightHidden.array();
    int from = w.weightHidden.offset();
    GEMM.multiply(
        false,
        false,
        w.batch,
        w.hidden,
        joined,
        kept,
        k + w.gates() + first * w.wide,
        w.apart * w.wide,
        weight,
        from,
        w.hidden,
        true,
        kept,
        k + w.slopes(),
        w.hidden);
    if (joined < w.wide) {
      GEMM.multiply(
          false,
          false,
          w.batch,
          w.hidden,
          w.hidden,
          kept,
          k + w.aside() + first * w.hidden,
          w.apart * w.hidden,
          weight,
          from + joined * w.hidden,
          w.hidden,
          true,
          kept,
          k + w.slopes(),
          w.hidden);
    }
  }
}
