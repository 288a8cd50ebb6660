package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Every batch together with some memories, then it is remembered itself. */
class ExperienceReplayTest {
  private static ReplayBuffer empty(int capacity) {
    return ReplayBuffer.of(capacity, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(4));
  }

  @Test
  void theFirstBatchIsAloneTheNextComeWithMemories() {
    var spy = new Spy(Toys.linear(3, 3, 1));
    var learner = spy.learner(0.5f);
    var replay = new ExperienceReplay(learner, empty(20), 4);
    replay.observe(Toys.oneHots(3, 0, 0));
    replay.observe(Toys.oneHots(3, 1, 1, 1));
    replay.observe(Toys.oneHots(3, 2));
    assertThat(spy.learned()).extracting(x -> x.dim(0)).containsExactly(2, 3 + 2, 1 + 4);
    Tensor second = spy.learned().get(1);
    // The batch, and the two memories there were: not those of the batch itself.
    assertThat(second.toArray()).isEqualTo(Toys.oneHots(3, 1, 1, 1, 0, 0).inputs().toArray());
    assertThat(spy.learned().get(2).slice(1, 2, 3).toArray()).containsExactly(1, 0, 0, 0, 0);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 + 5 + 5);
  }

  @Test
  void everySampleOfTheJoinedBatchWeighsTheSame() {
    var learner = Toys.learner(Toys.linear(3, 3, 1), 0.5f);
    var twin = Toys.learner(Toys.linear(3, 3, 1), 0.5f);
    var replay = new ExperienceReplay(learner, empty(20), 10);
    replay.observe(Toys.oneHots(3, 0));
    twin.step(Toys.oneHots(3, 0));
    replay.observe(Toys.oneHots(3, 1, 2));
    twin.step(Toys.oneHots(3, 1, 2, 0));
    assertThat(learner.parameters().values()).isEqualTo(twin.parameters().values());
  }

  @Test
  void remembersEveryBatchWithItsTask() {
    var memory = empty(20);
    var learner = Toys.learner(Toys.linear(3, 3, 1), 0.5f);
    var replay = new ExperienceReplay(learner, memory, 4);
    replay.beginTask(0);
    replay.observe(Toys.oneHots(3, 0, 1));
    replay.beginTask(3);
    replay.observe(Toys.oneHots(3, 2));
    assertThat(memory.all().batch().labels()).containsExactly(0, 1, 2);
    assertThat(memory.task(1)).isZero();
    assertThat(memory.task(2)).isEqualTo(3);
    assertThat(memory.seen()).isEqualTo(3);
    assertThat(learner.ledger().bytes()).isEqualTo(memory.bytes());
  }
}
