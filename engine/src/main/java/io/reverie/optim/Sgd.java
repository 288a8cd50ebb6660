package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requireShare;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Stochastic gradient descent: w −= rate · v, with v = μ·v + (1 − dampening)·g.
 *
 * <p>Momentum (Polyak 1964) and Nesterov's variant in PyTorch's form; weight decay is added to the
 * gradient.
 */
public final class Sgd extends Optimizer {
  private static final String VELOCITY = "momentum_buffer";

  private Updates.Sgd settings = new Updates.Sgd(0, 0, false);
  private float[] velocity = {};

  private Sgd(Parameters parameters, float rate) {
    super(parameters, rate, 0, VELOCITY);
  }

  /** Plain gradient descent. */
  public static Sgd of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Plain gradient descent. */
  public static Sgd of(Parameters parameters, float rate) {
    return new Sgd(parameters, rate);
  }

  /** Sets the momentum μ, 0 ≤ μ &lt; 1. */
  public Sgd momentum(float momentum) {
    requireShare("momentum", momentum);
    settings = new Updates.Sgd(momentum, settings.dampening(), settings.nesterov());
    return this;
  }

  /** Sets dampening, 0 ≤ d ≤ 1; it needs momentum. */
  public Sgd dampening(float dampening) {
    requireMomentum("dampening");
    if (!(dampening >= 0 && dampening <= 1)) {
      throw new IllegalArgumentException("dampening " + dampening + ": 0 ≤ d ≤ 1 is needed");
    }
    settings = new Updates.Sgd(settings.momentum(), dampening, false);
    return this;
  }

  /** Looks ahead as Nesterov's method does, without dampening; it needs momentum. */
  public Sgd nesterov() {
    requireMomentum("nesterov");
    settings = new Updates.Sgd(settings.momentum(), 0, true);
    return this;
  }

  /** Sets the weight decay λ: λ·w is added to the gradient. */
  public Sgd weightDecay(float decay) {
    decay(decay);
    return this;
  }

  private void requireMomentum(String what) {
    if (settings.momentum() == 0) {
      throw new IllegalStateException(what + " does nothing without momentum: set that first");
    }
  }

  @Override
  protected void begin() {
    // Plain descent remembers nothing: no array for it.
    if (settings.momentum() != 0) {
      velocity = memory(VELOCITY);
    }
  }

  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    boolean first = steps() == 1;
    UPDATES.sgd(from, to, rate, decay, settings, first, values, gradients, velocity);
  }
}
