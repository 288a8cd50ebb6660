package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.dream.Inversion;
import io.reverie.sleep.dream.Vae;
import io.reverie.sleep.dream.VaeGenerator;
import io.reverie.sleep.memory.Cue;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Canaries;
import io.reverie.sleep.stage.Controls;
import io.reverie.sleep.stage.Cortex;
import io.reverie.sleep.stage.DreamSource;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.Judge;
import io.reverie.sleep.stage.Lesson;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Noise;
import io.reverie.sleep.stage.Partner;
import io.reverie.sleep.stage.Reactivation;
import io.reverie.sleep.stage.Recollection;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.stage.Replay;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.stage.Teacher;
import io.reverie.sleep.stage.Tempo;
import io.reverie.sleep.stage.Triage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Nights as nobody wants them: every stage survives them, or the evening comes back. */
class BadNightsTest {
  private static final int CLASSES = 4;

  private static Learner learner() {
    Rng rng = Rng.of(8);
    var model =
        Sequential.of(Linear.of(CLASSES, 6, rng), Activation.RELU, Linear.of(6, CLASSES, rng));
    return Learner.of(model, Sgd.of(model, 0.1f), rng);
  }

  private static List<Stage> stages(Learner learner) {
    Transform none = Transform.none();
    List<Stage> stages = new ArrayList<>();
    stages.add(new N1());
    stages.add(Cortex.follow(0.9f));
    stages.add(new N2(8, 0.1f).sorting(Triage.by(Triage.Score.loss()), 0.5f));
    for (Homeostasis form :
        List.of(
            Homeostasis.asWritten(0.1f, 1),
            Homeostasis.towardsBedtime(0.9f, 0.5f),
            Homeostasis.decayLike(Homeostasis.perNeuron(0.9f, 1)),
            Homeostasis.sparingUsed(0.2f, Homeostasis.elementwise(0.1f, 1)),
            Homeostasis.sparingLargest(0.2f, Homeostasis.shrinkAndPerturb(0.9f, 0.01f)))) {
      stages.add(new N3(8, none, form));
    }
    for (Partner partner : Partner.values()) {
      stages.add(new Rem(8, 0.1, none, DreamSource.mixup(1, partner, none), Judge.checks(0.5f)));
    }
    stages.add(new Rem(8, DreamSource.cutmix(2, 2, 1, Partner.ANY, none)));
    var vae = Vae.conditional(CLASSES, 5, 2, CLASSES, Rng.of(3));
    var generator = VaeGenerator.of(learner, vae, Shape.of(CLASSES), 0.01f, Rng.of(4));
    stages.add(new Rem(8, DreamSource.generated(generator, 2, 4)));
    stages.add(new Rem(8, DreamSource.inverted(Inversion.ofPictures(2, 2), 4, none)));
    stages.add(new Rem(8, DreamSource.latent(2, 0.5f)));
    Replay replay = Replay.of(8);
    stages.add(replay.recalling(Recollection.episodes(3, 0.5)).at(Tempo.compressed(2).soft(0.5f)));
    stages.add(replay.drawing(Controls.currentTask()).teaching(Controls.shuffledLabels()));
    stages.add(replay.drawing(new Reactivation(Cue.ofClasses(3), 4).draw()));
    stages.add(replay.noisy(Noise.gaussian(0.1f).on(Noise.Place.WEIGHTS), Noise.dropout(0.5f)));
    stages.add(
        replay.teaching(
            Lesson.labels()
                .plus(1, Lesson.distillation(Teacher.bedtime(), 2))
                .plus(1, Lesson.distillation(Teacher.cortex(), 2))));
    stages.add(Controls.sham(replay.changed(Controls.noise())));
    stages.add(Cortex.consolidate());
    return stages;
  }

  /** Every stage in turn, for so many steps each. */
  private static Sleeper sleeper(Learner learner, int steps, float rate) {
    var phases = stages(learner).stream().map(stage -> new SleepCycle.Phase(stage, steps)).toList();
    return new Sleeper(List.of(new SleepCycle(phases)), rate, 1);
  }

  private static ReplayBuffer memory(int... labels) {
    var memory =
        ReplayBuffer.of(
            Math.max(1, labels.length),
            Shape.of(CLASSES),
            CLASSES,
            KeepRule.reservoir(),
            Rng.of(1));
    memory.add(Toys.oneHots(CLASSES, labels), 0);
    return memory;
  }

  private static Hypnogram slept(int steps, float rate, ReplayBuffer memory) {
    Learner learner = learner();
    Hypnogram night = sleeper(learner, steps, rate).sleep(learner, memory, Rng.of(5));
    for (float w : learner.parameters().values()) {
      assertThat(Float.isFinite(w)).isTrue();
    }
    return night;
  }

  @Test
  void fewMemoriesOrNone() {
    assertThat(slept(3, 0.05f, memory(2)).promoted()).isTrue();
    assertThat(slept(3, 0.05f, memory(1, 1, 1)).promoted()).isTrue();
    assertThat(slept(3, 0.05f, memory(0, 1, 3)).promoted()).isTrue();
    assertThat(slept(3, 0.05f, memory()).episodes()).isEmpty();
  }

  @Test
  void noStepsAndNoRate() {
    assertThat(slept(0, 0.05f, memory(0, 1)).steps()).isZero();
    assertThat(slept(2, 0, memory(0, 1)).promoted()).isTrue();
  }

  @Test
  void aRateThatBreaksTheNetworkIsTakenBack() {
    Learner learner = learner();
    float[] evening = learner.parameters().snapshot();
    Hypnogram night = sleeper(learner, 3, 1e30f).sleep(learner, memory(0, 1, 2), Rng.of(5));
    assertThat(night.promoted()).isFalse();
    assertThat(learner.parameters().values()).isEqualTo(evening);
  }

  @Test
  void aNetworkThatWentToBedBrokenStaysAsItWas() {
    Learner learner = learner();
    learner.parameters().values()[0] = Float.NaN;
    float[] evening = learner.parameters().snapshot();
    Hypnogram night = sleeper(learner, 2, 0.05f).sleep(learner, memory(0, 1, 2), Rng.of(5));
    assertThat(night.promoted()).isFalse();
    assertThat(learner.parameters().values()).isEqualTo(evening);
  }

  /** A stage that interrupts its own thread, in front of each of the others in turn. */
  @Test
  void interruptedBeforeAnyStageTheEveningComesBack() {
    int n = stages(learner()).size();
    for (int at = 0; at < n; at++) {
      Learner learner = learner();
      float[] evening = learner.parameters().snapshot();
      List<SleepCycle.Phase> phases =
          new ArrayList<>(sleeper(learner, 2, 0.05f).night().getFirst().phases());
      Stage alarm = Stage.named("alarm", (night, steps) -> Thread.currentThread().interrupt());
      phases.add(at, new SleepCycle.Phase(alarm, 0));
      phases.add(new SleepCycle.Phase(Replay.of(2), 1)); // the last ones may make no step
      Sleeper sleeper = new Sleeper(List.of(new SleepCycle(phases)), 0.05f, 1, Canaries.memories());
      assertThatThrownBy(() -> sleeper.sleep(learner, memory(0, 1, 2), Rng.of(5)))
          .as("before phase %d", at)
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(learner.parameters().values()).isEqualTo(evening);
    }
  }

  /** A stage of one's own may store what it finds: a triage before it knows nothing of that. */
  @Test
  void memoriesThatComeByNightAreNotKnownToTheTriage() {
    var memory = ReplayBuffer.of(9, Shape.of(CLASSES), CLASSES, KeepRule.reservoir(), Rng.of(1));
    memory.add(Toys.oneHots(CLASSES, 0, 1), 0);
    Stage more =
        Stage.named("more", (night, steps) -> night.memory().add(Toys.oneHots(CLASSES, 2, 3), 0));
    var n2 = new N2(8, 0).sorting(Triage.by(Triage.Score.loss()), 0.5f);
    var share =
        new Replay(
            8,
            n2.replay().recollection(),
            Transform.none(),
            List.of(),
            Lesson.labels(),
            Tempo.real());
    var night =
        new SleepCycle(
            List.of(
                new SleepCycle.Phase(n2, 1),
                new SleepCycle.Phase(more, 0),
                new SleepCycle.Phase(share, 2),
                new SleepCycle.Phase(n2, 2)));
    Learner learner = learner();
    assertThat(new Sleeper(List.of(night), 0.05f, 1).sleep(learner, memory, Rng.of(5)).steps())
        .isEqualTo(5);
  }
}
