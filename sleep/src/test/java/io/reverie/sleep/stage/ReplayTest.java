package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Transform;
import io.reverie.sleep.Spy;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.Cue;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Noise.Place;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of replay: each neutral one changes no bit, each other does what it says. */
class ReplayTest {
  private static final int STEPS = 12;

  private static Night night(Learner learner) {
    return new Night(learner, Toys.memory(3, 0, 0, 0, 1, 1, 2), Rng.of(1), 0.3f, STEPS);
  }

  /** The weights after a night of this. */
  private static float[] after(Consumer<Night> stage) {
    Learner learner = Toys.learner(Toys.linear(3, 3, 7), 0.3f);
    Night night = night(learner);
    night.settle();
    stage.accept(night);
    return learner.parameters().snapshot();
  }

  static Stream<Replay> neutral() {
    Replay plain = Replay.of(5);
    return Stream.of(
        plain.noisy(Noise.gaussian(0), Noise.dropout(0).on(Place.WEIGHTS)),
        plain.noisy(Noise.gaussian(0).on(Place.HIDDEN), Noise.features(0).on(Place.WEIGHTS)),
        plain.noisy(Noise.gaussian(1).over(t -> 0)),
        plain.at(Tempo.compressed(1).soft(1).skipping(1)),
        plain.teaching(Lesson.labels().plus(0, Lesson.storedLogits())),
        plain.drawing(Draw.balanced()),
        plain.drawing(new Reactivation(Cue.ofClasses(1), 1).draw()),
        plain.recalling(Recollection.triaged(Draw.balanced(), 0)),
        plain.changed(new Reverse(3, 0)));
  }

  @ParameterizedTest
  @MethodSource("neutral")
  void aNeutralPartChangesNoBit(Replay replay) {
    float[] plain = after(night -> new N3(5, Transform.none(), Homeostasis.none()).sleep(night, 9));
    assertThat(after(night -> replay.sleep(night, 9))).isEqualTo(plain);
    assertThat(after(night -> new N2(replay, Triage.none()).sleep(night, 9))).isEqualTo(plain);
    assertThat(after(night -> new N2(5, 0).sleep(night, 9))).isEqualTo(plain);
  }

  @Test
  void neutralHomeostasisAndCortexChangeNoBit() {
    float[] plain = after(night -> Replay.of(5).sleep(night, 9));
    for (Homeostasis form : neutralForms()) {
      assertThat(after(night -> new N3(Replay.of(5), form).sleep(night, 9))).isEqualTo(plain);
    }
    float[] followed =
        after(night -> {
          Cortex.follow(0).sleep(night, 0);
          Replay.of(5).sleep(night, 9);
          Cortex.consolidate().sleep(night, 0);
        });
    assertThat(followed).isEqualTo(plain);
  }

  static List<Homeostasis> neutralForms() {
    return List.of(
        Homeostasis.asWritten(0, 1),
        Homeostasis.towardsNorm(3, 0),
        Homeostasis.perNeuron(0.5f, 0),
        Homeostasis.elementwise(0, 1),
        Homeostasis.decay(0),
        Homeostasis.shrinkAndPerturb(1, 0),
        Homeostasis.decayLike(Homeostasis.none()),
        Homeostasis.sparingLargest(1, Homeostasis.decay(0.5f)),
        Homeostasis.sparingUsed(1, Homeostasis.decay(0.5f)),
        Homeostasis.none().then(Homeostasis.none()));
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "2, 6", "3, 4", "5, 3", "7, 2", "12, 1", "50, 1"})
  void compressionMakesFewerAndLargerStepsOfTheSameSum(int c, int steps) {
    Learner learner = Toys.learner(Toys.linear(3, 3, 7), 0.3f);
    Night night = night(learner);
    List<Float> rates = new ArrayList<>();
    List<Float> hours = new ArrayList<>();
    Lesson watched =
        (tonight, seen, recalled) -> {
          hours.add(tonight.hour());
          return outputs -> {
            rates.add(tonight.learner().optimizer().rate());
            return outputs.crossEntropy(seen.labels());
          };
        };
    Replay.of(5).teaching(watched).at(Tempo.compressed(c).soft(0.1f)).sleep(night, STEPS);
    assertThat(night.steps()).isEqualTo(steps);
    assertThat(night.hour()).isEqualTo(1);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(5L * steps);
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      int of = Math.min(c, STEPS - i * c);
      assertThat(hours.get(i)).isCloseTo((float) i * c / STEPS, Offset.offset(1e-6f));
      assertThat(rates.get(i))
          .isCloseTo(0.1f * 0.3f * of * (1 - hours.get(i)), Offset.offset(1e-6f));
      sum += of;
    }
    assertThat(sum).isEqualTo(STEPS);
  }

  private static final Shape SEQUENCE = Shape.of(5, 2);

  /** One sequence of five frames (f, −f). */
  private static ReplayBuffer sequences() {
    var memory = ReplayBuffer.of(1, SEQUENCE, 1, KeepRule.reservoir(), Rng.of(1));
    float[] frames = {0, 0, 1, -1, 2, -2, 3, -3, 4, -4};
    memory.add(new Batch(Tensor.of(frames, 1, 5, 2), new int[1]), 0);
    return memory;
  }

  @Test
  void framesAreSkippedInSequences() {
    Tensor batch = sequences().all().batch().inputs();
    assertThat(Tempo.real().skipping(2).played(batch).toArray())
        .containsExactly(0, 0, 2, -2, 4, -4);
    assertThat(Tempo.real().skipping(3).played(batch).shape()).isEqualTo(Shape.of(1, 2, 2));
    assertThat(Tempo.real().played(batch)).isSameAs(batch);
    assertThatThrownBy(() -> Tempo.real().skipping(2).played(Tensor.ones(3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }

  @Test
  void sequencesArePlayedBackwardsFrameByFrame() {
    Tensor batch = sequences().all().batch().inputs();
    new Reverse(5, 1).apply(batch, Rng.of(1));
    assertThat(batch.toArray()).containsExactly(4, -4, 3, -3, 2, -2, 1, -1, 0, 0);
    Tensor many = Tensor.zeros(4000, 3);
    for (int i = 0; i < 4000; i++) {
      many.array()[3 * i] = 1;
    }
    new Reverse(3, 0.3).apply(many, Rng.of(2));
    float reversed = 0;
    for (int i = 0; i < 4000; i++) {
      reversed += many.array()[3 * i + 2];
    }
    // Four deviations of a binomial of 4000 at 0.3.
    assertThat(reversed).isBetween(1084f, 1316f);
    assertThatThrownBy(() -> new Reverse(4, 0.3).apply(many, Rng.of(1)))
        .hasMessageContaining("4 frames")
        .hasMessageContaining("needed");
  }

  @Test
  void whereNothingComesBackNoStepIsMade() {
    Learner learner = Toys.learner(Toys.linear(3, 3, 7), 0.3f);
    Night night = night(learner);
    Replay.of(5).drawing((memory, n, rng) -> new int[0]).sleep(night, 9);
    assertThat(night.steps()).isZero();
    assertThat(learner.ledger().gradientSamples()).isZero();
  }

  @Test
  void replayIsAStageThatSaysItsBatch() {
    assertThat(Replay.of(5).batch()).isEqualTo(5);
    assertThat(new N2(6, 0.1f).batch()).isEqualTo(6);
    assertThat(new N3(7, Transform.none(), Homeostasis.none()).batch()).isEqualTo(7);
    assertThat(Stage.named("mine", Replay.of(8)).batch()).isEqualTo(8);
    Stage own = (night, steps) -> {};
    assertThat(own.batch()).isZero();
    assertThat(Replay.of(5).name()).isEqualTo("Replay");
  }

  @Test
  void changesComeBeforeNoiseAndReachTheNetwork() {
    var spy = new Spy(Toys.linear(3, 3, 2));
    Transform ones =
        (inputs, rng) -> Arrays.fill(inputs.array(), inputs.offset(), inputs.size(), 1f);
    Replay.of(4)
        .changed(ones)
        .noisy(Noise.dropout(0.5f).over(Noise.constant()))
        .sleep(night(spy.learner(0.1f)), 1);
    assertThat(spy.learned().getFirst().toArray()).contains(0f, 2f).containsOnly(0f, 2f);
  }

  static Stream<ThrowingCallable> nonsense() {
    return Stream.of(
        () -> Replay.of(0),
        () -> Tempo.compressed(0),
        () -> Tempo.real().soft(-1),
        () -> Tempo.real().soft(Float.NaN),
        () -> Tempo.real().skipping(0),
        () -> new Reverse(1, 0.3),
        () -> new Reverse(2, 1.1),
        () -> new Reverse(2, Double.NaN),
        () -> Lesson.labels().plus(-1, Lesson.labels()),
        () -> Lesson.distillation(Teacher.bedtime(), 0),
        () -> Cortex.follow(1),
        () -> Cortex.follow(Float.NaN),
        () -> new Triage(Triage.Score.loss(), -1),
        () -> Recollection.triaged(Draw.balanced(), 2),
        () -> Recollection.episodes(0, 0.3),
        () -> Recollection.episodes(1, -0.1),
        () -> new Reactivation(Cue.ofClasses(1), -1));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsRefused(ThrowingCallable part) {
    assertThatThrownBy(part)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }
}
