package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Transform;
import io.reverie.nn.BatchNorm1d;
import io.reverie.nn.Layer;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import org.junit.jupiter.api.Test;

/** Statistics stay those of the day while asleep. */
class N1Test {
  private final BatchNorm1d norm = BatchNorm1d.of(3);
  private final Layer model = Sequential.of(norm, Toys.linear(3, 3, 1));
  private final Learner learner = Learner.of(model, Sgd.of(model, 0.1f), Rng.of(0));

  private Night night() {
    return new Night(learner, Toys.memory(3, 0, 0, 1, 2), Rng.of(1), 0.1f, 10);
  }

  private void day() {
    for (int i = 0; i < 3; i++) {
      learner.step(Toys.oneHots(3, 0, 0, 1));
    }
  }

  @Test
  void frozenStatisticsAreThoseOfTheDayAfterEveryStep() {
    day();
    float[] mean = norm.runningMean().toArray();
    float[] variance = norm.runningVar().toArray();
    float[] weights = learner.parameters().snapshot();
    Night night = night();
    new N1().sleep(night, 0);
    for (int step = 0; step < 3; step++) {
      new N3(6, Transform.none(), Homeostasis.none()).sleep(night, 1);
      assertThat(norm.runningMean().toArray()).isEqualTo(mean);
      assertThat(norm.runningVar().toArray()).isEqualTo(variance);
    }
    assertThat(learner.parameters().values()).isNotEqualTo(weights);
    learner.step(Toys.oneHots(3, 0, 1, 2));
    assertThat(norm.runningMean().toArray()).as("by day they move again").isNotEqualTo(mean);
  }

  @Test
  void withoutN1OrNotFrozenTheyMove() {
    day();
    float[] mean = norm.runningMean().toArray();
    Night night = night();
    new N1(false).sleep(night, 0);
    new N3(6, Transform.none(), Homeostasis.none()).sleep(night, 3);
    assertThat(norm.runningMean().toArray()).isNotEqualTo(mean);
  }

  @Test
  void freezingChangesNoGradient() {
    day();
    Layer twin = model.copy();
    Night frozen = night();
    new N1(true).sleep(frozen, 0);
    new N3(6, Transform.none(), Homeostasis.none()).sleep(frozen, 5);
    Learner other = Learner.of(twin, Sgd.of(twin, 0.1f), Rng.of(0));
    Night moving = new Night(other, Toys.memory(3, 0, 0, 1, 2), Rng.of(1), 0.1f, 10);
    new N1(false).sleep(moving, 0);
    new N3(6, Transform.none(), Homeostasis.none()).sleep(moving, 5);
    assertThat(other.parameters().values()).isEqualTo(learner.parameters().values());
  }
}
