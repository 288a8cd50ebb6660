package io.reverie.nn;

import io.reverie.op.RnnLayer;
import io.reverie.op.Steps;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;

/**
 * Simple recurrent neurons (Elman 1990): h′ = tanh(x·Wᵢᵀ + bᵢ + h·Wₕᵀ + bₕ), or with the rectifier
 * in place of tanh.
 *
 * @param weightIh {@code [hidden, in]}
 * @param weightHh {@code [hidden, hidden]}
 * @param biasIh {@code [hidden]}, or {@code null} for none
 * @param biasHh {@code [hidden]}, or {@code null} for none
 * @param rectify whether the rectifier stands in place of tanh
 */
public record RnnCell(
    Parameter weightIh,
    Parameter weightHh,
    @Nullable Parameter biasIh,
    @Nullable Parameter biasHh,
    boolean rectify)
    implements RecurrentCell {
  /** Neurons that start as PyTorch's do: everything even over ±1/√hidden. */
  public static RnnCell of(int in, int hidden, Rng rng) {
    return of(in, hidden, true, false, rng);
  }

  /** The same with or without biases. */
  public static RnnCell of(int in, int hidden, boolean biased, boolean rectify, Rng rng) {
    Initializer start = Initializer.uniform((float) (1 / Math.sqrt(hidden)));
    return new RnnCell(
        start.parameter(rng, hidden, in),
        start.parameter(rng, hidden, hidden),
        biased ? start.parameter(rng, hidden) : null,
        biased ? start.parameter(rng, hidden) : null,
        rectify);
  }

  @Override
  public RnnLayer over(Steps steps) {
    return new RnnLayer(steps, rectify);
  }
}
