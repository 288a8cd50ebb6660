package io.reverie.nn;

import io.reverie.tensor.Rng;
import java.util.List;

/**
 * Simple recurrent neurons (Elman 1990) over whole sequences.
 *
 * @param cells the neurons, layer by layer, forward before backward
 * @param form layers, directions, axes, dropout
 */
public record Rnn(List<RnnCell> cells, Form form) implements Recurrent {
  /** Checks that there is a cell a layer and direction; copies the list. */
  public Rnn {
    cells = List.copyOf(cells);
    form.requireCells(cells);
  }

  /** One layer over {@code [batch, time, in]}; starts as PyTorch's: even over ±1/√hidden. */
  public static Rnn of(int in, int hidden, Rng rng) {
    return of(in, hidden, Form.plain(), rng);
  }

  /** Layers of this form; starts as PyTorch's: even over ±1/√hidden. */
  public static Rnn of(int in, int hidden, Form form, Rng rng) {
    return new Rnn(
        Recurrent.cells(
            form, in, hidden, from -> RnnCell.of(from, hidden, form.biased(), false, rng)),
        form);
  }

  /** The same with the rectifier in place of tanh. */
  public static Rnn rectified(int in, int hidden, Form form, Rng rng) {
    return new Rnn(
        Recurrent.cells(
            form, in, hidden, from -> RnnCell.of(from, hidden, form.biased(), true, rng)),
        form);
  }
}
