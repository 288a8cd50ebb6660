package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;

/**
 * The sizes of one {@link Recurrence}, and where everything of it lies.
 *
 * <p>What is kept lies step by step, in rows {@code row(sample, step)}, whichever axis comes first
 * outside: the samples of one step then are neighbours, all steps together are one matrix, and no
 * product has rows so far apart that they drive each other out of the caches. Inputs that come
 * sample by sample are kept once more in this order.
 */
final class Walk {
  /** Samples that walk together, which keeps the tiles of a product busy. */
  private static final int TOGETHER = 16;

  /** Less than so many multiplications are not worth a second thread. */
  private static final long LEAST_WORK = 1 << 19;

  final int time;
  final int batch;
  final int in;
  final int hidden;

  /** Columns of the gates' matrix. */
  final int wide;

  final int rows;
  final Tensor x;
  final Tensor weightIn;
  final Tensor weightHidden;
  final @Nullable Tensor biasIn;
  final @Nullable Tensor biasHidden;
  final boolean started;

  /** Which input is the first of the starting states. */
  final int start;

  /** Whether the inputs come step by step, or are in that order anyhow. */
  final boolean inOrder;

  private final boolean batchFirst;
  private final boolean gated;
  private final boolean celled;

  Walk(Recurrence op, Node node) {
    batchFirst = op.steps().batchFirst();
    gated = op.gates() > 1;
    celled = op.states() > 1;
    x = node.input(0);
    weightIn = node.input(1);
    weightHidden = node.input(2);
    boolean biased = node.inputs() > 3 && node.input(3).shape().rank() == 1;
    biasIn = biased ? node.input(3) : null;
    biasHidden = biased ? node.input(4) : null;
    start = biased ? 5 : 3;
    started = node.inputs() > start;
    time = x.dim(batchFirst ? 1 : 0);
    batch = x.dim(batchFirst ? 0 : 1);
    in = x.dim(2);
    hidden = weightHidden.dim(1);
    wide = op.gates() * hidden;
    rows = time * batch;
    inOrder = !batchFirst || time == 1 || batch == 1;
  }

  /** Where a step of a sample stands among what is kept. */
  int row(int sample, int step) {
    return step * batch + sample;
  }

  /** Where it stands among the inputs and the outputs. */
  int outerRow(int sample, int step) {
    return batchFirst ? sample * time + step : step * batch + sample;
  }

  /**
   * How many samples walk together. A sample needs nothing of the others, so that threads do not
   * meet before the end; as many as a tile has rows use the weights that pass by.
   */
  int grain() {
    int even = Math.ceilDiv(batch, Math.max(1, Math.ceilDiv(batch, TOGETHER)));
    long work = Math.max(1, (long) time * wide * hidden);
    return (int) Math.max(Math.max(1, even), Math.min(batch, LEAST_WORK / work));
  }

  /** Numbers of one state of all samples. */
  int state() {
    return batch * hidden;
  }

  /** Where the kept gates start, relative to what is kept. The states before each step follow. */
  int gates() {
    return 0;
  }

  /** The hidden states before each step. */
  int before() {
    return rows * wide;
  }

  /** LSTM: tanh of the cells after each step; GRU: what the states send to the third gate. */
  int aside() {
    return before() + rows * hidden;
  }

  /** LSTM: the cells before each step. */
  int cells() {
    return aside() + (gated ? rows * hidden : 0);
  }

  /** A row for the biases' sum. */
  int bias() {
    return cells() + (celled ? rows * hidden : 0);
  }

  /** The slopes at the states while walking back: hidden states, then cells. */
  int slopes() {
    return bias() + wide;
  }

  /** The inputs step by step, where they come otherwise. */
  private int inputs() {
    return slopes() + 2 * state();
  }

  int kept() {
    return inputs() + (inOrder ? 0 : rows * in);
  }

  /** The array in which the inputs lie step by step. */
  float[] stepwise(Node node) {
    return inOrder ? x.array() : node.kept();
  }

  /** Where in {@link #stepwise} they begin. */
  int stepwiseAt(Node node) {
    return inOrder ? x.offset() : node.keptOffset() + inputs();
  }

  /** Brings inputs that come sample by sample in order. */
  void gather(Node node) {
    if (inOrder) {
      return;
    }
    float[] from = x.array();
    float[] to = node.kept();
    int at = stepwiseAt(node);
    Parallel.chunks(
        batch,
        samplesOf(in),
        (first, end) -> {
          for (int b = first; b < end; b++) {
            for (int t = 0; t < time; t++) {
              int place = x.offset() + outerRow(b, t) * in;
              System.arraycopy(from, place, to, at + row(b, t) * in, in);
            }
          }
        });
  }

  /** The way back of {@link #gather}: adds what lies in their place to the inputs' slopes. */
  void addScattered(Node node, Tensor dx) {
    float[] from = node.kept();
    float[] to = dx.array();
    int at = stepwiseAt(node);
    Parallel.chunks(
        batch,
        samplesOf(in),
        (first, end) -> {
          for (int b = first; b < end; b++) {
            for (int t = 0; t < time; t++) {
              int place = dx.offset() + outerRow(b, t) * in;
              POINTWISE.addScaled(in, 1, from, at + row(b, t) * in, to, place);
            }
          }
        });
  }

  /** Samples in a piece of a pass over rows of so many numbers. */
  private int samplesOf(int numbers) {
    return (int) Math.max(1, Unary.GRAIN / Math.max(1, (long) time * numbers));
  }
}
