package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Transform;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every stage: its name, its budget, what it pays. */
class StageTest {
  private final Learner learner = Toys.learner(Toys.linear(3, 3, 1), 0.1f);

  private Night night(int steps) {
    return new Night(learner, Toys.memory(3, 0, 1, 1, 2, 2, 2), Rng.of(1), 0.1f, steps);
  }

  static Stream<Arguments> stages() {
    return Stream.of(
        Arguments.of(new N2(7, 0.1f), "N2"),
        Arguments.of(new N3(7, Transform.none(), Homeostasis.none()), "N3"),
        Arguments.of(new Rem(7, 1, 0, Transform.none()), "REM"));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void keepsItsBudget(Stage stage, String name) {
    assertThat(stage.name()).isEqualTo(name);
    for (int steps : new int[] {0, 1, 5}) {
      var night = night(10);
      long paid = learner.ledger().gradientSamples();
      stage.sleep(night, steps);
      assertThat(night.steps()).isEqualTo(steps);
      assertThat(learner.ledger().gradientSamples() - paid).isEqualTo(7L * steps);
    }
  }

  @Test
  void n1SettlesAndMakesNoStep() {
    var night = night(10);
    float[] evening = learner.parameters().snapshot();
    new N1().sleep(night, 0);
    assertThat(new N1().name()).isEqualTo("N1");
    assertThat(night.bedtime()).isEqualTo(evening);
    assertThat(night.canariesAtBedtime()).isEqualTo(night.canaries());
    assertThat(night.steps()).isZero();
    assertThat(learner.parameters().values()).isEqualTo(evening);
  }

  @Test
  void aStageOfOnesOwnIsALambda() {
    Stage lullaby =
        (night, steps) -> {
          for (int i = 0; i < steps; i++) {
            var one = night.memory().draw(1).batch();
            night.step(1, model -> model.forward(one.inputs()).crossEntropy(one.labels()));
          }
        };
    var night = night(10);
    lullaby.sleep(night, 4);
    assertThat(night.steps()).isEqualTo(4);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(4);
  }

  @Test
  void replayTeachesWhatIsRemembered() {
    for (var stage : stages().map(arguments -> (Stage) arguments.get()[0]).toList()) {
      var pupil = Toys.learner(Toys.linear(3, 3, 1), 0.1f);
      var night = new Night(pupil, Toys.memory(3, 0, 1, 1, 2, 2, 2), Rng.of(1), 0.5f, 200);
      stage.sleep(night, 200);
      assertThat(night.canaries()).as(stage.name()).isEqualTo(1);
    }
  }

  static Stream<ThrowingCallable> nonsense() {
    return Stream.of(
        () -> new N2(0, 1),
        () -> new N2(1, -1),
        () -> new N2(1, Float.NaN),
        () -> new N3(0, Transform.none(), Homeostasis.none()),
        () -> new Rem(0, 1, 0, Transform.none()),
        () -> new Rem(1, -1, 0, Transform.none()),
        () -> new Rem(1, Float.NaN, 0, Transform.none()),
        () -> new Rem(1, 1, -1, Transform.none()));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsRefused(ThrowingCallable stage) {
    assertThatThrownBy(stage)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }
}
