package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requireShare;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Steps of equal size by the sign of a momentum (Chen et al. 2023, "Symbolic discovery of
 * optimization algorithms").
 *
 * <p>Remembers half of what Adam does. Its rate is usually three to ten times smaller than Adam's,
 * its decay, which is decoupled, as many times larger. Defaults: β = (0.9, 0.99), no decay.
 */
public final class Lion extends Optimizer {
  private static final String MEAN = "exp_avg";

  private float beta1 = 0.9f;
  private float beta2 = 0.99f;
  private float[] mean = {};

  private Lion(Parameters parameters, float rate) {
    super(parameters, rate, 0, MEAN);
  }

  /** Lion with the defaults. */
  public static Lion of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Lion with the defaults. */
  public static Lion of(Parameters parameters, float rate) {
    return new Lion(parameters, rate);
  }

  /** Sets how much of the momentum is in a step and how much of it is kept, both in [0, 1). */
  public Lion betas(float newBeta1, float newBeta2) {
    beta1 = requireShare("beta1", newBeta1);
    beta2 = requireShare("beta2", newBeta2);
    return this;
  }

  /** Sets the weight decay: each step shrinks weights by rate · decay. */
  public Lion weightDecay(float decay) {
    decay(decay);
    return this;
  }

  @Override
  protected void begin() {
    mean = memory(MEAN);
  }

  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    UPDATES.lion(from, to, rate, decay, beta1, beta2, values, gradients, mean);
  }
}
