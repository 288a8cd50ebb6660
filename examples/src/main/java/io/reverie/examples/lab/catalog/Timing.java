package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import io.reverie.sleep.SleepSchedule;
import java.util.ArrayList;
import java.util.List;

/** When to sleep (E2) and how long (E12). */
final class Timing {
  /** Samples of a step by day: the batch and its memories. */
  private static final int DAY = 10 + Arms.BY_DAY;

  private Timing() {}

  /** The same samples: spread over the day, at night, in naps, or all in one long sleep. */
  static Experiment offline() {
    NightPlan plan = NightPlan.standard().margin(1);
    var arms =
        List.of(
            Arms.dayAlone(plan).named("interleaved"),
            Arms.sleep(Arms.SLEEP, plan),
            naps("2 nights a task", plan, 2),
            naps("4 nights a task", plan, 4),
            naps("16 naps a task", plan, 16),
            Arms.sleep("one long sleep", plan, "once at the end", 0.2, Timing::lastTask)
                .paying(Arms.SLEEP));
    return new Experiment(
        "E2",
        "Does it matter when memories are replayed?",
        "Offline replay consolidates what interleaved replay does not, at the same samples.",
        "Interleaved is better in the worst case along the way; sleep is better at the end.",
        new Experiment.Design(World.split(), Net.MLP, 200, 10, arms, Arms.SLEEP),
        Measure.ACCURACY,
        PassRule.more(Measure.ACCURACY, Arms.SLEEP, "interleaved"),
        List.of());
  }

  private static Arm naps(String name, NightPlan plan, int nights) {
    return Arms.sleep(
            name,
            plan,
            nights + " times a task",
            nights,
            bench -> SleepSchedule.everySteps((long) Math.floor(bench.stepsPerTask() / nights)))
        .paying(Arms.SLEEP);
  }

  private static SleepSchedule lastTask(Bench bench) {
    long all = bench.trial().batches();
    return waking -> waking.taskEnded() && waking.steps() >= all;
  }

  /** Nights of several lengths beside days with as many samples more. */
  static Experiment overhead() {
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.erEqual(0).named("ER").paying(""));
    for (int extra : new int[] {2, 5, 10, 20}) {
      String more = " +" + Math.round(100f * extra / DAY) + " %";
      NightPlan plan = NightPlan.standard().extra(extra);
      arms.add(Arms.sleep("Sleep" + more, plan));
      arms.add(Arms.erEqual(extra).named("ER" + more).paying("Sleep" + more));
    }
    return new Experiment(
        "E12",
        "What a night costs and what it brings",
        "About 15 % more training time.",
        "A front of accuracy against samples, not a point; seconds follow samples.",
        new Experiment.Design(World.split(), Net.MLP, 200, 5, arms, "Sleep +17 %"),
        Measure.ACCURACY,
        PassRule.all(
            PassRule.more(Measure.ACCURACY, "Sleep +17 %", "ER"),
            PassRule.more(Measure.ACCURACY, "Sleep +17 %", "ER +17 %")),
        List.of());
  }
}
