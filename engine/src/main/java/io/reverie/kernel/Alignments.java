package io.reverie.kernel;

import java.util.Arrays;

/**
 * The probability of a sequence of labels over all its alignments with a longer sequence of
 * predictions: connectionist temporal classification (Graves et al. 2006), in logarithms and
 * double.
 *
 * <p>The labels stand between blanks: state {@code 2i} is the blank before label {@code i}, state
 * {@code 2i + 1} the label. A path may stay, go on by one, and skip a blank between two different
 * labels.
 */
public class Alignments {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  /** One sequence: its predictions are rows of logarithms, {@code stride} apart. */
  public record Sequence(int steps, int classes, float[] x, int xo, int stride) {
    private double at(int step, int label) {
      return x[xo + step * stride + label];
    }
  }

  /** Its labels, and the blank's number. */
  public record Target(int[] labels, int from, int count, int blank) {
    int states() {
      return 2 * count + 1;
    }

    int label(int state) {
      return state % 2 == 0 ? blank : labels[from + state / 2];
    }

    /** Whether a path may come here from two states before: past a blank between others. */
    boolean skips(int state) {
      return state % 2 == 1 && state >= 3 && label(state) != label(state - 2);
    }
  }

  /** −log of the probability of the target; +∞ where no alignment is possible. */
  public double loss(Sequence s, Target target) {
    return -total(s, target, forward(s, target));
  }

  /**
   * The same, and its gradient by the logarithms: minus the probability that a path to the target
   * passes there. Written to g, dense rows {@code gs} apart; NaN where the loss is infinite.
   */
  public double lossAndGradient(Sequence s, Target target, float[] g, int go, int gs) {
    double[] alpha = forward(s, target);
    double total = total(s, target, alpha);
    int states = target.states();
    double[] beta = new double[states];
    double[] sums = new double[s.classes];
    for (int t = s.steps - 1; t >= 0; t--) {
      beta = t == s.steps - 1 ? last(target) : before(s, target, t, beta);
      Arrays.fill(sums, NONE);
      for (int state = 0; state < states; state++) {
        int label = target.label(state);
        sums[label] = add(sums[label], alpha[t * states + state] + beta[state]);
      }
      for (int c = 0; c < s.classes; c++) {
        g[go + t * gs + c] = (float) -Math.exp(sums[c] - total);
      }
    }
    return -total;
  }

  /** The log-probability of each state at each step, of all ways to there. */
  private static double[] forward(Sequence s, Target target) {
    int states = target.states();
    double[] alpha = new double[s.steps * states];
    Arrays.fill(alpha, NONE);
    for (int state = 0; state < Math.min(2, states) && s.steps > 0; state++) {
      alpha[state] = s.at(0, target.label(state));
    }
    for (int t = 1; t < s.steps; t++) {
      int now = t * states;
      int last = now - states;
      for (int state = 0; state < states; state++) {
        double sum = alpha[last + state];
        if (state >= 1) {
          sum = add(sum, alpha[last + state - 1]);
        }
        if (target.skips(state)) {
          sum = add(sum, alpha[last + state - 2]);
        }
        alpha[now + state] = sum + s.at(t, target.label(state));
      }
    }
    return alpha;
  }

  private static double total(Sequence s, Target target, double[] alpha) {
    int states = target.states();
    if (s.steps == 0) {
      return target.count == 0 ? 0 : NONE;
    }
    int end = s.steps * states;
    return states == 1 ? alpha[end - 1] : add(alpha[end - 1], alpha[end - 2]);
  }

  /** At the last step a path is at its end in the last label or the blank after it. */
  private static double[] last(Target target) {
    double[] beta = new double[target.states()];
    Arrays.fill(beta, NONE);
    for (int state = beta.length - 1; state >= Math.max(0, beta.length - 2); state--) {
      beta[state] = 0;
    }
    return beta;
  }

  /** The log-probability of all ways to the end from each state at step t, from those after it. */
  private static double[] before(Sequence s, Target target, int t, double[] after) {
    int states = after.length;
    double[] beta = new double[states];
    for (int state = 0; state < states; state++) {
      double sum = after[state] + s.at(t + 1, target.label(state));
      if (state + 1 < states) {
        sum = add(sum, after[state + 1] + s.at(t + 1, target.label(state + 1)));
      }
      if (state + 2 < states && target.skips(state + 2)) {
        sum = add(sum, after[state + 2] + s.at(t + 1, target.label(state + 2)));
      }
      beta[state] = sum;
    }
    return beta;
  }

  /** log(eᵃ + eᵇ). */
  private static double add(double a, double b) {
    double max = Math.max(a, b);
    return max == NONE ? NONE : max + Math.log1p(Math.exp(Math.min(a, b) - max));
  }
}
