package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;

/**
 * How much a memory matters: a number of 0 or more that says how likely it is to be recalled, or
 * kept.
 *
 * <p>Only ratios count. NaN and infinity mean "not known yet", and are taken as the largest that is
 * known, so that new memories come first, as in Schaul et al. 2016. What a priority says may depend
 * on the memory alone, not on chance.
 *
 * <p>Under equal compute, uniform draws are hard to beat (Prabhu et al. 2023): measure a priority
 * against {@link #random} before you believe in it, and charge what its scores cost.
 */
@FunctionalInterface
public interface Priority {
  /** Of the memory in a slot in use. */
  double of(ReplayBuffer memory, int slot);

  /** The last loss that was noted (Schaul et al. 2016, where it is the error of a value). */
  static Priority loss() {
    return (memory, slot) -> memory.notes().loss(slot);
  }

  /** Wrong and doubtful answers first: (1 − margin)/2 of the {@linkplain Notes#margin margin}. */
  static Priority margin() {
    return (memory, slot) -> (1.0 - memory.notes().margin(slot)) / 2;
  }

  /**
   * Sure and right answers first, (1 + margin)/2: the typical ones, which are said to serve better
   * where memories are few (Sorscher et al. 2022).
   */
  static Priority typical() {
    return (memory, slot) -> (1.0 + memory.notes().margin(slot)) / 2;
  }

  /** Near the border between two classes, on either side: 1 − |margin|. */
  static Priority border() {
    return (memory, slot) -> 1.0 - Math.abs(memory.notes().margin(slot));
  }

  /** EL2N, the norm of the loss's gradient by the outputs (Paul et al. 2021). */
  static Priority gradient() {
    return (memory, slot) -> memory.notes().error(slot);
  }

  /**
   * How often a right answer turned wrong (Toneva et al. 2019), as far as was noted. As there, one
   * that never was right counts as forgotten most often.
   */
  static Priority forgetting() {
    return (memory, slot) ->
        memory.notes().everRight(slot) ? memory.notes().forgotten(slot) : Double.NaN;
  }

  /** The control: a number from 0 to 1 that means nothing, and stays with the memory. */
  static Priority random(long seed) {
    Rng rng = Rng.of(seed);
    return (memory, slot) -> rng.split(memory.step(slot)).nextDouble();
  }

  /** All classes alike: 1 / the members of its class. */
  static Priority balanced() {
    return (memory, slot) -> 1.0 / memory.count(memory.label(slot));
  }

  /** Recency: halves with every so many samples that were offered since it was stored. */
  static Priority recency(double halfLife) {
    requirePositive(halfLife, "half-life");
    return (memory, slot) -> Math.pow(2, -(memory.seen() - memory.step(slot)) / halfLife);
  }

  /** Primacy: halves with every so many samples that had been offered before it. */
  static Priority primacy(double halfLife) {
    requirePositive(halfLife, "half-life");
    return (memory, slot) -> Math.pow(2, (1 - memory.step(slot)) / halfLife);
  }

  /** (p + 0.01)^α: 0 makes all alike, 1 is nearly the priority itself; 0.5 to 0.7 are usual. */
  default Priority power(double exponent) {
    if (!(exponent >= 0)) {
      throw new IllegalArgumentException(
          "a priority to the power of " + exponent + ": 0 or more is needed");
    }
    return (memory, slot) -> {
      double priority = of(memory, slot);
      return Double.isNaN(priority) ? priority : Math.pow(priority + 0.01, exponent);
    };
  }

  /** The sum of this and another, such as a curve that is high at both ends. */
  default Priority plus(Priority other) {
    return (memory, slot) -> of(memory, slot) + other.of(memory, slot);
  }

  /** The product of this and another. */
  default Priority times(Priority other) {
    return (memory, slot) -> of(memory, slot) * other.of(memory, slot);
  }

  private static void requirePositive(double value, String what) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(what + " " + value + ": more than 0 is needed");
    }
  }
}
