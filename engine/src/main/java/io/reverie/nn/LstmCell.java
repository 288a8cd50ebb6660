package io.reverie.nn;

import io.reverie.op.LstmLayer;
import io.reverie.op.Steps;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import java.util.Arrays;

/**
 * Long short-term memory (Hochreiter &amp; Schmidhuber 1997), gates in PyTorch's order i, f, g, o.
 *
 * @param weightIh {@code [4·hidden, in]}
 * @param weightHh {@code [4·hidden, hidden]}
 * @param biasIh {@code [4·hidden]}, or {@code null} for none
 * @param biasHh {@code [4·hidden]}, or {@code null} for none
 */
public record LstmCell(
    Parameter weightIh, Parameter weightHh, @Nullable Parameter biasIh, @Nullable Parameter biasHh)
    implements RecurrentCell {
  /** Neurons that start as PyTorch's do: everything even over ±1/√hidden. */
  public static LstmCell of(int in, int hidden, Rng rng) {
    return of(in, hidden, true, rng);
  }

  /** The same with or without biases. */
  public static LstmCell of(int in, int hidden, boolean biased, Rng rng) {
    Initializer start = Initializer.uniform((float) (1 / Math.sqrt(hidden)));
    return new LstmCell(
        start.parameter(rng, 4 * hidden, in),
        start.parameter(rng, 4 * hidden, hidden),
        biased ? start.parameter(rng, 4 * hidden) : null,
        biased ? start.parameter(rng, 4 * hidden) : null);
  }

  @Override
  public LstmLayer over(Steps steps) {
    return new LstmLayer(steps);
  }

  /**
   * Sets the forget gates' bias, so that memories last from the start: 1 is usual (Jozefowicz et
   * al. 2015). PyTorch adds two biases; the second becomes 0.
   *
   * @return this cell
   * @throws IllegalStateException if it has no biases
   */
  public LstmCell forgetBias(float bias) {
    if (biasIh == null || biasHh == null) {
      throw new IllegalStateException("forgetBias of an LstmCell without biases");
    }
    int n = hidden();
    Arrays.fill(biasIh.array(), biasIh.offset() + n, biasIh.offset() + 2 * n, bias);
    Arrays.fill(biasHh.array(), biasHh.offset() + n, biasHh.offset() + 2 * n, 0f);
    return this;
  }
}
