package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import io.reverie.nn.Sequential;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.Noise;
import io.reverie.sleep.stage.Recollection;
import io.reverie.sleep.stage.Replay;
import io.reverie.sleep.stage.Reverse;
import io.reverie.sleep.strategy.ContinualBackprop;
import io.reverie.sleep.strategy.ShrinkAndPerturb;
import io.reverie.sleep.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the parts of a night do: homeostasis (E4), noise (E5), order (E8). */
final class Mechanisms {
  private Mechanisms() {}

  /** Scaling synapses back, beside what is known to keep a network able to learn. */
  static Experiment homeostasis() {
    NightPlan plan = NightPlan.standard().plain().margin(1).block().withoutHomeostasis();
    Homeostasis written = Homeostasis.towardsBedtime(0.9f, 1);
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep("no homeostasis", plan));
    add(arms, plan, "as in the paper", "to .9 of each norm", written);
    add(
        arms,
        plan,
        "decay to the same norm",
        "decay like: to .9 of each norm",
        Homeostasis.decayLike(written));
    add(arms, plan, "per neuron", "to .9 per neuron", Homeostasis.perNeuron(0.9f, 1));
    add(
        arms,
        plan,
        "element by element",
        "element-wise, α .5, β 1",
        Homeostasis.elementwise(0.5f, 1));
    add(
        arms,
        plan,
        "sparing the used",
        "to .9 per neuron, the used fifth spared",
        Homeostasis.sparingUsed(0.2f, Homeostasis.perNeuron(0.9f, 1)));
    arms.add(
        Arm.of(
                "shrink and perturb",
                "λ .9, σ .01 before each task, nights " + plan,
                bench -> {
                  Strategy day = Arms.day(bench);
                  Strategy shrunk =
                      ShrinkAndPerturb.atTasks(day, 0.9f, 0.01f, bench.stream("perturb"));
                  return Arms.asleep(bench, shrunk, plan, SleepSchedule.atTaskEnd(), 1);
                })
            .paying("no homeostasis"));
    arms.add(Arms.finetune());
    arms.add(
        Arm.of(
            "continual backprop",
            "rate .03, ρ .0001, maturity 100",
            bench -> {
              var learner = bench.learner(0.03f);
              var chain = ContinualBackprop.chain((Sequential) learner.model());
              return new ContinualBackprop(
                  learner, chain, ContinualBackprop.Settings.standard(), bench.stream("units"));
            }));
    return new Experiment(
            "E4",
            "Synaptic homeostasis over a long stream",
            "Scaling synapses back each night keeps the network able to learn.",
            "About as weight decay to the same norm; shrink-and-perturb and continual backprop help"
                + " plasticity and cost retention.",
            new Experiment.Design(
                World.longStream(60, 1000, 20), Net.MLP, 500, 5, arms, "as in the paper"),
            "late_learning_accuracy",
            PassRule.all(
                PassRule.more("late_learning_accuracy", "as in the paper", "no homeostasis"),
                PassRule.more(
                    "late_learning_accuracy", "as in the paper", "decay to the same norm")),
            List.of())
        .probing(Probes.units());
  }

  private static void add(
      List<Arm> arms, NightPlan plan, String name, String what, Homeostasis form) {
    arms.add(Arms.sleep(name, plan.homeostasis(what, form)).paying("no homeostasis"));
  }

  /** Noise in deep sleep: where, and how it goes through the night. */
  static Experiment noise() {
    NightPlan plan = NightPlan.standard().sigma(0).margin(1);
    Noise gaussian = Noise.gaussian(0.2f);
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep("no noise", plan));
    noisy(arms, plan, "falling", "input .2, falling", gaussian.over(Noise.falling()));
    noisy(arms, plan, "constant", "input .2, constant", gaussian.over(Noise.constant()));
    noisy(arms, plan, "rising", "input .2, rising", gaussian.over(Noise.rising()));
    noisy(arms, plan, "dropout", "input dropout .2", Noise.dropout(0.2f));
    noisy(
        arms,
        plan,
        "hidden, falling",
        "hidden .2, falling",
        gaussian.on(Noise.Place.HIDDEN).over(Noise.falling()));
    noisy(
        arms,
        plan,
        "weights, falling",
        "weights .01, falling",
        Noise.gaussian(0.01f).on(Noise.Place.WEIGHTS).over(Noise.falling()));
    return new Experiment(
            "E5",
            "Structured noise at night",
            "Noise that falls through the night recombines what is known and generalises better.",
            "Small or nothing; the direction of the schedule has to be checked.",
            new Experiment.Design(World.split(1000, 200), Net.RESTLESS, 200, 5, arms, "falling"),
            Measure.ACCURACY,
            PassRule.all(
                PassRule.more(Measure.ACCURACY, "falling", "no noise"),
                PassRule.more(Measure.ACCURACY, "falling", "constant"),
                PassRule.more(Measure.ACCURACY, "falling", "rising")),
            List.of())
        .probing(Probes.robustness(0.2f));
  }

  private static void noisy(List<Arm> arms, NightPlan plan, String name, String what, Noise noise) {
    replaying(arms, plan, name, what, replay -> replay.noisy(noise), "no noise");
  }

  /** The order of replay, which can only matter where there is one: rows of images in time. */
  static Experiment reverse() {
    NightPlan plan = NightPlan.standard().margin(1).block();
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep("shuffled", plan, 0.1f));
    reversed(arms, plan, "old to new", "episodes of 5", Recollection.episodes(5, 0));
    reversed(arms, plan, "new to old", "episodes of 5, reversed", Recollection.episodes(5, 1));
    reversed(
        arms, plan, "30 % reversed", "episodes of 5, .3 reversed", Recollection.episodes(5, 0.3));
    NightPlan rows =
        plan.replay(
            "rows reversed, .3",
            replay -> replay.changed(replay.transform().then(new Reverse(Net.SIDE, 0.3))));
    arms.add(Arms.sleep("30 % rows backwards", rows, 0.1f).paying("shuffled"));
    return new Experiment(
        "E8",
        "Replay backwards",
        "Replaying 30 % backwards helps.",
        "The order of episodes: nothing. Sequences backwards: harmful.",
        new Experiment.Design(World.split(300, 100), Net.LSTM, 200, 5, arms, "shuffled"),
        Measure.ACCURACY,
        PassRule.all(
            PassRule.more(Measure.ACCURACY, "30 % reversed", "old to new"),
            PassRule.more(Measure.ACCURACY, "30 % reversed", "shuffled")),
        List.of());
  }

  private static void reversed(
      List<Arm> arms, NightPlan plan, String name, String what, Recollection way) {
    NightPlan other = plan.replay(what, replay -> replay.recalling(way));
    arms.add(Arms.sleep(name, other, 0.1f).paying("shuffled"));
  }

  private static void replaying(
      List<Arm> arms,
      NightPlan plan,
      String name,
      String what,
      UnaryOperator<Replay> change,
      String like) {
    arms.add(Arms.sleep(name, plan.replay(what, change)).paying(like));
  }
}
