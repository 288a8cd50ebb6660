package io.reverie.optim;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Adam that steps by the mean alone until the running square has seen enough, and carefully at
 * first thereafter (Liu et al. 2020, "On the variance of the adaptive learning rate and beyond").
 *
 * <p>Defaults are PyTorch's: β = (0.9, 0.999), ε = 1e−8, no decay. Decay is added to the gradient
 * unless {@link #decoupled}.
 */
public final class RAdam extends Moments<RAdam> {
  private RAdam(Parameters parameters, float rate) {
    super(parameters, rate, 0, 1e-8f, false, MEAN, SQUARE);
  }

  /** RAdam with the defaults. */
  public static RAdam of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** RAdam with the defaults. */
  public static RAdam of(Parameters parameters, float rate) {
    return new RAdam(parameters, rate);
  }

  /** Shrinks weights by rate · decay each step, as {@link AdamW} does. */
  public RAdam decoupled() {
    decouple();
    return this;
  }

  @Override
  RAdam self() {
    return this;
  }

  @Override
  Updates.Moments now() {
    double most = 2 / (1 - (double) beta2()) - 1;
    double seen = most - 2 * steps() * Math.pow(beta2(), steps()) / correction2();
    double stride = 1 / correction1();
    if (seen > 5) {
      double care = Math.sqrt((seen - 4) * (seen - 2) * most / ((most - 4) * (most - 2) * seen));
      return settings(stride * care * Math.sqrt(correction2()), 0, 1, epsilon());
    }
    // A denominator of 0·√v + 1: the plain mean.
    return settings(stride, 0, 0, 1);
  }
}
