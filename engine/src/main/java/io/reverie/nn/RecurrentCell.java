package io.reverie.nn;

import io.reverie.op.Recurrence;
import io.reverie.op.Steps;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent neurons: their weights, and one step of them.
 *
 * <p>A cell used by itself takes {@code [batch, in]} a step; {@link Recurrent} layers walk stacks
 * of cells over whole sequences.
 */
public sealed interface RecurrentCell extends Layer permits RnnCell, LstmCell, GruCell {
  /** {@code [gates·hidden, in]}. */
  Parameter weightIh();

  /** {@code [gates·hidden, hidden]}. */
  Parameter weightHh();

  /** {@code [gates·hidden]}, or {@code null}. */
  @Nullable
  Parameter biasIh();

  /** {@code [gates·hidden]}, or {@code null}. */
  @Nullable
  Parameter biasHh();

  /** The op that walks these neurons over sequences. */
  Recurrence over(Steps steps);

  /** How many neurons there are. */
  default int hidden() {
    return weightHh().dim(1);
  }

  /**
   * One step from this state.
   *
   * @param x {@code [batch, in]}
   * @param state the state before, as a step returned it, or nothing to start from 0
   * @return the state after: the hidden state {@code [batch, hidden]}, then, of an LSTM, the cells
   */
  default List<Tensor> step(Tensor x, Tensor... state) {
    if (x.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "a step of %s with %s: it takes [batch, in]; sequences are for the layers Rnn, Lstm, Gru"
              .formatted(getClass().getSimpleName(), x.shape()));
    }
    Tensor one = x.reshape(x.dim(0), 1, x.dim(1));
    List<Tensor> all = walk(one, Steps.forward(), state);
    return all.subList(1, all.size());
  }

  /** The hidden state after one step from 0. */
  @Override
  default Tensor forward(Tensor x) {
    return step(x).getFirst();
  }

  /** The outputs of all steps of sequences, then the last states. */
  default List<Tensor> walk(Tensor x, Steps steps, Tensor... state) {
    Recurrence op = over(steps);
    List<Tensor> inputs = new ArrayList<>(List.of(x, weightIh(), weightHh()));
    Parameter in = biasIh();
    Parameter states = biasHh();
    if (in != null && states != null) {
      inputs.add(in);
      inputs.add(states);
    }
    inputs.addAll(List.of(state));
    Tensor packed = Tensor.apply(op, inputs.toArray(Tensor[]::new));
    Shape y = x.shape().with(2, hidden());
    Shape h = Shape.of(x.dim(steps.batchFirst() ? 0 : 1), hidden());
    List<Tensor> all = new ArrayList<>();
    all.add(packed.window(0, y));
    for (int s = 0; s < op.states(); s++) {
      all.add(packed.window(y.size() + s * h.size(), h));
    }
    return all;
  }
}
