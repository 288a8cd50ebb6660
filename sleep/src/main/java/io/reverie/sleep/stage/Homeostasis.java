package io.reverie.sleep.stage;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;

/**
 * Scales synapses back after a day of growing (Tononi &amp; Cirelli 2014, synaptic homeostasis).
 *
 * <p>{@code W ← β·W / (1 + α‖W‖)} multiplies a whole tensor by one number; left to itself it either
 * drives the weights to zero (β ≤ 1) or to the norm (β − 1)/α. So the target norm n* is what is
 * chosen, and with strength κ: β = 1 + κ, α = κ/n*. Norms above the target shrink, norms below
 * grow, and κ says how fast: 0 does nothing.
 *
 * <p>It keeps the order and the ratios of a tensor's weights; that it spares strong synapses, as
 * biology does, is not claimed here.
 */
@FunctionalInterface
public interface Homeostasis {
  /** Scales the weights, given those at bedtime. */
  void scale(Parameters parameters, float[] bedtime);

  /** No scaling. */
  static Homeostasis none() {
    return (parameters, bedtime) -> {};
  }

  /**
   * Draws the norm of every weight tensor (biases are left alone) towards {@code ratio} times its
   * norm at bedtime, with strength κ.
   *
   * @throws IllegalArgumentException if the ratio is not positive or κ is negative
   */
  static Homeostasis towardsBedtime(float ratio, float strength) {
    if (!(ratio > 0) || !(strength >= 0)) {
      throw new IllegalArgumentException(
          "homeostasis to %s of the norm with strength %s: a positive ratio and a strength of 0 or"
                  .formatted(ratio, strength)
              + " more are needed");
    }
    return (parameters, bedtime) -> {
      int place = 0;
      for (Parameter weight : parameters.named().values()) {
        if (weight.shape().rank() > 1) {
          double target = ratio * norm(bedtime, place, weight.size());
          double norm = norm(weight.array(), weight.offset(), weight.size());
          if (target > 0) {
            float factor = (float) ((1.0 + strength) / (1.0 + strength * norm / target));
            for (int i = 0; i < weight.size(); i++) {
              weight.array()[weight.offset() + i] *= factor;
            }
          }
        }
        place += weight.size();
      }
    };
  }

  private static double norm(float[] values, int from, int n) {
    double squares = 0;
    for (int i = from; i < from + n; i++) {
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(squares);
  }
}
