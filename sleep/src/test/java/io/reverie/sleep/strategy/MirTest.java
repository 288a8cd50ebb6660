package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Those memories are replayed that the batch would harm most. */
class MirTest {
  private static final Batch OLD = Points.batch(1, 0, 2, 0, 1, 2, 0, 1);
  private static final Batch TODAY = Points.batch(2, 1, 1);

  private final Learner learner = Points.learner();

  private static Batch some(Batch batch, List<Integer> numbers) {
    float[] x = new float[2 * numbers.size()];
    int[] labels = new int[numbers.size()];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(Points.point(batch, numbers.get(i)), 0, x, 2 * i, 2);
      labels[i] = batch.labels()[numbers.get(i)];
    }
    return new Batch(Tensor.of(x, labels.length, 2), labels);
  }

  /** The two whose loss a step on today's batch raises most, by brute force. */
  private static Batch mostHarmed(double[] theta) {
    double[] after = Points.stepped(theta, ByHand.gradient(at -> Points.loss(at, TODAY), theta));
    return some(
        OLD,
        IntStream.range(0, OLD.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(i ->
                    Points.loss(theta, some(OLD, List.of(i)))
                        - Points.loss(after, some(OLD, List.of(i)))))
            .limit(2)
            .toList());
  }

  @Test
  void learnsTheBatchAndWhatItHarmsMost() {
    ReplayBuffer memory = Points.memory(20);
    memory.add(OLD, 0);
    var mir = new Mir(learner, memory, 2, 10);
    mir.beginTask(1);
    double[] theta = Points.theta(learner);
    Batch harmed = mostHarmed(theta);
    double[] slope = ByHand.gradient(at -> Points.loss(at, TODAY) + Points.loss(at, harmed), theta);
    mir.observe(TODAY);
    Points.assertNear(learner, Points.stepped(theta, slope));
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 + 2);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(2 * 7);
    assertThat(memory.size()).isEqualTo(7 + 2);
    assertThat(memory.task(8)).isEqualTo(1);
  }

  @Test
  void memoriesOfTheTaskAtHandAreNoCandidates() {
    float[] alone = Points.live(new Finetune(Points.learner()));
    var mir = new Mir(learner, Points.memory(20), 2, 10);
    var borderless =
        new Strategy() {
          @Override
          public Learner learner() {
            return mir.learner();
          }

          @Override
          public void observe(Batch batch) {
            mir.observe(batch);
          }
        };
    assertThat(Points.live(borderless)).isEqualTo(alone);
    assertThat(learner.ledger().forwardSamples()).isZero();
    assertThat(Points.live(new Mir(Points.learner(), Points.memory(20), 2, 10)))
        .isNotEqualTo(alone);
  }

  @Test
  void withoutAChoiceNothingIsScored() {
    ReplayBuffer memory = Points.memory(20);
    memory.add(OLD, 0);
    var mir = new Mir(learner, memory, 3, 3);
    mir.beginTask(1);
    mir.observe(TODAY);
    assertThat(learner.ledger().forwardSamples()).isZero();
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 + 3);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Mir(learner, Points.memory(9), 5, 4))
        .hasMessageContaining("5 memories a step of 4 candidates");
  }
}
