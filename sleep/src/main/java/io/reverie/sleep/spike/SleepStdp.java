package io.reverie.sleep.spike;

/**
 * The plasticity of sleep replay consolidation (Tadros et al. 2022): when a neuron spikes, synapses
 * that carried a spike in the same step grow by {@code increase·g(w)}, all others shrink by {@code
 * decrease·g(w)}.
 *
 * <p>{@code g(w) = 2·(1 − σ(w/width))}: 1 at weight 0, almost 2 below, almost 0 above. With the
 * published width of 0.001 nothing above 0.01 moves at all, and what is below 0 moves without end:
 * inhibition is what this rule learns. The paper speaks of a weight-dependent factor; this is the
 * one in its code.
 *
 * <p>It looks at spikes of one step, not at pairs in time as {@link io.reverie.neuron.Stdp} does,
 * and knows no bounds.
 *
 * @param increase 0 or more
 * @param decrease 0 or more
 * @param width above 0
 */
public record SleepStdp(double increase, double decrease, double width) implements Plasticity {
  /** Beyond ±LIMIT widths g is 0 or 2 in single precision, for all that a weight can tell. */
  private static final float LIMIT = 30;

  /** Checks the ranges. */
  public SleepStdp {
    if (!(increase >= 0 && decrease >= 0 && width > 0)) {
      throw new IllegalArgumentException(
          "increase %s, decrease %s: 0 or more; width %s: above 0"
              .formatted(increase, decrease, width));
    }
  }

  /** g(w), exactly. */
  public double gate(double w) {
    return 2 * (1 - 1 / (1 + Math.exp(-w / width)));
  }

  @Override
  public void spiked(float[] weights, int from, int size, int[] spiking, int count) {
    // Those that carried a spike change first, and are put back after all have shrunk: the loop
    // over the row has no branch, and runs in vectors.
    float[] grown = new float[count];
    for (int k = 0; k < count; k++) {
      float w = weights[from + spiking[k]];
      grown[k] = w + (float) increase * gate(w, 1 / (float) width);
    }
    shrink(weights, from, from + size, (float) decrease, 1 / (float) width);
    for (int k = 0; k < count; k++) {
      weights[from + spiking[k]] = grown[k];
    }
  }

  private static void shrink(float[] weights, int from, int to, float decrease, float slope) {
    for (int i = from; i < to; i++) {
      weights[i] -= decrease * gate(weights[i], slope);
    }
  }

  /**
   * 2 / (1 + e^x) with x = w·slope: e^x as the 64th power of a polynomial, right to 10⁻⁵ of itself,
   * because additions and products run in vectors where {@code Math.exp} does not.
   */
  static float gate(float w, float slope) {
    float x = Math.max(-LIMIT, Math.min(LIMIT, w * slope)) * (1 / 64f);
    float e = 1 / 5040f;
    e = e * x + 1 / 720f;
    e = e * x + 1 / 120f;
    e = e * x + 1 / 24f;
    e = e * x + 1 / 6f;
    e = e * x + 0.5f;
    e = e * x + 1;
    e = e * x + 1;
    e = e * e;
    e = e * e;
    e = e * e;
    e = e * e;
    e = e * e;
    e = e * e;
    return 2 / (1 + e);
  }
}
