package io.reverie.nn;

import io.reverie.op.Steps;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntFunction;

/**
 * Recurrent neurons over whole sequences: stacked, in one direction or both.
 *
 * <p>Layer l reads what layer l − 1 wrote; with two directions a layer writes the features of the
 * forward walk and then those of the backward one. Parameters are named as PyTorch names them:
 * {@code weight_ih_l0}, {@code bias_hh_l1_reverse}.
 */
public sealed interface Recurrent extends Layer permits Rnn, Lstm, Gru {
  /**
   * What a recurrent layer looks like besides its neurons.
   *
   * @param layers how many layers there are, at least 1
   * @param bidirectional whether each layer also walks from the end to the start
   * @param batchFirst whether sequences are {@code [batch, time, features]} rather than {@code
   *     [time, batch, features]}
   * @param biased whether neurons have biases
   * @param dropout the probability of silence between layers while training, 0 ≤ p &lt; 1
   */
  record Form(
      int layers, boolean bidirectional, boolean batchFirst, boolean biased, float dropout) {
    /** Checks the number of layers and the probability. */
    public Form {
      if (layers < 1) {
        throw new IllegalArgumentException("a recurrent layer of " + layers + " layers: 1 or more");
      }
      if (!(dropout >= 0 && dropout < 1)) {
        throw new IllegalArgumentException(
            "a recurrent layer with dropout p = " + dropout + ": 0 ≤ p < 1 is needed");
      }
    }

    /** One layer, forward only, {@code [batch, time, features]}, with biases. */
    public static Form plain() {
      return stacked(1);
    }

    /** This many layers, forward only, {@code [batch, time, features]}, with biases. */
    public static Form stacked(int layers) {
      return new Form(layers, false, true, true, 0);
    }

    /** The same in both directions. */
    public Form inBothDirections() {
      return new Form(layers, true, batchFirst, biased, dropout);
    }

    /** The same over {@code [time, batch, features]}, PyTorch's default. */
    public Form timeFirst() {
      return new Form(layers, bidirectional, false, biased, dropout);
    }

    /** The same without biases. */
    public Form withoutBias() {
      return new Form(layers, bidirectional, batchFirst, false, dropout);
    }

    /** The same with dropout between layers. */
    public Form withDropout(float p) {
      return new Form(layers, bidirectional, batchFirst, biased, p);
    }

    int directions() {
      return bidirectional ? 2 : 1;
    }

    /** The features that the cells of layer l read. */
    int width(int layer, int in, int hidden) {
      return layer == 0 ? in : hidden * directions();
    }

    /** Throws unless there is a cell a layer and direction. */
    void requireCells(List<? extends RecurrentCell> cells) {
      if (cells.size() != layers * directions()) {
        throw new IllegalArgumentException(
            "%d cells for %d layers of %d directions: one a layer and direction is needed"
                .formatted(cells.size(), layers, directions()));
      }
    }
  }

  /**
   * What came of a sequence.
   *
   * @param y the last layer's output at every step, {@code [batch, time, directions·hidden]} or
   *     with the first two axes exchanged
   * @param states the states after the last step, {@code [layers·directions, batch, hidden]}: the
   *     hidden states, then, of an LSTM, the cells. To go on with the sequence, hand them back
   */
  record Result(Tensor y, List<Tensor> states) {
    /** The hidden states after the last step. */
    public Tensor h() {
      return states.getFirst();
    }

    /**
     * The cells after the last step of an LSTM.
     *
     * @throws IllegalStateException if it was none
     */
    public Tensor c() {
      if (states.size() < 2) {
        throw new IllegalStateException("only an Lstm has cells besides its hidden state");
      }
      return states.get(1);
    }

    /** The states as {@code run} takes them. */
    public Tensor[] next() {
      return states.toArray(Tensor[]::new);
    }
  }

  /** The cells, layer by layer, forward before backward. */
  List<? extends RecurrentCell> cells();

  /** Layers, directions, axes, dropout. */
  Form form();

  /** The last layer's output at every step, from a state of 0. */
  @Override
  default Tensor forward(Tensor x) {
    return run(x).y();
  }

  /** Outputs and last states of sequences that start from these states, or from 0 without. */
  default Result run(Tensor x, Tensor... states) {
    return RecurrentStack.run(this, x, new Steps(form().batchFirst(), false, null), states);
  }

  /**
   * The same for samples that are not equally long: sample b ends after {@code lengths[b]} steps.
   * Beyond, outputs are 0 and states stand still; the backward walk begins at each sample's end.
   */
  default Result run(Tensor x, int[] lengths, Tensor... states) {
    Steps steps = new Steps(form().batchFirst(), false, lengths.clone());
    return RecurrentStack.run(this, x, steps, states);
  }

  /** The cells' parameters under PyTorch's names. */
  @Override
  default SequencedMap<String, Object> parts() {
    SequencedMap<String, Object> parts = new LinkedHashMap<>();
    int directions = form().directions();
    List<? extends RecurrentCell> cells = cells();
    for (int i = 0; i < cells.size(); i++) {
      String suffix = "_l" + i / directions + (i % directions == 1 ? "_reverse" : "");
      cells
          .get(i)
          .parts()
          .forEach((name, part) -> {
            if (part instanceof Tensor) {
              parts.put(name + suffix, part);
            }
          });
    }
    return parts;
  }

  /** One cell a layer and direction, made from the features that it reads. */
  static <C extends RecurrentCell> List<C> cells(
      Form form, int in, int hidden, IntFunction<C> make) {
    List<C> cells = new ArrayList<>();
    for (int i = 0; i < form.layers() * form.directions(); i++) {
      cells.add(make.apply(form.width(i / form.directions(), in, hidden)));
    }
    return cells;
  }
}
