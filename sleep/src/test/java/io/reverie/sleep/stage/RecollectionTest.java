package io.reverie.sleep.stage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.Cue;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Who comes back: in order, by priority, by cue. */
class RecollectionTest {
  private static final int SIZE = 12;

  private final Learner learner = Toys.learner(Toys.linear(3, 3, 1), 0.1f);

  private Night night(ReplayBuffer memory, long seed) {
    return new Night(learner, memory, Rng.of(seed), 0.1f, 100);
  }

  /** Twelve memories whose slots are not in the order of time. */
  private static ReplayBuffer shuffled() {
    var memory = ReplayBuffer.of(SIZE, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(4));
    for (int i = 0; i < 50; i++) {
      memory.add(Toys.oneHots(3, i % 3), i / 25);
    }
    return memory;
  }

  private static int[] times(ReplayBuffer memory, Recall recall) {
    return Arrays.stream(recall.slots()).map(slot -> (int) memory.step(slot)).toArray();
  }

  @Test
  void episodesGoOnFromStepToStepInTheOrderOfTime() {
    ReplayBuffer memory = shuffled();
    int[] order = times(memory, memory.all());
    Arrays.sort(order);
    int backwards = 0;
    for (int seed = 0; seed < 300; seed++) {
      Night night = night(memory, seed);
      Recollection episodes = Recollection.episodes(2, 0.3);
      int[] first = times(memory, episodes.recall(night, 3));
      int[] second = times(memory, episodes.recall(night, 3));
      int[] all = IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
      boolean reversed = all[0] > all[1];
      backwards += reversed ? 1 : 0;
      int start = Arrays.binarySearch(order, all[0]);
      for (int i = 0; i < 6; i++) {
        assertThat(all[i]).isEqualTo(order[reversed ? start - i : start + i]);
      }
    }
    // Four deviations of a binomial of 300 at 0.3.
    assertThat(backwards).isBetween(58, 122);
  }

  @Test
  void theWholeMemoryIsOneEpisodeWhereItIsShorter() {
    ReplayBuffer memory = shuffled();
    Night night = night(memory, 1);
    Recollection whole = Recollection.episodes(1000, 0);
    int[] order = times(memory, memory.all());
    Arrays.sort(order);
    for (int round = 0; round < 2; round++) {
      assertThat(times(memory, whole.recall(night, 8)))
          .containsExactly(Arrays.copyOfRange(order, 0, 8));
      assertThat(times(memory, whole.recall(night, 8)))
          .containsExactly(Arrays.copyOfRange(order, 8, 12));
    }
    int[] newest = times(memory, Recollection.episodes(1000, 1).recall(night(memory, 1), 2));
    assertThat(newest).containsExactly(order[11], order[10]);
  }

  @Test
  void anEmptyMemoryRecallsNothing() {
    var empty = ReplayBuffer.of(3, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(1));
    Night night = night(empty, 1);
    assertThat(Recollection.episodes(2, 0.3).recall(night, 3).size()).isZero();
    assertThat(Recollection.by(Draw.balanced()).recall(night, 3).size()).isZero();
    assertThat(Recollection.triaged(Draw.balanced(), 0.5f).recall(night, 3).size()).isZero();
    Triage.by(Triage.Score.loss()).sort(night);
    assertThat(new Reactivation(Cue.ofClasses(1), 3).draw().slots(empty, 3, Rng.of(1))).isEmpty();
    assertThat(Controls.currentTask().slots(empty, 3, Rng.of(1))).isEmpty();
  }

  /** Scores in doubles, and a share of the batch in proportion to (score + 10⁻³)^½. */
  @Test
  void triageGivesPrioritiesByWhichAShareIsRecalled() {
    var memory = Toys.memory(3, 0, 0, 1, 2);
    Night night = night(memory, 1);
    night.settle();
    long before = learner.ledger().forwardSamples();
    Triage.by(Triage.Score.error()).sort(night);
    assertThat(learner.ledger().forwardSamples() - before).isEqualTo(4);
    float[] logits = learner.answers(memory.all().batch().inputs()).toArray();
    double[] expected = new double[4];
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        sum += Math.exp(logits[3 * i + c]);
      }
      double squares = 0;
      for (int c = 0; c < 3; c++) {
        double right = c == memory.all().batch().labels()[i] ? 1 : 0;
        squares += Math.pow(Math.exp(logits[3 * i + c]) / sum - right, 2);
      }
      expected[i] = Math.sqrt(Math.sqrt(squares) + 1e-3);
      assertThat((double) requireNonNull(night.kept(Triage.PRIORITIES))[i])
          .isCloseTo(expected[i], Offset.offset(1e-5));
    }
    int[] counts = new int[4];
    Recall recall = Recollection.triaged((m, n, rng) -> new int[n], 0.25f).recall(night, 40_000);
    for (int slot : recall.slots()) {
      counts[slot]++;
    }
    double all = Arrays.stream(expected).sum();
    double chi = 0;
    for (int i = 0; i < 4; i++) {
      double share = 10_000 * expected[i] / all;
      double found = counts[i] - (i == 0 ? 30_000 : 0);
      chi += (found - share) * (found - share) / share;
    }
    assertThat(chi).as("χ² with 3 degrees of freedom").isLessThan(16.3);
  }

  @Test
  void scoresAreWhatTheySay() {
    double[] p = {0.5, 0.3, 0.2};
    Offset<Double> close = Offset.offset(1e-12);
    assertThat(Triage.Score.loss().of(p, 1)).isCloseTo(-Math.log(0.3), close);
    assertThat(Triage.Score.boundary().of(p, 0)).isCloseTo(0.8, close);
    assertThat(Triage.Score.boundary().of(p, 2)).isCloseTo(0.7, close);
    assertThat(Triage.Score.typical().of(p, 2)).isCloseTo(0.2, close);
    assertThat(Triage.Score.error().of(p, 0)).isCloseTo(Math.sqrt(0.25 + 0.09 + 0.04), close);
  }

  @Test
  void aScoreThatIsNoNumberCountsAsNothing() {
    var memory = Toys.memory(3, 0, 1);
    Night night = night(memory, 1);
    new Triage((p, label) -> label == 0 ? Double.NaN : 1, 1).sort(night);
    assertThat(night.kept(Triage.PRIORITIES)).containsExactly(0.001f, 1.001f);
  }

  @Test
  void withoutTriageNobodyIsAskedAndTheRuleDecides() {
    var memory = Toys.memory(3, 0, 1);
    Night night = night(memory, 1);
    Triage.none().sort(night);
    assertThat(learner.ledger().forwardSamples()).isZero();
    int[] slots = Recollection.triaged((m, n, rng) -> new int[n], 0.5f).recall(night, 8).slots();
    assertThat(slots).containsOnly(0).hasSize(8);
  }

  @Test
  void cuedMemoriesComeBackSoManyTimesAsOften() {
    var memory = Toys.memory(3, 0, 0, 0, 0, 1, 1, 2);
    var tmr = new Reactivation(Cue.ofClasses(1), 3);
    int[] counts = new int[3];
    for (int slot : tmr.draw().slots(memory, 20_000, Rng.of(3))) {
      counts[memory.recall(slot).batch().labels()[0]]++;
    }
    double chi = 0;
    for (int c = 0; c < 3; c++) {
      double expected = 20_000 * (c == 1 ? 0.6 : 0.2);
      chi += (counts[c] - expected) * (counts[c] - expected) / expected;
    }
    assertThat(chi).as("χ² with 2 degrees of freedom").isLessThan(13.8);
    assertThat(new Reactivation(Cue.ofClasses(0, 1), 0).draw().slots(memory, 50, Rng.of(1)))
        .containsOnly(6);
  }

  @Test
  void cuesMarkClassesAndTasksAndAreReportedApart() {
    ReplayBuffer memory = shuffled();
    // A network that answers 1 whatever it is asked.
    Learner one = Toys.learner(Toys.echo(3), 1);
    one.parameters().values()[9 + 1] = 100;
    var tmr = new Reactivation(Cue.ofClasses(1), 3);
    assertThat(tmr.cued().share(one, memory)).isEqualTo(1);
    assertThat(tmr.uncued().share(one, memory)).isZero();
    assertThat(one.ledger().forwardSamples()).isEqualTo(SIZE);
    assertThat(new Reactivation(Cue.ofTasks(7), 3).cued().share(one, memory)).isNaN();
  }
}
