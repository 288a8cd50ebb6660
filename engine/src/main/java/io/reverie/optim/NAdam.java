package io.reverie.optim;

import static io.reverie.optim.Bounds.requireSize;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Adam with Nesterov's look ahead (Dozat 2016).
 *
 * <p>The momentum of step t is μₜ = β₁·(1 − ½·0.96^(t·ψ)). Defaults are PyTorch's: β = (0.9,
 * 0.999), ε = 1e−8, ψ = 0.004, no decay. Decay is added to the gradient unless {@link #decoupled}.
 */
public final class NAdam extends Moments<NAdam> {
  private double momentumDecay = 0.004;

  /** The product of μ₁ to μₜ, and the t that it is of. */
  private double product = 1;

  private int productSteps;

  private NAdam(Parameters parameters, float rate) {
    super(parameters, rate, 0, 1e-8f, false, MEAN, SQUARE);
  }

  /** NAdam with the defaults. */
  public static NAdam of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** NAdam with the defaults. */
  public static NAdam of(Parameters parameters, float rate) {
    return new NAdam(parameters, rate);
  }

  /** Sets ψ, by which the momentum grows towards β₁; 0 or more. Before the first step. */
  public NAdam momentumDecay(double decay) {
    requireSize("momentum decay", (float) decay);
    momentumDecay = decay;
    productSteps = Integer.MAX_VALUE;
    return this;
  }

  /** Shrinks weights by rate · decay each step, as {@link AdamW} does. */
  public NAdam decoupled() {
    decouple();
    return this;
  }

  @Override
  public NAdam betas(float newBeta1, float newBeta2) {
    productSteps = Integer.MAX_VALUE;
    return super.betas(newBeta1, newBeta2);
  }

  @Override
  NAdam self() {
    return this;
  }

  private double momentum(int step) {
    return beta1() * (1 - 0.5 * Math.pow(0.96, step * momentumDecay));
  }

  @Override
  Updates.Moments now() {
    // Not part of the state: it follows from the number of steps, with the same bits.
    if (productSteps > steps()) {
      product = 1;
      productSteps = 0;
    }
    while (productSteps < steps()) {
      product *= momentum(++productSteps);
    }
    double next = momentum(steps() + 1);
    double stride = next / (1 - product * next);
    double lookAhead = (1 - momentum(steps())) / (1 - product);
    return settings(stride, lookAhead, 1 / Math.sqrt(correction2()), epsilon());
  }
}
