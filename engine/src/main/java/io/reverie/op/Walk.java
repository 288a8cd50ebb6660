package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;

/**
 * The sizes of one {@link Recurrence}, and where everything of it lies.
 *
 * <p>Row {@code row(sample, step)} of the gates, of the output and of what is kept belongs to that
 * row of the input, so that all steps together are one matrix, whichever axis comes first.
 */
final class Walk {
  final int time;
  final int batch;
  final int in;
  final int hidden;

  /** Columns of the gates' matrix. */
  final int wide;

  final int rows;

  /** How many rows two samples of the same step are apart. */
  final int apart;

  final Tensor x;
  final Tensor weightIn;
  final Tensor weightHidden;
  final @Nullable Tensor biasIn;
  final @Nullable Tensor biasHidden;
  final boolean started;

  /** Which input is the first of the starting states. */
  final int start;

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
    apart = batchFirst ? time : 1;
  }

  int row(int sample, int step) {
    return batchFirst ? sample * time + step : step * batch + sample;
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

  int kept() {
    return slopes() + 2 * state();
  }
}
