package io.reverie.examples.lab.catalog;

import io.reverie.data.Transform;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.Payment;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.stage.Stage;
import java.util.List;

/**
 * What a night consists of, in numbers that an experiment can change one at a time.
 *
 * @param extra memories a night for each batch of the day before it: the night's payment
 * @param batch memories a step
 * @param cycles how many cycles
 * @param rate learning rate at bedtime
 * @param sigma noise of light sleep at bedtime, on inputs of 0 to 1
 * @param augmented whether recalled images are shifted by up to two pixels and mirrored
 * @param kappa strength of homeostasis to .95 of the norm at bedtime; 0 for none
 * @param alpha how thoroughly dreams mix; 0 for memories as they are
 * @param anchors every how many-th dream is a real memory
 * @param margin by how much the canaries may fall
 * @param only instead of the four stages, this replay alone
 */
public record NightPlan(
    int extra,
    int batch,
    int cycles,
    float rate,
    float sigma,
    boolean augmented,
    float kappa,
    float alpha,
    int anchors,
    float margin,
    Replay only) {
  /**
   * The night of the reports: as many memories at night as by day, chosen on seeds 100 to 104.
   */
  public static NightPlan standard() {
    return new NightPlan(10, 64, 3, 0.05f, 0.1f, true, 0.5f, 1, 16, 0.05f, Replay.NONE);
  }

  /** The same with so many memories at night for each batch of the day. */
  public NightPlan extra(int memories) {
    return with(memories, batch, rate, sigma, augmented, kappa, alpha, margin, only);
  }

  /** The same with so many memories a step. */
  public NightPlan batch(int memories) {
    return with(extra, memories, rate, sigma, augmented, kappa, alpha, margin, only);
  }

  /** The same with this learning rate at bedtime. */
  public NightPlan rate(float bedtime) {
    return with(extra, batch, bedtime, sigma, augmented, kappa, alpha, margin, only);
  }

  /** The same with this noise in light sleep. */
  public NightPlan sigma(float bedtime) {
    return with(extra, batch, rate, bedtime, augmented, kappa, alpha, margin, only);
  }

  /** The same with images recalled as they were. */
  public NightPlan plain() {
    return with(extra, batch, rate, sigma, false, kappa, alpha, margin, only);
  }

  /** The same with homeostasis of this strength. */
  public NightPlan kappa(float strength) {
    return with(extra, batch, rate, sigma, augmented, strength, alpha, margin, only);
  }

  /** The same with dreams that mix so thoroughly. */
  public NightPlan alpha(float mixing) {
    return with(extra, batch, rate, sigma, augmented, kappa, mixing, margin, only);
  }

  /** The same where the canaries may fall by so much; 1 for a night that is never undone. */
  public NightPlan margin(float fall) {
    return with(extra, batch, rate, sigma, augmented, kappa, alpha, fall, only);
  }

  /** The same night as one block of this replay. */
  public NightPlan only(Replay replay) {
    return with(extra, batch, rate, sigma, augmented, kappa, alpha, margin, replay);
  }

  private NightPlan with(
      int newExtra,
      int newBatch,
      float newRate,
      float newSigma,
      boolean newAugmented,
      float newKappa,
      float newAlpha,
      float newMargin,
      Replay newOnly) {
    return new NightPlan(
        newExtra, newBatch, cycles, newRate, newSigma, newAugmented, newKappa, newAlpha, anchors,
        newMargin, newOnly);
  }

  /** How many gradient steps a night has when so many are slept for each task. */
  public int steps(Bench bench, double nightsPerTask) {
    return Payment.nightSteps(bench.stepsPerTask() / nightsPerTask, extra, batch);
  }

  /** The sleeper, for so many nights a task. */
  public Sleeper sleeper(Bench bench, double nightsPerTask) {
    return sleeper(steps(bench, nightsPerTask));
  }

  /** The sleeper with so many gradient steps a night. */
  public Sleeper sleeper(int steps) {
    return new Sleeper(night(steps), rate, margin);
  }

  private List<SleepCycle> night(int steps) {
    if (only != Replay.NONE) {
      return List.of(
          new SleepCycle(
              List.of(
                  new Phase(new N1(), 0),
                  new Phase(Stage.named("N3", only.stage(batch, recall())), steps))));
    }
    var homeostasis =
        kappa == 0 ? Homeostasis.none() : Homeostasis.towardsBedtime(0.95f, kappa);
    return SleepCycle.night(
        new N1(),
        new N2(batch, sigma),
        new N3(batch, recall(), homeostasis),
        new Rem(batch, alpha, anchors, recall()),
        cycles,
        steps);
  }

  private Transform recall() {
    int side = Net.SIDE;
    return augmented
        ? Transform.shift(side, side, 2).then(Transform.mirror(side, side))
        : Transform.none();
  }
}
