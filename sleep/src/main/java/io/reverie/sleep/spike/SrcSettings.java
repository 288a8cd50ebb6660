package io.reverie.sleep.spike;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * The numbers of sleep replay consolidation.
 *
 * <p>The published ones were found by a genetic search for the final accuracy, one set for each
 * data set and each amount of rehearsal; they are no defaults for other data or networks.
 *
 * @param rate spikes a second of an input pixel of value 0.5
 * @param stdp the rule by which synapses change
 * @param thresholds of each layer, above 0
 * @param gain with which the layers' {@link Scales} are multiplied, 0 or more
 * @param decay what is left of a potential after a step, 0 to 1
 * @param window side of the window on the mean image
 * @param steps of the first night
 * @param more steps that each night has more than the one before
 * @param plastic which layers change, from 0
 * @param randomSign whether each change has a random sign: a control, not the method
 */
public record SrcSettings(
    double rate,
    SleepStdp stdp,
    List<Double> thresholds,
    double gain,
    double decay,
    int window,
    int steps,
    int more,
    IntPredicate plastic,
    boolean randomSign) {
  /** Checks the numbers. */
  public SrcSettings {
    thresholds = List.copyOf(thresholds);
    if (!(rate >= 0 && gain >= 0 && decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException(
          "rate %s and gain %s: 0 or more; decay %s: 0 to 1".formatted(rate, gain, decay));
    }
    if (thresholds.stream().anyMatch(threshold -> !(threshold > 0))) {
      throw new IllegalArgumentException("thresholds %s: above 0 is needed".formatted(thresholds));
    }
    if (window < 1 || steps < 0 || more < 0) {
      throw new IllegalArgumentException(
          "a window of %d, %d steps and %d more a night: at least 1, 0 and 0"
              .formatted(window, steps, more));
    }
  }

  private static SrcSettings of(
      double rate, double increase, double decrease, double gain, Double... thresholds) {
    var stdp = new SleepStdp(increase, decrease, 0.001);
    return new SrcSettings(
        rate, stdp, List.of(thresholds), gain, 0.999, 11, 15_000, 5_000, layer -> true, false);
  }

  /** The published constants for Fashion-MNIST without rehearsal, 784-1200-1200-10. */
  public static SrcSettings fashion() {
    return of(181.047258, 0.041001, 0.003344, 31.592987, 40.446884, 27.596929, 33.109393);
  }

  /**
   * Those for MNIST; the code takes them for Fashion-MNIST as well when less than 2.5 % are
   * rehearsed.
   */
  public static SrcSettings mnist() {
    return of(239.515363, 0.032064, 0.003344, 55.882454, 14.548273, 44.560317, 38.046326);
  }

  /** The same with nights of other lengths. */
  public SrcSettings nights(int first, int moreEach) {
    return new SrcSettings(
        rate, stdp, thresholds, gain, decay, window, first, moreEach, plastic, randomSign);
  }

  /** The same where only these layers change. */
  public SrcSettings plastic(IntPredicate layers) {
    return new SrcSettings(
        rate, stdp, thresholds, gain, decay, window, steps, more, layers, randomSign);
  }

  /** The same with another rule. */
  public SrcSettings stdp(SleepStdp rule) {
    return new SrcSettings(
        rate, rule, thresholds, gain, decay, window, steps, more, plastic, randomSign);
  }

  /** The control in which the sign of every change is a coin's. */
  public SrcSettings withRandomSigns() {
    return new SrcSettings(rate, stdp, thresholds, gain, decay, window, steps, more, plastic, true);
  }
}
