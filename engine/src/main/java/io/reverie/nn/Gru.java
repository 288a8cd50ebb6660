package io.reverie.nn;

import io.reverie.tensor.Rng;
import java.util.List;

/**
 * Gated recurrent units (Cho et al. 2014) over whole sequences.
 *
 * @param cells the neurons, layer by layer, forward before backward
 * @param form layers, directions, axes, dropout
 */
public record Gru(List<GruCell> cells, Form form) implements Recurrent {
  /** Checks that there is a cell a layer and direction; copies the list. */
  public Gru {
    cells = List.copyOf(cells);
    form.requireCells(cells);
  }

  /** One layer over {@code [batch, time, in]}; starts as PyTorch's: even over ±1/√hidden. */
  public static Gru of(int in, int hidden, Rng rng) {
    return of(in, hidden, Form.plain(), rng);
  }

  /** Layers of this form; starts as PyTorch's: even over ±1/√hidden. */
  public static Gru of(int in, int hidden, Form form, Rng rng) {
    return new Gru(
        Recurrent.cells(form, in, hidden, from -> GruCell.of(from, hidden, form.biased(), rng)),
        form);
  }
}
