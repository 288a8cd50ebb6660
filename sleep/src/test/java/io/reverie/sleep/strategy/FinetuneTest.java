package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Toys;
import org.junit.jupiter.api.Test;

/** The lower end: steps and nothing else. */
class FinetuneTest {
  @Test
  void learnsEachBatchAndNothingElse() {
    var learner = Toys.learner(Toys.linear(3, 3, 1), 0.5f);
    var twin = Toys.learner(Toys.linear(3, 3, 1), 0.5f);
    Strategy finetune = new Finetune(learner);
    var batch = Toys.oneHots(3, 2, 0);
    finetune.beginTask(0);
    finetune.observe(batch);
    finetune.endTask(0, Toys.blobs(3, 3, 2, 1, 1, 1));
    twin.step(batch);
    assertThat(learner.parameters().values()).isEqualTo(twin.parameters().values());
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2);
    assertThat(learner.ledger().bytes()).isZero();
    assertThat(finetune.nights()).isEmpty();
  }
}
