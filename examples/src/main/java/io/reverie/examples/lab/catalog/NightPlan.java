package io.reverie.examples.lab.catalog;

import io.reverie.data.Transform;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.Payment;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.Lesson;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Noise;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.stage.Replay;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.stage.Triage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What a night consists of, so that an experiment can change one thing at a time.
 *
 * @param extra memories a night for each batch of the day before it: the night's payment
 * @param batch memories a step
 * @param cycles how many cycles; 0 for one block of deep sleep and no other stage
 * @param rate learning rate at bedtime
 * @param margin by how much the canaries may fall; 1 for a night that is never undone
 * @param sigma noise of light sleep at bedtime, on inputs of 0 to 1
 * @param augmented whether recalled images are shifted by up to a pixel
 * @param homeostasis how synapses are scaled back at the end of each deep sleep
 * @param replay what is changed in deep sleep's replay
 * @param lessons what is learned beside the labels
 * @param dreams REM sleep for a bench and a change of memories; more deep sleep where there is none
 */
record NightPlan(
    int extra,
    int batch,
    int cycles,
    float rate,
    float margin,
    float sigma,
    boolean augmented,
    Part<Homeostasis> homeostasis,
    Part<UnaryOperator<Replay>> replay,
    Lessons lessons,
    Part<BiFunction<Bench, Transform, Optional<Rem>>> dreams) {

  /**
   * What is learned in light and deep sleep beside the labels.
   *
   * @param stored weight of the logits that are stored with memories
   * @param morning weight of what the network said this morning, at temperature 2
   * @param restated whether the stored logits are made anew at dawn
   */
  record Lessons(float stored, float morning, boolean restated) {
    /** Of the night of the reports. */
    static final Lessons STANDARD = new Lessons(0.5f, 0.5f, true);

    /** The labels alone. */
    static final Lessons NONE = new Lessons(0, 0, false);
  }

  private static final int BATCH = 64;

  /**
   * The night of the reports: half as many memories at night as by day, no dreams. Chosen on seeds
   * from 100 up.
   */
  static NightPlan standard() {
    return new NightPlan(
        10,
        BATCH,
        3,
        0.05f,
        0.05f,
        0.1f,
        true,
        new Part<>("to .95 of the norm, κ .5", Homeostasis.towardsBedtime(0.95f, 0.5f)),
        new Part<>("balanced", replay -> replay),
        Lessons.STANDARD,
        new Part<>("none", (bench, recall) -> Optional.empty()));
  }

  /** REM sleep that mixes two memories; 0 leaves the first as it is. */
  static Part<BiFunction<Bench, Transform, Optional<Rem>>> mixup(float alpha) {
    return new Part<>(
        "mixup, α " + alpha + ", one in 16 real",
        (bench, recall) -> Optional.of(new Rem(BATCH, alpha, 16, recall)));
  }

  NightPlan extra(int memories) {
    return new NightPlan(
        memories,
        batch,
        cycles,
        rate,
        margin,
        sigma,
        augmented,
        homeostasis,
        replay,
        lessons,
        dreams);
  }

  NightPlan batch(int memories) {
    return new NightPlan(
        extra,
        memories,
        cycles,
        rate,
        margin,
        sigma,
        augmented,
        homeostasis,
        replay,
        lessons,
        dreams);
  }

  NightPlan rate(float bedtime) {
    return new NightPlan(
        extra,
        batch,
        cycles,
        bedtime,
        margin,
        sigma,
        augmented,
        homeostasis,
        replay,
        lessons,
        dreams);
  }

  NightPlan margin(float fall) {
    return new NightPlan(
        extra, batch, cycles, rate, fall, sigma, augmented, homeostasis, replay, lessons, dreams);
  }

  NightPlan sigma(float bedtime) {
    return new NightPlan(
        extra,
        batch,
        cycles,
        rate,
        margin,
        bedtime,
        augmented,
        homeostasis,
        replay,
        lessons,
        dreams);
  }

  /** The same with memories as they were. */
  NightPlan plain() {
    return new NightPlan(
        extra, batch, cycles, rate, margin, sigma, false, homeostasis, replay, lessons, dreams);
  }

  NightPlan homeostasis(String what, Homeostasis form) {
    var part = new Part<>(what, form);
    return new NightPlan(
        extra, batch, cycles, rate, margin, sigma, augmented, part, replay, lessons, dreams);
  }

  NightPlan withoutHomeostasis() {
    return homeostasis("none", Homeostasis.none());
  }

  NightPlan dreams(Part<BiFunction<Bench, Transform, Optional<Rem>>> other) {
    return new NightPlan(
        extra, batch, cycles, rate, margin, sigma, augmented, homeostasis, replay, lessons, other);
  }

  /** The same with deep sleep's replay changed. */
  NightPlan replay(String what, UnaryOperator<Replay> change) {
    var part = new Part<>(what, change);
    return new NightPlan(
        extra, batch, cycles, rate, margin, sigma, augmented, homeostasis, part, lessons, dreams);
  }

  /** The same with other lessons beside the labels. */
  NightPlan lessons(Lessons other) {
    return new NightPlan(
        extra, batch, cycles, rate, margin, sigma, augmented, homeostasis, replay, other, dreams);
  }

  /** The same payment as one block of deep sleep. */
  NightPlan block() {
    return new NightPlan(
        extra, batch, 0, rate, margin, sigma, augmented, homeostasis, replay, lessons, dreams);
  }

  /** How many gradient steps a night has when so many are slept for each task. */
  int steps(Bench bench, double nightsPerTask) {
    return Payment.nightSteps(bench.stepsPerTask() / nightsPerTask, extra, batch);
  }

  /** The sleeper, for so many nights a task. */
  Sleeper sleeper(Bench bench, double nightsPerTask) {
    return new Sleeper(night(bench, steps(bench, nightsPerTask)), rate, margin);
  }

  private List<SleepCycle> night(Bench bench, int steps) {
    Transform recall = recall();
    Replay plain = Replay.of(batch).changed(recall).teaching(lesson(bench));
    var deep = new N3(replay.value().apply(plain), homeostasis.value());
    List<SleepCycle> night = new ArrayList<>();
    if (cycles == 0) {
      night.add(new SleepCycle(List.of(new Phase(new N1(), 0), new Phase(deep, steps))));
    } else {
      var light = new N2(plain.noisy(Noise.gaussian(sigma)), Triage.none());
      Stage dreaming =
          dreams
              .value()
              .apply(bench, recall)
              .<Stage>map(
                  rem -> new Rem(batch, rem.anchors(), rem.recall(), rem.source(), rem.judge()))
              .orElse(deep);
      night.addAll(SleepCycle.night(new N1(), light, deep, dreaming, cycles, steps));
    }
    List<Phase> dawn = new ArrayList<>();
    if (lessons.restated) {
      dawn.add(new Phase(bench.morning().reconsolidate(), 0));
    }
    dawn.add(new Phase(bench.morning().remember(), 0));
    night.add(new SleepCycle(dawn));
    return List.copyOf(night);
  }

  private Lesson lesson(Bench bench) {
    return Lesson.labels()
        .plus(lessons.stored, Lesson.storedLogits())
        .plus(lessons.morning, bench.morning().lesson(2));
  }

  private Transform recall() {
    int side = Net.SIDE;
    return augmented ? Transform.shift(side, side, 1) : Transform.none();
  }
}
