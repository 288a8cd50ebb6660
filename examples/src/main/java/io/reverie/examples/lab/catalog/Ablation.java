package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import io.reverie.examples.lab.catalog.NightPlan.Lessons;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.stage.Controls;
import java.util.ArrayList;
import java.util.List;

/** Does each part of the night earn its place? One part is taken away at a time. */
final class Ablation {
  private Ablation() {}

  static Experiment ablation() {
    NightPlan plan = NightPlan.standard();
    NightPlan unchecked = plan.margin(1);
    NightPlan block = unchecked.plain().withoutHomeostasis().block().lessons(Lessons.NONE);
    // Shams are one block of labels, never undone: it is the replay that is tested.
    NightPlan sham = unchecked.withoutHomeostasis().block().lessons(Lessons.NONE);
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep(Arms.SLEEP, plan));
    add(arms, "without noise", plan.sigma(0));
    add(arms, "without augmentation", plan.plain());
    add(arms, "without homeostasis", plan.withoutHomeostasis());
    add(arms, "without stored logits", plan.lessons(new Lessons(0, 0.5f, true)));
    add(arms, "without the morning at night", plan.lessons(new Lessons(0.5f, 0, true)));
    arms.add(Arms.sleep("without the morning by day", plan, Arms.RATE, 0).paying(Arms.SLEEP));
    add(arms, "without restated logits", plan.lessons(new Lessons(0.5f, 0.5f, false)));
    add(arms, "with dreams in place of late deep sleep", plan.dreams(NightPlan.mixup(1)));
    add(arms, "without canaries", unchecked);
    add(arms, "without all of these", block);
    add(arms, "and without balance", block.replay("uniform", r -> r.drawing(Draw.uniform())));
    add(arms, "sham: learning rate 0", sham.rate(0));
    add(
        arms,
        "sham: noise for images",
        sham.replay("noise under the labels", r -> r.changed(Controls.noise())));
    add(
        arms,
        "sham: shuffled labels",
        sham.replay("shuffled labels", r -> r.teaching(Controls.shuffledLabels())));
    add(
        arms,
        "sham: current task only",
        sham.replay("current task", r -> r.drawing(Controls.currentTask())));
    arms.add(Arms.erEqual(plan.extra()));
    arms.add(Arms.dayAlone(plan));
    return new Experiment(
        "ablation",
        "One part of the night removed at a time",
        "Each part earns its place: without it, accuracy is lower; shams do no good.",
        "Balanced replay at the end of the day carries most of it, augmentation and the stored logits"
            + " some more; noise and homeostasis little.",
        new Experiment.Design(World.split(), Net.MLP, 200, 10, arms, Arms.SLEEP),
        Measure.ACCURACY,
        PassRule.all(
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without noise"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without augmentation"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without homeostasis"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without stored logits"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without the morning at night"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without the morning by day"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "without restated logits"),
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

  private static void add(List<Arm> arms, String name, NightPlan plan) {
    arms.add(Arms.sleep(name, plan).paying(Arms.SLEEP));
  }
}
