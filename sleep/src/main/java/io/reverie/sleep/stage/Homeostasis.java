package io.reverie.sleep.stage;

import java.util.function.DoubleUnaryOperator;

/**
 * Scales synapses back after a day of growing (Tononi &amp; Cirelli 2014, synaptic homeostasis).
 *
 * <p>{@code W ← β·W / (1 + α‖W‖)} multiplies a whole tensor by one number: ratios, order and zeros
 * stay as they are, strong weights are not favoured, and where the output feeds a layer norm
 * nothing changes at all. Left to itself it drives weights to zero (β ≤ 1) or to the norm (β −
 * 1)/α. So the target norm n* is what is chosen, and with strength κ: β = 1 + κ, α = κ/n*. Norms
 * above the target shrink, norms below grow, and κ says how fast: 0 does nothing.
 *
 * <p>Forms are combined: {@link #sparingLargest} and {@link #sparingUsed} are the biology's (de
 * Vivo et al. 2017: the largest fifth of synapses did not shrink), {@link #decayLike} is the
 * control that a form must beat. Biases and gains are left alone by all. A pilot elsewhere found
 * that scaling beside replay lowers retention; each form has to earn its place.
 *
 * <p>Naive measures of flatness change with the scale of the weights though the function does not:
 * compare sharpness only by measures that scaling cannot fake.
 */
@FunctionalInterface
public interface Homeostasis {
  /** Scales the weights of the sleeping network; called once, when a stage ends. */
  void scale(Night night);

  /** Called when the stage begins, for forms that must see what is replayed. */
  default void watch(Night night) {}

  /** No scaling. */
  static Homeostasis none() {
    return night -> {};
  }

  /**
   * The formula as written, a tensor at a time: {@code W ← β·W / (1 + α‖W‖₂)}.
   *
   * @throws IllegalArgumentException if α is negative or β not positive
   */
  static Homeostasis asWritten(float alpha, float beta) {
    requireFormula(alpha, beta);
    return night -> Synapses.tensors(night, (norm, then) -> beta / (1 + alpha * norm));
  }

  /**
   * Draws the norm of every weight tensor towards {@code ratio} times its norm at bedtime, with
   * strength κ. A tensor that was zero at bedtime has no target and stays.
   *
   * @throws IllegalArgumentException if the ratio is not positive or κ is negative
   */
  static Homeostasis towardsBedtime(float ratio, float strength) {
    requireTarget(ratio, strength);
    return night -> Synapses.tensors(night, (norm, then) -> factor(norm, ratio * then, strength));
  }

  /** Draws the norm of every weight tensor towards this norm, with strength κ. */
  static Homeostasis towardsNorm(float target, float strength) {
    requireTarget(target, strength);
    return night -> Synapses.tensors(night, (norm, then) -> factor(norm, target, strength));
  }

  /**
   * The same for every row, which is what a neuron receives: each keeps the ratios of its own
   * inputs, and neurons that grew most shrink most.
   *
   * @param ratio the target as a multiple of the row's norm at bedtime
   * @param strength κ
   */
  static Homeostasis perNeuron(float ratio, float strength) {
    requireTarget(ratio, strength);
    return night -> Synapses.rows(night, (norm, then) -> factor(norm, ratio * then, strength));
  }

  /**
   * Each weight by its own size: {@code w ← β·w / (1 + α|w|)}. Large weights shrink more, order and
   * signs stay, ratios do not; repeated, all weights but zeros go to (β − 1)/α in size, and with
   * them what the network knew.
   */
  static Homeostasis elementwise(float alpha, float beta) {
    requireFormula(alpha, beta);
    return night -> Synapses.elements(night, w -> beta * w / (1 + alpha * Math.abs(w)));
  }

  /** Plain weight decay: every weight times {@code 1 − λ}, 0 ≤ λ ≤ 1. */
  static Homeostasis decay(float lambda) {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException(
          "weight decay by " + lambda + ": a share from 0 to 1 is needed");
    }
    return night -> Synapses.elements(night, w -> (1.0 - lambda) * w);
  }

  /**
   * The control of a form: all weights times one number, such that their common norm becomes what
   * the form would make it. Nothing but size is left of the form.
   */
  static Homeostasis decayLike(Homeostasis form) {
    return new Homeostasis() {
      @Override
      public void watch(Night night) {
        form.watch(night);
      }

      @Override
      public void scale(Night night) {
        float[] before = night.learner().parameters().snapshot();
        double was = Synapses.norm(night);
        form.scale(night);
        double becomes = Synapses.norm(night);
        night.learner().parameters().restore(before);
        if (becomes != was && was > 0) {
          Synapses.elements(night, w -> w * (becomes / was));
        }
      }
    };
  }

  /**
   * A form that spares this share of each tensor's weights, the largest; 0.2 in mice (de Vivo et
   * al. 2017). Share 0 is the form itself, 1 is none.
   */
  static Homeostasis sparingLargest(float share, Homeostasis form) {
    return new Sparing(share, form, night -> {}, Synapses::sizes);
  }

  /**
   * A form that spares this share of each tensor's weights, those that the stage's replay used
   * most: by Σ|gradient · weight| over its steps. Watching costs one pass over the weights a step.
   */
  static Homeostasis sparingUsed(float share, Homeostasis form) {
    return new Sparing(share, form, Use::watch, Use::of);
  }

  /**
   * Shrink and perturb (Ash &amp; Adams 2020): {@code w ← λ·w + N(0, σ²)}, from the night's stream.
   * There, λ = 0.6 and σ a hundredth of the initial deviation, before new data; it keeps networks
   * able to learn and costs what they know. λ = 1 and σ = 0 do nothing.
   */
  static Homeostasis shrinkAndPerturb(float lambda, float sigma) {
    if (!(lambda >= 0 && lambda <= 1) || !(sigma >= 0)) {
      throw new IllegalArgumentException(
          "shrink to %s and perturb by %s: a share from 0 to 1 and a deviation of 0 or more are needed"
              .formatted(lambda, sigma));
    }
    DoubleUnaryOperator shrink = w -> (double) lambda * w;
    return night ->
        Synapses.elements(
            night,
            sigma == 0 ? shrink : w -> (double) lambda * w + sigma * night.rng().nextGaussian());
  }

  /** This form, then that one. */
  default Homeostasis then(Homeostasis next) {
    Homeostasis first = this;
    return new Homeostasis() {
      @Override
      public void watch(Night night) {
        first.watch(night);
        next.watch(night);
      }

      @Override
      public void scale(Night night) {
        first.scale(night);
        next.scale(night);
      }
    };
  }

  /** (1 + κ) / (1 + κ·norm/target); 1 where there is no target. */
  private static double factor(double norm, double target, float strength) {
    return target > 0 ? (1.0 + strength) / (1.0 + strength * norm / target) : 1;
  }

  private static void requireTarget(float target, float strength) {
    if (!(target > 0) || !(strength >= 0)) {
      throw new IllegalArgumentException(
          "homeostasis to %s of the norm with strength %s: a positive target and a strength of 0 or more are needed"
              .formatted(target, strength));
    }
  }

  private static void requireFormula(float alpha, float beta) {
    if (!(alpha >= 0) || !(beta > 0)) {
      throw new IllegalArgumentException(
          "homeostasis with α = %s, β = %s: α ≥ 0 and β > 0 are needed".formatted(alpha, beta));
    }
  }
}
