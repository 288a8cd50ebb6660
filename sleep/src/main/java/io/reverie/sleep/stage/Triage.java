package io.reverie.sleep.stage;

import io.reverie.sleep.memory.Recall;

/**
 * Looks through the memory at the beginning of light sleep and gives each memory a priority, for
 * {@link Recollection#triaged} to recall by.
 *
 * <p>Costs one forward sample a memory, charged. Priority is {@code (score + 10⁻³)^power}, as in
 * prioritised replay (Schaul et al. 2016); a score that is no number counts as 0. At equal payment
 * no priority is known to beat uniform draws by much (Prabhu et al. 2023), and with small memories
 * typical samples are better than those at the boundary; so none is the default.
 *
 * @param score what is asked of each memory
 * @param power how much scores matter: 0 makes all equal, and asks nobody
 */
public record Triage(Score score, float power) {
  /** The name under which the night keeps the priorities, one a slot. */
  static final String PRIORITIES = "priorities";

  private static final double LEAST = 1e-3;

  /** A figure of one memory. */
  @FunctionalInterface
  public interface Score {
    /** The score, 0 or more, of a memory with this label for which the network says {@code p}. */
    double of(double[] p, int label);

    /** The cross-entropy. */
    static Score loss() {
      return (p, label) -> -Math.log(Math.max(p[label], 1e-30));
    }

    /** Nearness to the boundary: 1 − |p of the label − largest other p|. */
    static Score boundary() {
      return (p, label) -> 1 - Math.abs(p[label] - other(p, label));
    }

    /** ‖p − y‖, the error's norm (EL2N, Paul et al. 2021). */
    static Score error() {
      return (p, label) -> {
        double squares = 0;
        for (int c = 0; c < p.length; c++) {
          double miss = p[c] - (c == label ? 1 : 0);
          squares += miss * miss;
        }
        return Math.sqrt(squares);
      };
    }

    /** How typical: p of the label. The opposite of the others. */
    static Score typical() {
      return (p, label) -> p[label];
    }

    private static double other(double[] p, int label) {
      double largest = 0;
      for (int c = 0; c < p.length; c++) {
        largest = c == label ? largest : Math.max(largest, p[c]);
      }
      return largest;
    }
  }

  /** Checks the power. */
  public Triage {
    if (!(power >= 0)) {
      throw new IllegalArgumentException("triage with power " + power + ": 0 or more is needed");
    }
  }

  /** No triage. */
  public static Triage none() {
    return new Triage(Score.loss(), 0);
  }

  /** By this score, to the power ½ that the research proposes. */
  public static Triage by(Score score) {
    return new Triage(score, 0.5f);
  }

  /** Gives every memory its priority. */
  void sort(Night night) {
    if (power == 0 || night.memory().size() == 0) {
      return;
    }
    Recall all = night.memory().all();
    float[] shares = night.learner().outputs(all.batch().inputs()).softmax(-1).toArray();
    float[] priorities = night.keep(PRIORITIES, () -> new float[all.size()]);
    int classes = shares.length / all.size();
    double[] p = new double[classes];
    for (int i = 0; i < Math.min(priorities.length, all.size()); i++) {
      for (int c = 0; c < classes; c++) {
        p[c] = shares[i * classes + c];
      }
      double found = score.of(p, all.batch().labels()[i]);
      double plain = found > 0 ? found : 0;
      priorities[i] = (float) Math.pow(plain + LEAST, power);
    }
  }
}
