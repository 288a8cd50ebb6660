package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requirePositive;
import static io.reverie.optim.Bounds.requireSize;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;
import java.util.Arrays;

/**
 * Divides the gradient by the root of the sum of all its squares so far (Duchi, Hazan &amp; Singer
 * 2011): rare features keep large steps.
 *
 * <p>Defaults are PyTorch's: ε = 1e−10, the sum starts at 0, no decay. Decay is added to the
 * gradient.
 */
public final class Adagrad extends Optimizer {
  private static final String SUM = "sum";

  private float epsilon = 1e-10f;
  private double rateDecay;
  private float start;
  private float slowing = 1;
  private float[] sum = {};

  private Adagrad(Parameters parameters, float rate) {
    super(parameters, rate, 0, SUM);
  }

  /** Adagrad with the defaults. */
  public static Adagrad of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Adagrad with the defaults. */
  public static Adagrad of(Parameters parameters, float rate) {
    return new Adagrad(parameters, rate);
  }

  /** Sets ε, which keeps the denominator from 0; it must be positive. */
  public Adagrad epsilon(float newEpsilon) {
    epsilon = requirePositive("epsilon", newEpsilon);
    return this;
  }

  /** Divides the rate of step t by 1 + (t − 1)·decay. */
  public Adagrad rateDecay(float decay) {
    rateDecay = requireSize("rate decay", decay);
    return this;
  }

  /** Sets what the sum of squares starts at, 0 or more; before the first step. */
  public Adagrad start(float sumOfSquares) {
    start = requireSize("first sum of squares", sumOfSquares);
    return this;
  }

  /** Sets the weight decay. */
  public Adagrad weightDecay(float decay) {
    decay(decay);
    return this;
  }

  @Override
  protected void begin() {
    slowing = (float) (1 / (1 + (steps() - 1) * rateDecay));
    sum = memory(SUM);
    if (steps() == 1) {
      Arrays.fill(sum, start);
    }
  }

  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    UPDATES.adagrad(from, to, rate * slowing, decay, epsilon, values, gradients, sum);
  }
}
