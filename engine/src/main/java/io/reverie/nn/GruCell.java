package io.reverie.nn;

import io.reverie.op.GruLayer;
import io.reverie.op.Steps;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;

/**
 * Gated recurrent units (Cho et al. 2014), gates in PyTorch's order r, z, n, the state's bias of
 * the third within the reset product.
 *
 * @param weightIh {@code [3·hidden, in]}
 * @param weightHh {@code [3·hidden, hidden]}
 * @param biasIh {@code [3·hidden]}, or {@code null} for none
 * @param biasHh {@code [3·hidden]}, or {@code null} for none
 */
public record GruCell(
    Parameter weightIh, Parameter weightHh, @Nullable Parameter biasIh, @Nullable Parameter biasHh)
    implements RecurrentCell {
  /** Neurons that start as PyTorch's do: everything even over ±1/√hidden. */
  public static GruCell of(int in, int hidden, Rng rng) {
    return of(in, hidden, true, rng);
  }

  /** The same with or without biases. */
  public static GruCell of(int in, int hidden, boolean biased, Rng rng) {
    Initializer start = Initializer.uniform((float) (1 / Math.sqrt(hidden)));
    return new GruCell(
        start.parameter(rng, 3 * hidden, in),
        start.parameter(rng, 3 * hidden, hidden),
        biased ? start.parameter(rng, 3 * hidden) : null,
        biased ? start.parameter(rng, 3 * hidden) : null);
  }

  @Override
  public GruLayer over(Steps steps) {
    return new GruLayer(steps);
  }
}
