package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requirePositive;
import static io.reverie.optim.Bounds.requireShare;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Divides the gradient by the root of the running mean of its square (Tieleman &amp; Hinton 2012,
 * lecture 6e).
 *
 * <p>Defaults are PyTorch's: α = 0.99, ε = 1e−8, no momentum, not centred, no decay. Decay is added
 * to the gradient.
 */
public final class RmsProp extends Optimizer {
  private static final String SQUARE = "square_avg";
  private static final String MEAN = "grad_avg";
  private static final String BUFFER = "momentum_buffer";

  private Updates.RmsProp settings = new Updates.RmsProp(0.99f, 1e-8f, 0, false);
  private float[] square = {};
  private float[] mean = {};
  private float[] buffer = {};

  private RmsProp(Parameters parameters, float rate) {
    super(parameters, rate, 0, SQUARE, MEAN, BUFFER);
  }

  /** RMSprop with the defaults. */
  public static RmsProp of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** RMSprop with the defaults. */
  public static RmsProp of(Parameters parameters, float rate) {
    return new RmsProp(parameters, rate);
  }

  /** Sets the decay rate α of the running square, in [0, 1). */
  public RmsProp alpha(float alpha) {
    requireShare("alpha", alpha);
    return with(
        new Updates.RmsProp(alpha, settings.epsilon(), settings.momentum(), settings.centered()));
  }

  /** Sets ε, which keeps the denominator from 0; it must be positive. */
  public RmsProp epsilon(float epsilon) {
    requirePositive("epsilon", epsilon);
    return with(
        new Updates.RmsProp(settings.alpha(), epsilon, settings.momentum(), settings.centered()));
  }

  /** Sets the momentum μ, in [0, 1). */
  public RmsProp momentum(float momentum) {
    requireShare("momentum", momentum);
    return with(
        new Updates.RmsProp(settings.alpha(), settings.epsilon(), momentum, settings.centered()));
  }

  /** Divides by the running standard deviation in place of the root mean square (Graves 2013). */
  public RmsProp centered() {
    return with(
        new Updates.RmsProp(settings.alpha(), settings.epsilon(), settings.momentum(), true));
  }

  /** Sets the weight decay. */
  public RmsProp weightDecay(float decay) {
    decay(decay);
    return this;
  }

  private RmsProp with(Updates.RmsProp changed) {
    settings = changed;
    return this;
  }

  @Override
  protected void begin() {
    square = memory(SQUARE);
    if (settings.centered()) {
      mean = memory(MEAN);
    }
    if (settings.momentum() != 0) {
      buffer = memory(BUFFER);
    }
  }

  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    UPDATES.rmsprop(from, to, rate, decay, settings, values, gradients, square, mean, buffer);
  }
}
