package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Transform;
import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Balanced replay, then homeostasis. */
class N3Test {
  private final Spy spy = new Spy(Toys.linear(3, 3, 2));

  private Night night() {
    return new Night(spy.learner(0.1f), Toys.memory(3, 0, 0, 0, 0, 1, 2), Rng.of(1), 0.1f, 10);
  }

  @Test
  void everyClassComesBackAlike() {
    new N3(12, Transform.none(), Homeostasis.none()).sleep(night(), 10);
    for (Tensor inputs : spy.learned()) {
      assertThat(inputs.sum(0).toArray()).containsExactly(4, 4, 4);
    }
  }

  @Test
  void memoriesChangeEachTimeTheyComeBack() {
    Transform change =
        (inputs, rng) -> {
          for (int i = 0; i < inputs.size(); i++) {
            inputs.array()[inputs.offset() + i] = 2 + rng.nextFloat();
          }
        };
    var night = night();
    new N3(12, change, Homeostasis.none()).sleep(night, 2);
    float[] once = spy.learned().getFirst().toArray();
    float[] again = spy.learned().getLast().toArray();
    for (int i = 0; i < once.length; i++) {
      assertThat(once[i]).isBetween(2f, 3f);
      assertThat(again[i]).isBetween(2f, 3f);
    }
    assertThat(once).isNotEqualTo(again);
    assertThat(night.memory().all().batch().inputs().toArray())
        .isEqualTo(Toys.oneHots(3, 0, 0, 0, 0, 1, 2).inputs().toArray());
  }

  @Test
  void synapsesAreScaledOnceWhenTheStageEnds() {
    var night = night();
    night.settle();
    float[] evening = night.bedtime();
    List<Integer> stepsThen = new ArrayList<>();
    Homeostasis watched =
        tonight -> {
          stepsThen.add(tonight.steps());
          assertThat(tonight).isSameAs(night);
          assertThat(tonight.bedtime()).isEqualTo(evening);
          assertThat(tonight.learner().parameters().values()).isNotEqualTo(evening);
          tonight.learner().parameters().values()[0] = 42;
        };
    new N3(12, Transform.none(), watched).sleep(night, 7);
    assertThat(stepsThen).containsExactly(7);
    assertThat(night.learner().parameters().values()[0]).isEqualTo(42);
  }
}
