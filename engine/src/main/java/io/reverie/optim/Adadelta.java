package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requirePositive;
import static io.reverie.optim.Bounds.requireShare;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Steps in units of earlier steps: the gradient times the root mean square of the steps over that
 * of the gradients (Zeiler 2012).
 *
 * <p>Defaults are PyTorch's: ρ = 0.9, ε = 1e−6, no decay; the usual rate is 1. Decay is added to
 * the gradient.
 */
public final class Adadelta extends Optimizer {
  private static final String SQUARE = "square_avg";
  private static final String STEPS = "acc_delta";

  private float rho = 0.9f;
  private float epsilon = 1e-6f;
  private float[] square = {};
  private float[] stepSquare = {};

  private Adadelta(Parameters parameters, float rate) {
    super(parameters, rate, 0, SQUARE, STEPS);
  }

  /** Adadelta with the defaults. */
  public static Adadelta of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Adadelta with the defaults. */
  public static Adadelta of(Parameters parameters, float rate) {
    return new Adadelta(parameters, rate);
  }

  /** Sets the decay rate ρ of both running squares, in [0, 1). */
  public Adadelta rho(float newRho) {
    rho = requireShare("rho", newRho);
    return this;
  }

  /** Sets ε, which gets the first steps going; it must be positive. */
  public Adadelta epsilon(float newEpsilon) {
    epsilon = requirePositive("epsilon", newEpsilon);
    return this;
  }

  /** Sets the weight decay. */
  public Adadelta weightDecay(float decay) {
    decay(decay);
    return this;
  }

  @Override
  protected void begin() {
    square = memory(SQUARE);
    stepSquare = memory(STEPS);
  }

  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    UPDATES.adadelta(from, to, rate, decay, rho, epsilon, values, gradients, square, stepSquare);
  }
}
