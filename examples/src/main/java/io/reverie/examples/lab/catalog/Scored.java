package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Bench;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.stage.Recollection;
import io.reverie.sleep.stage.Triage.Score;
import io.reverie.tensor.Tensor;

/**
 * Recalls memories in proportion to a score that they get at bedtime, and counts at which margins
 * the recalled lie: do those at the boundary dominate?
 *
 * @param score what is asked of the network's probabilities; all memories are asked once a night,
 *     and paid for as forward samples
 * @param bench where it is counted
 */
record Scored(Score score, Bench bench) implements Recollection {
  private static final int BINS = 10;

  /** Recalls by this rule, and counts. */
  static Recollection counted(Draw rule, Bench bench) {
    return (night, n) -> {
      Recall recall = night.recall(rule, n);
      count(night, bench, recall);
      return recall;
    };
  }

  @Override
  public Recall recall(Night night, int n) {
    float[] scores = night.keep("scores", () -> scores(night));
    Recall recall = night.recall(Draw.weighted((memory, slot) -> Math.max(1e-3, scores[slot])), n);
    count(night, bench, recall);
    return recall;
  }

  private float[] scores(Night night) {
    ReplayBuffer memory = night.memory();
    Recall all = memory.all();
    Tensor p = night.learner().outputs(all.batch().inputs()).softmax();
    float[] scores = new float[memory.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) score.of(row(p, i), all.batch().labels()[i]);
    }
    return scores;
  }

  private static double[] row(Tensor p, int i) {
    double[] row = new double[p.dim(1)];
    for (int c = 0; c < row.length; c++) {
      row[c] = p.at(i, c);
    }
    return row;
  }

  /** Every sixteenth step is looked at; looking is the experimenter's affair and not charged. */
  private static void count(Night night, Bench bench, Recall recall) {
    if (night.steps() % 16 != 0) {
      return;
    }
    double[] bins = new double[BINS];
    Tensor p = night.learner().answers(recall.batch().inputs()).softmax();
    for (int i = 0; i < recall.size(); i++) {
      int label = recall.batch().labels()[i];
      double[] row = row(p, i);
      double other = 0;
      for (int c = 0; c < row.length; c++) {
        other = c == label ? other : Math.max(other, row[c]);
      }
      int bin = (int) Math.min(BINS - 1, (row[label] - other + 1) / 2 * BINS);
      bins[bin] += 1.0 / recall.size();
    }
    bench.notes().row("margins", bins);
  }
}
