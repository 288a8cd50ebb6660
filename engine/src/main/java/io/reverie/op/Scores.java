package io.reverie.op;

import io.reverie.tensor.Shape;

/**
 * How queries are held against keys: score = scale · q·k + bias, where it may be seen at all.
 *
 * <p>Query i sees key j unless it is {@code causal} and j &gt; i + past, or the mask is 0 there.
 * With {@code past} = 0 the first query is aligned with the first key, as PyTorch's {@code
 * is_causal} is; with {@code past} keys before the first query, as when a cache holds them, those
 * are seen too.
 *
 * @param scale what the products are multiplied by, usually 1/√width
 * @param causal whether later keys are hidden
 * @param past how many keys came before the first query, at least 0; means something where causal
 * @param masked whether a mask comes with the inputs: 1 where a key may be seen, 0 where not
 * @param biased whether a bias comes with the inputs, after the mask; −∞ hides a key too
 */
public record Scores(float scale, boolean causal, int past, boolean masked, boolean biased) {
  /** Checks that {@code past} is not negative. */
  public Scores {
    if (past < 0) {
      throw new IllegalArgumentException("attention with a past of " + past + ": 0 or more needed");
    }
  }

  /** Scaled by 1/√width, with every key seen (Vaswani et al. 2017). */
  public static Scores of(int width) {
    return new Scores((float) (1 / Math.sqrt(width)), false, 0, false, false);
  }

  /** The same where no query sees a later key. */
  public Scores forCausal() {
    return forCausal(0);
  }

  /** The same where the queries follow this many keys, and none sees a later key. */
  public Scores forCausal(int newPast) {
    return new Scores(scale, true, newPast, masked, biased);
  }

  /** The same with another scale. */
  public Scores scaledBy(float newScale) {
    return new Scores(newScale, causal, past, masked, biased);
  }

  /** The same with a mask, a bias or both among the inputs. */
  public Scores with(boolean newMasked, boolean newBiased) {
    return newMasked == masked && newBiased == biased
        ? this
        : new Scores(scale, causal, past, newMasked, newBiased);
  }

  /** How many inputs come after the queries, keys and values. */
  int extras() {
    return (masked ? 1 : 0) + (biased ? 1 : 0);
  }

  /** The keys that the queries up to {@code end} (exclusive) see: those before this place. */
  int horizon(int end, int keys) {
    return causal ? (int) Math.min(keys, (long) end + past) : keys;
  }

  /**
   * Throws unless there are as many further inputs as said, of shapes that repeat to the scores.
   */
  void check(String name, Shape all, int first, Shape... in) {
    if (in.length != first + extras()) {
      throw new IllegalArgumentException(
          "%s of %d tensors: with masked = %s and biased = %s it takes %d"
              .formatted(name, in.length, masked, biased, first + extras()));
    }
    for (int i = first; i < in.length; i++) {
      String what = masked && i == first ? "mask" : "bias";
      boolean fits = in[i].rank() <= all.rank();
      for (int axis = 1; fits && axis <= in[i].rank(); axis++) {
        fits = in[i].dim(-axis) == 1 || in[i].dim(-axis) == all.dim(-axis);
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "%s with a %s %s: it must broadcast to the scores %s, [..., queries, keys]"
                .formatted(name, what, in[i], all));
      }
    }
  }
}
