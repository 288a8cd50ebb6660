package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import org.junit.jupiter.api.Test;

/** All data so far whenever a task ends. */
class CumulativeTest {
  private static Dataset oneHots(int... labels) {
    Batch batch = Toys.oneHots(3, labels);
    return Dataset.of(batch.inputs(), batch.labels());
  }

  @Test
  void learnsAllDataSoFarWhenATaskEnds() {
    var spy = new Spy(Toys.linear(3, 3, 1));
    var learner = spy.learner(0.1f);
    var cumulative = new Cumulative(learner, 2, 10, Rng.of(1));
    cumulative.observe(Toys.oneHots(3, 0));
    assertThat(spy.learned()).isEmpty();
    cumulative.endTask(0, oneHots(0, 0));
    cumulative.endTask(1, oneHots(1, 2, 2));
    assertThat(spy.learned()).extracting(x -> x.dim(0)).containsExactly(2, 2, 5, 5);
    // How often each class is there.
    assertThat(spy.learned().get(3).sum(0).toArray()).containsExactly(2, 1, 2);
    // Each time in another order.
    assertThat(spy.learned().get(3).toArray()).isNotEqualTo(spy.learned().get(2).toArray());
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 * 2 + 2 * 5);
    assertThat(learner.ledger().bytes()).isEqualTo(5 * (3 * 4 + 4));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Cumulative(Points.learner(), 0, 10, Rng.of(1)))
        .hasMessageContaining("0 epochs");
  }
}
