package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import java.util.List;

/** Does each part of the night earn its place? One part is taken away at a time. */
final class Ablation {
  private Ablation() {}

  static Experiment ablation() {
    NightPlan plan = NightPlan.standard();
    NightPlan unchecked = plan.margin(1);
    var arms =
        List.of(
            Arms.sleep(Arms.SLEEP, plan),
            Arms.sleep("without noise", plan.sigma(0)).paying(Arms.SLEEP),
            Arms.sleep("without augmentation", plan.plain()).paying(Arms.SLEEP),
            Arms.sleep("without homeostasis", plan.kappa(0)).paying(Arms.SLEEP),
            Arms.sleep("without dreams", plan.alpha(0)).paying(Arms.SLEEP),
            Arms.sleep("without canaries", unchecked).paying(Arms.SLEEP),
            Arms.sleep("without all of these", unchecked.plain().only(Replay.BALANCED))
                .paying(Arms.SLEEP),
            Arms.sleep("and without balance", unchecked.plain().only(Replay.UNIFORM))
                .paying(Arms.SLEEP),
            Arms.sleep("sham: learning rate 0", unchecked.rate(0).kappa(0)).paying(Arms.SLEEP),
            Arms.sleep("sham: noise for images", unchecked.only(Replay.NOISE)).paying(Arms.SLEEP),
            Arms.sleep("sham: shuffled labels", unchecked.only(Replay.SHUFFLED_LABELS))
                .paying(Arms.SLEEP),
            Arms.sleep("sham: current task only", unchecked.only(Replay.CURRENT_TASK))
                .paying(Arms.SLEEP),
            Arms.erEqual(plan.extra()));
    return new Experiment(
        "ablation",
        "One part of the night removed at a time",
        "Each part earns its place: without it, accuracy is lower; shams do no good.",
        "Balanced replay at the end of the day carries most of it, recombination some more; noise"
            + " and homeostasis little.",
        new Experiment.Design(World.split(), Net.MLP, 200, 10, arms, Arms.SLEEP),
        Measure.ACCURACY,
        PassRule.all(
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without noise"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without augmentation"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without homeostasis"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without dreams"),
            PassRule.moreThanAll(
                Measure.ACCURACY,
                Arms.SLEEP,
                List.of(
                    "sham: learning rate 0",
                    "sham: noise for images",
                    "sham: shuffled labels",
                    "sham: current task only"))),
        List.of());
  }
}
