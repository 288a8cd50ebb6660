package io.reverie.neuron;

/**
 * The first formal neuron (McCulloch &amp; Pitts 1943, "A logical calculus of the ideas immanent in
 * nervous activity"): fires when no inhibitory input is active and at least {@code threshold}
 * excitatory ones are.
 *
 * <p>Does not learn. Inputs are given excitatory ones first; an axon that makes two synapses is
 * given twice. One unit computes AND, OR, NOT and every threshold between, but not exclusive or,
 * which takes two layers:
 *
 * <pre>{@code
 * var butNot = new McCullochPitts(1, 1, 1);
 * boolean xor = McCullochPitts.or(2).fires(butNot.fires(a, b), butNot.fires(b, a));
 * }</pre>
 *
 * @param excitatory how many inputs excite, 0 or more
 * @param inhibitory how many inputs forbid, 0 or more
 * @param threshold how many exciting inputs it takes; 0 fires by itself
 */
public record McCullochPitts(int excitatory, int inhibitory, int threshold) {
  /** Checks that there are no negative numbers. */
  public McCullochPitts {
    if (excitatory < 0 || inhibitory < 0 || threshold < 0) {
      throw new IllegalArgumentException(
          "a neuron of %d excitatory and %d inhibitory inputs and threshold %d: 0 or more of each"
              .formatted(excitatory, inhibitory, threshold));
    }
  }

  /** Fires when all inputs do. */
  public static McCullochPitts and(int inputs) {
    return new McCullochPitts(inputs, 0, inputs);
  }

  /** Fires when any input does. */
  public static McCullochPitts or(int inputs) {
    return new McCullochPitts(inputs, 0, 1);
  }

  /** Fires when its one input does not. */
  public static McCullochPitts not() {
    return new McCullochPitts(0, 1, 0);
  }

  /**
   * Whether it fires.
   *
   * @param inputs the excitatory ones, then the inhibitory ones
   * @throws IllegalArgumentException if there are more or fewer than it has
   */
  public boolean fires(boolean... inputs) {
    if (inputs.length != excitatory + inhibitory) {
      throw new IllegalArgumentException(
          "%d inputs for a neuron of %d excitatory and %d inhibitory ones"
              .formatted(inputs.length, excitatory, inhibitory));
    }
    int active = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] && i >= excitatory) {
        return false;
      }
      active += inputs[i] ? 1 : 0;
    }
    return active >= threshold;
  }
}
