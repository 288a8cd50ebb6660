package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;
import java.util.Arrays;

/**
 * Stochastic gradient descent: w −= rate · v, with v = μ·v + (1 − dampening)·g.
 *
 * <p>Momentum (Polyak 1964) and Nesterov's variant in PyTorch's form; weight decay is added to the
 * gradient.
 */
public final class Sgd extends Optimizer {
  private final Updates.Sgd settings;
  private final float[] velocity;

  private Sgd(Parameters parameters, float rate, Updates.Sgd settings) {
    super(parameters, rate);
    this.settings = settings;
    this.velocity = new float[settings.momentum() == 0 ? 0 : parameters.size()];
  }

  /** Plain gradient descent. */
  public static Sgd of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Plain gradient descent. */
  public static Sgd of(Parameters parameters, float rate) {
    return new Sgd(parameters, rate, new Updates.Sgd(0, 0, false, 0));
  }

  /** The same with momentum μ, 0 ≤ μ &lt; 1. */
  public Sgd momentum(float momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum " + momentum + ": 0 ≤ μ < 1 is needed");
    }
    return with(
        new Updates.Sgd(
            momentum, settings.dampening(), settings.nesterov(), settings.weightDecay()));
  }

  /** The same with dampening, 0 ≤ d ≤ 1; it needs momentum. */
  public Sgd dampening(float dampening) {
    requireMomentum("dampening");
    if (!(dampening >= 0 && dampening <= 1)) {
      throw new IllegalArgumentException("dampening " + dampening + ": 0 ≤ d ≤ 1 is needed");
    }
    return with(new Updates.Sgd(settings.momentum(), dampening, false, settings.weightDecay()));
  }

  /** The same with Nesterov's look ahead; it needs momentum. */
  public Sgd nesterov() {
    requireMomentum("nesterov");
    return with(new Updates.Sgd(settings.momentum(), 0, true, settings.weightDecay()));
  }

  /** The same with weight decay λ: λ·w is added to the gradient. */
  public Sgd weightDecay(float decay) {
    return with(
        new Updates.Sgd(settings.momentum(), settings.dampening(), settings.nesterov(), decay));
  }

  private void requireMomentum(String what) {
    if (settings.momentum() == 0) {
      throw new IllegalStateException(what + " does nothing without momentum: set that first");
    }
  }

  private Sgd with(Updates.Sgd changed) {
    return new Sgd(parameters(), rate(), changed);
  }

  @Override
  void update(int from, int to, float[] values, float[] gradients) {
    UPDATES.sgd(from, to, rate(), settings, steps() == 1, values, gradients, velocity);
  }

  @Override
  public void reset() {
    super.reset();
    // The first step multiplies the velocity by 0: after a run that diverged, that alone is NaN.
    Arrays.fill(velocity, 0f);
  }
}
