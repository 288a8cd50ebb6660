package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Payment;
import io.reverie.examples.split.Rivals;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.strategy.AsymmetricReplay;
import io.reverie.sleep.strategy.ClsEr;
import io.reverie.sleep.strategy.DarkExperienceReplay;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.OnlineEwc;
import io.reverie.sleep.strategy.SleepStrategy;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.strategy.SynapticIntelligence;
import io.reverie.sleep.wake.Learner;
import java.util.function.Function;

/**
 * What the experiments compare. Rivals have the settings with which the library Mammoth gives its
 * figures for the reference protocol; where they pay as much as the sleeper, only the number of
 * memories a step is another.
 */
final class Arms {
  /** The sleeper's name in every experiment. */
  static final String SLEEP = "Sleep";

  /** Memories with each batch by day, for sleepers: ten for their logits, ten for their labels. */
  static final int BY_DAY = 20;

  /** How firmly the sleeper is held to the morning by day. */
  static final float HELD = 0.25f;

  /** Memories with each batch for Mammoth's replay. */
  private static final int REPLAY = 10;

  /** The learning rate by day of all that is not said to have another. */
  static final float RATE = 0.03f;

  /** What is said of rivals at equal bytes. */
  private static final String FAIR = " with room for as many more as the morning's copy takes";

  private Arms() {}

  static Arm finetune() {
    return Arm.of("Finetune", "rate .03", bench -> new Finetune(bench.learner(RATE)));
  }

  static Arm joint() {
    return finetune().named("Joint").jointly();
  }

  /**
   * On tasks that share their classes: the authors' λ for the split is stiffer than stable there.
   */
  static Arm ewcOfDomains() {
    return Arm.of(
        "Online EWC", "rate .03, λ .7, γ 1", bench -> new OnlineEwc(bench.learner(RATE), 0.7f, 1));
  }

  /** On tasks that share their classes. */
  static Arm siOfDomains() {
    return Arm.of(
        "SI", "rate .1, c 1, ξ 1", bench -> new SynapticIntelligence(bench.learner(0.1f), 1, 1));
  }

  /** On any network: reservoir, rate .01, ten memories a step. */
  static Arm er() {
    return Arm.of(
        "ER",
        "rate .01, reservoir, replay 10",
        bench ->
            new ExperienceReplay(bench.learner(0.01f), bench.memory(KeepRule.reservoir()), REPLAY));
  }

  /**
   * A rival of the registry on the split of pictures and the perceptron, where its figures were
   * held against Mammoth's.
   *
   * @param settings the registry's in words: functions have no text
   */
  static Arm registered(String name, String settings) {
    var rival = Rivals.named(name);
    return Arm.of(
        rival.title(),
        "registry's %s, rate %s, %s".formatted(name, rival.rate(), settings),
        bench -> rival.strategy(bench.trial().scenario(), bench.buffer(), bench.seed()));
  }

  /** Replay interleaved by day, with what a sleeper would replay at night and the bytes it keeps. */
  static Arm erEqual(int extra) {
    return erEqual(extra, RATE);
  }

  /** The same with another learning rate. */
  static Arm erEqual(int extra, float rate) {
    int replay = Payment.replay(BY_DAY, extra, 1);
    return Arm.of(
            "ER, equal samples",
            "rate %s, balanced reservoir%s, replay %d".formatted(rate, FAIR, replay),
            bench ->
                new ExperienceReplay(
                    bench.learner(rate),
                    bench.memory(bench.fairBuffer(), KeepRule.balancedReservoir()),
                    replay))
        .paying(SLEEP);
  }

  /** The sleeper's own day, teacher and all, with what it would replay at night, but no night. */
  static Arm dayAlone(NightPlan plan) {
    int replay = Payment.replay(BY_DAY, plan.extra(), 2);
    return Arm.of(
            "its day alone, equal samples",
            day(RATE, HELD) + " but 2 × " + replay + ", after each task the morning alone",
            bench ->
                asleep(
                    bench,
                    day(bench, replay, RATE, HELD),
                    plan.extra(0).withoutHomeostasis(),
                    SleepSchedule.atTaskEnd(),
                    1))
        .paying(SLEEP);
  }

  /** Mammoth's: reservoir, rate .03, α 1, β .5, twice ten memories a step. */
  static Arm derpp(int replay) {
    return Arm.of(
        "DER++",
        "rate .03, reservoir, α 1, β .5, replay 2 × " + replay,
        bench ->
            new DarkExperienceReplay(
                bench.learner(RATE),
                bench.memoryWithLogits(KeepRule.reservoir()),
                replay,
                1,
                0.5f));
  }

  static Arm derppEqual(int extra) {
    int replay = Payment.replay(BY_DAY, extra, 2);
    return Arm.of(
            "DER++, equal samples",
            "rate .03, reservoir%s, α 1, β .5, replay 2 × %d".formatted(FAIR, replay),
            bench ->
                new DarkExperienceReplay(
                    bench.learner(RATE),
                    bench.memoryWithLogits(bench.fairBuffer(), KeepRule.reservoir()),
                    replay,
                    1,
                    0.5f))
        .paying(SLEEP);
  }

  /**
   * Asymmetric replay, from the second task on: so of each of the later ones more, that the sum is
   * the same. Mammoth's ends in a cosine classifier; this is the network of all others.
   */
  static Arm erAceEqual(int extra, int tasks) {
    int replay = (int) Math.round((double) (BY_DAY + extra) * tasks / (tasks - 1));
    return Arm.of(
            "ER-ACE, equal samples",
            "rate .03, reservoir%s, replay %d from the second task on".formatted(FAIR, replay),
            bench ->
                new AsymmetricReplay(
                    bench.learner(RATE),
                    bench.memory(bench.fairBuffer(), KeepRule.reservoir()),
                    replay))
        .paying(SLEEP);
  }

  /** The authors' averages, with as many memories a step as the sleeper pays for. */
  static Arm clsErEqual(int extra) {
    int replay = Payment.replay(BY_DAY, extra, 1);
    return Arm.of(
            "CLS-ER, equal samples",
            "rate .03, reservoir, λ 2, r 1 and .9, α .99, replay " + replay,
            bench ->
                new ClsEr(
                    bench.learner(RATE),
                    bench.memory(KeepRule.reservoir()),
                    replay,
                    ClsEr.Settings.split(),
                    bench.stream("averages")))
        .paying(SLEEP);
  }

  /** Dark replay by day, held to the morning, and a night after each task. */
  static Arm sleep(String name, NightPlan plan) {
    return sleep(name, plan, RATE);
  }

  /** The same with another learning rate by day. */
  static Arm sleep(String name, NightPlan plan, float rate) {
    return sleep(name, plan, rate, HELD);
  }

  /** The same, held to the morning otherwise. */
  static Arm sleep(String name, NightPlan plan, float rate, float held) {
    return Arm.of(
        name,
        day(rate, held) + ", after each task " + plan,
        bench -> {
          Strategy day = day(bench, BY_DAY / 2, rate, held);
          return asleep(bench, day, plan, SleepSchedule.atTaskEnd(), 1);
        });
  }

  /** The same with nights at other times, so many a task. */
  static Arm sleep(
      String name,
      NightPlan plan,
      String when,
      double nightsPerTask,
      Function<Bench, SleepSchedule> schedule) {
    return Arm.of(
        name,
        byDay() + ", " + when + " " + plan,
        bench -> asleep(bench, day(bench), plan, schedule.apply(bench), nightsPerTask));
  }

  /** The sleeper by day, in words. */
  static String byDay() {
    return day(RATE, HELD);
  }

  private static String day(float rate, float held) {
    return "by day rate %s, balanced reservoir, α 1, β .5, replay 2 × %d, held to the morning × %s"
        .formatted(rate, BY_DAY / 2, held);
  }

  /** The sleeper by day. */
  static Strategy day(Bench bench) {
    return day(bench, BY_DAY / 2, RATE, HELD);
  }

  private static Strategy day(Bench bench, int replay, float rate, float held) {
    Learner learner = bench.learner(rate);
    ReplayBuffer memory = bench.memoryWithLogits(KeepRule.balancedReservoir());
    return new DarkExperienceReplay(learner, memory, replay, 1, 0.5f)
        .heldTo(bench.morning(), held);
  }

  static Strategy asleep(
      Bench bench, Strategy day, NightPlan plan, SleepSchedule schedule, double nightsPerTask) {
    return new SleepStrategy(
        day,
        bench.remembered().orElseThrow(),
        plan.sleeper(bench, nightsPerTask),
        schedule,
        bench.stream("nights"));
  }
}
