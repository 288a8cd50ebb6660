package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody wakes up broken: a night that did harm is undone to the bit. */
class WakingTest {
  private final Learner learner = Toys.learner(Toys.echo(4), 0.1f);
  private final float[] evening = learner.parameters().snapshot();

  private Hypnogram sleep(double margin, Stage... stages) {
    var phases = Arrays.stream(stages).map(stage -> new Phase(stage, 0)).toList();
    var sleeper = new Sleeper(List.of(new SleepCycle(phases)), 0.1f, margin);
    return sleeper.sleep(learner, Toys.memory(4, 0, 1, 2, 3), Rng.of(1));
  }

  private static Stage stage(String name, Consumer<float[]> harm) {
    return new Stage() {
      @Override
      public void sleep(Night night, int steps) {
        harm.accept(night.learner().parameters().values());
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  /** Makes the network answer class 0 where it should answer class 3: one canary of four. */
  private static final Stage CONFUSION =
      stage(
          "confusion",
          values -> {
            values[3] = 9;
            values[15] = 0;
          });

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNoNumbersAreUndone(float bad) {
    var night = sleep(1, new N1(), stage("nightmare", values -> values[7] = bad));
    assertThat(night.promoted()).isFalse();
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(night.episodes()).extracting(Episode::stage).containsExactly("N1", "nightmare");
  }

  @Test
  void weightsThatAreNoNumbersAreUndoneEvenIfNobodySettled() {
    var night = sleep(1, stage("nightmare", values -> Arrays.fill(values, Float.NaN)));
    assertThat(night.promoted()).isFalse();
    assertThat(learner.parameters().values()).isEqualTo(evening);
  }

  @Test
  void forgettingTheCanariesIsUndone() {
    Stage reversal =
        stage(
            "reversal",
            values -> {
              for (int i = 0; i < values.length; i++) {
                values[i] = -values[i];
              }
            });
    var night = sleep(0.05, new N1(), reversal);
    assertThat(night.promoted()).isFalse();
    assertThat(night.canariesAtBedtime()).isEqualTo(1);
    assertThat(night.canariesAtDawn()).isZero();
    assertThat(learner.parameters().values()).isEqualTo(evening);
    assertThat(night.episodes()).hasSize(2);
  }

  @Test
  void withinTheMarginTheNightCounts() {
    var night = sleep(0.25, new N1(), CONFUSION);
    assertThat(night.canariesAtDawn()).isEqualTo(0.75);
    assertThat(night.promoted()).isTrue();
    assertThat(learner.parameters().values()[3]).isEqualTo(9);
  }

  @Test
  void beyondTheMarginItDoesNot() {
    var night = sleep(0.24, new N1(), CONFUSION);
    assertThat(night.canariesAtDawn()).isEqualTo(0.75);
    assertThat(night.promoted()).isFalse();
    assertThat(learner.parameters().values()).isEqualTo(evening);
  }

  @Test
  void theNextDayStartsFromTheRestoredWeights() {
    sleep(0.05, new N1(), CONFUSION);
    var sleepless = Toys.learner(Toys.echo(4), 0.1f);
    var batch = Toys.oneHots(4, 2, 1);
    assertThat(learner.step(batch)).isEqualTo(sleepless.step(batch));
    assertThat(learner.parameters().values()).isEqualTo(sleepless.parameters().values());
  }
}
