package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requirePositive;

import io.reverie.kernel.Updates;
import io.reverie.tensor.Parameters;
import java.util.List;

/**
 * What Adam and its kin share: running means of the gradient and of its square, which start at 0
 * and are corrected for that.
 *
 * @param <O> the optimizer's own type, which the settings return
 */
abstract sealed class Moments<O extends Moments<O>> extends Optimizer
    permits Adam, AdamW, Adamax, NAdam, RAdam, Lamb {
  static final String MEAN = "exp_avg";
  static final String SQUARE = "exp_avg_sq";
  static final String LARGEST = "max_exp_avg_sq";

  private final boolean keepsLargest;

  private float beta1 = 0.9f;
  private float beta2 = 0.999f;
  private float epsilon;
  private boolean decoupled;
  private Updates.Moments settings = settings(1, 0, 1, 1);
  private float[] mean = {};
  private float[] square = {};
  private float[] largest = {};

  Moments(
      Parameters parameters,
      float rate,
      float weightDecay,
      float epsilon,
      boolean decoupled,
      String... remembered) {
    super(parameters, rate, weightDecay, remembered);
    this.keepsLargest = List.of(remembered).contains(LARGEST);
    this.epsilon = epsilon;
    this.decoupled = decoupled;
  }

  /** This, by its own type. */
  abstract O self();

  /** Sets the decay rates of the running mean and square, both in [0, 1). */
  public O betas(float newBeta1, float newBeta2) {
    if (!(newBeta1 >= 0 && newBeta1 < 1 && newBeta2 >= 0 && newBeta2 < 1)) {
      throw new IllegalArgumentException(
          "betas (%s, %s): both must be in [0, 1)".formatted(newBeta1, newBeta2));
    }
    beta1 = newBeta1;
    beta2 = newBeta2;
    return self();
  }

  /** Sets ε, which keeps the denominator from 0; it must be positive. */
  public O epsilon(float newEpsilon) {
    epsilon = requirePositive("epsilon", newEpsilon);
    return self();
  }

  /** Sets the weight decay. */
  public O weightDecay(float decay) {
    decay(decay);
    return self();
  }

  void decouple() {
    decoupled = true;
  }

  final float beta1() {
    return beta1;
  }

  final float beta2() {
    return beta2;
  }

  final float epsilon() {
    return epsilon;
  }

  /** 1 − β₁ᵗ: what the running mean has seen so far. */
  final double correction1() {
    return 1 - Math.pow(beta1, steps());
  }

  /** 1 − β₂ᵗ: what the running square has seen so far. */
  final double correction2() {
    return 1 - Math.pow(beta2, steps());
  }

  /** What holds for the step that begins: Adam's by default. */
  Updates.Moments now() {
    return settings(1 / correction1(), 0, 1 / Math.sqrt(correction2()), epsilon);
  }

  final Updates.Moments settings(double stride, double lookAhead, double root, float floor) {
    return new Updates.Moments(
        beta1, beta2, floor, (float) stride, (float) lookAhead, (float) root, decoupled);
  }

  @Override
  protected final void begin() {
    settings = now();
    mean = memory(MEAN);
    square = memory(second());
    if (keepsLargest) {
      largest = memory(LARGEST);
    }
  }

  /** The name of what the mean is divided by. */
  String second() {
    return SQUARE;
  }

  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    if (keepsLargest) {
      UPDATES.largestMoments(
          from, to, rate, decay, settings, values, gradients, mean, square, largest);
    } else {
      update(from, to, rate, decay, settings, values, gradients, mean, square);
    }
  }

  /** The pass over running mean and square: Adam's by default. */
  void update(
      int from,
      int to,
      float rate,
      float decay,
      Updates.Moments s,
      float[] values,
      float[] gradients,
      float[] m,
      float[] v) {
    UPDATES.moments(from, to, rate, decay, s, values, gradients, m, v);
  }
}
