package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.wake.Learner;
import org.junit.jupiter.api.Test;

/** What is new does not push down what is old. */
class AsymmetricReplayTest {
  private static final Batch OLD = Points.batch(1, 0);
  private static final Batch TODAY = Points.batch(2, 1, 1);

  private final Learner learner = Points.learner();

  /** −log of the softmax over the classes that take part. */
  private static double among(double[] logits, int label, boolean... part) {
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      sum += part[c] ? Math.exp(logits[c]) : 0;
    }
    return Math.log(sum) - logits[label];
  }

  private void assertStep(AsymmetricReplay ace, boolean zeroTakesPart) {
    double[] theta = Points.theta(learner);
    double[] slope =
        ByHand.gradient(
            at -> {
              double loss = Points.loss(at, OLD);
              for (int i = 0; i < 2; i++) {
                loss += among(Points.logits(at, TODAY, i), 1, zeroTakesPart, true, true) / 2;
              }
              return loss;
            },
            theta);
    ace.observe(TODAY);
    Points.assertNear(learner, Points.stepped(theta, slope));
  }

  @Test
  void oldClassesDoNotTakePartInTheBatchButInTheMemories() {
    var ace = new AsymmetricReplay(learner, Points.memory(10), 5);
    ace.beginTask(0);
    ace.observe(OLD);
    ace.beginTask(1);
    // Class 2 has never been seen and takes part.
    assertStep(ace, false);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(1 + 2 + 1);
  }

  @Test
  void theFirstTaskIsLearnedWithoutReplay() {
    var memory = Points.memory(10);
    var ace = new AsymmetricReplay(learner, memory, 5);
    var twin = Points.learner();
    for (Batch batch : new Batch[] {OLD, TODAY, OLD}) {
      ace.observe(batch);
      twin.step(batch);
    }
    assertThat(learner.parameters().values()).isEqualTo(twin.parameters().values());
    assertThat(memory.all().batch().labels()).containsExactly(0, 1, 1, 0);
    assertThat(learner.ledger().bytes()).isEqualTo(memory.bytes());
  }

  @Test
  void withoutBordersReplayBeginsAtOnce() {
    var ace = new AsymmetricReplay(learner, Points.memory(10), 5, true);
    ace.observe(OLD);
    assertStep(ace, false);
  }

  @Test
  void whereAllOldClassesAreInTheBatchNothingIsMasked() {
    var ace = new AsymmetricReplay(learner, Points.memory(10), 0);
    var twin = Points.learner();
    for (int task = 0; task < 3; task++) {
      ace.beginTask(task);
      Batch batch = Points.batch(task, 0, 1, 2);
      ace.observe(batch);
      twin.step(batch);
    }
    assertThat(learner.parameters().values()).isEqualTo(twin.parameters().values());
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new AsymmetricReplay(learner, Points.memory(10), -1))
        .hasMessageContaining("ER-ACE with -1 memories");
  }
}
