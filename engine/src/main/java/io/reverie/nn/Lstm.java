package io.reverie.nn;

import io.reverie.tensor.Rng;
import java.util.List;

/**
 * Long short-term memory (Hochreiter &amp; Schmidhuber 1997) over whole sequences.
 *
 * @param cells the neurons, layer by layer, forward before backward
 * @param form layers, directions, axes, dropout
 */
public record Lstm(List<LstmCell> cells, Form form) implements Recurrent {
  /** Checks that there is a cell a layer and direction; copies the list. */
  public Lstm {
    cells = List.copyOf(cells);
    form.requireCells(cells);
  }

  /** One layer over {@code [batch, time, in]}; starts as PyTorch's: even over ±1/√hidden. */
  public static Lstm of(int in, int hidden, Rng rng) {
    return of(in, hidden, Form.plain(), rng);
  }

  /** Layers of this form; starts as PyTorch's: even over ±1/√hidden. */
  public static Lstm of(int in, int hidden, Form form, Rng rng) {
    return new Lstm(
        Recurrent.cells(form, in, hidden, from -> LstmCell.of(from, hidden, form.biased(), rng)),
        form);
  }

  /**
   * Sets the forget gates' bias of all cells, as {@link LstmCell#forgetBias} does.
   *
   * @return this layer
   */
  public Lstm forgetBias(float bias) {
    cells.forEach(cell -> cell.forgetBias(bias));
    return this;
  }
}
