package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import java.util.List;

/** E1: does a network that sleeps forget less, at equal payment? */
final class ForgettingTable {
  /** Whoever pays as much. */
  private static final List<String> RIVALS =
      List.of(
          "ER, equal samples",
          "ER-ACE, equal samples",
          "DER++, equal samples",
          "CLS-ER, equal samples",
          "its day alone, equal samples");

  private ForgettingTable() {}

  /** Classes arrive two by two, and all are asked for. */
  static Experiment split(int buffer) {
    NightPlan plan = NightPlan.standard();
    int extra = plan.extra();
    var arms =
        List.of(
            Arms.finetune(),
            Arms.registered("ewc", "λ 90, γ 1"),
            Arms.registered("si", "c 1, ξ .9"),
            Arms.registered("lwf", "α 1, T 2"),
            Arms.registered("er", "reservoir, replay 10"),
            Arms.erEqual(extra),
            Arms.erAceEqual(extra, 5),
            Arms.derppEqual(extra),
            Arms.clsErEqual(extra),
            Arms.dayAlone(plan),
            Arms.registered("gdumb", "reservoir, 256 epochs after each task, to .0005, CutMix"),
            Arms.sleep(Arms.SLEEP, plan),
            Arms.joint());
    double bar = buffer >= 500 ? 0.825 : 0.80;
    return new Experiment(
        "E1-" + buffer,
        "The forgetting table, memory of " + buffer + " images",
        "Average forgetting 66 % (nothing), 47 (EWC), 37 (replay), 21 (sleep). Ours: at equal bytes"
            + " and gradient samples, sleep forgets at most half of what replay forgets and a third"
            + " of what finetuning forgets.",
        "EWC is as low as finetuning here; replay carries most of it.",
        new Experiment.Design(World.split(), Net.MLP, buffer, 10, arms, Arms.SLEEP),
        Measure.FORGETTING,
        PassRule.all(
            PassRule.atMost(Measure.FORGETTING, Arms.SLEEP, 0.5, "ER, equal samples"),
            PassRule.atMost(Measure.FORGETTING, Arms.SLEEP, 1 / 3.0, "Finetune"),
            PassRule.moreThanAll(Measure.ACCURACY, Arms.SLEEP, RIVALS),
            PassRule.atLeast(Measure.ACCURACY, Arms.SLEEP, bar)),
        List.of());
  }

  /** Twenty tasks, each the same clothes with their pixels in another order. */
  static Experiment permuted() {
    return views("E1p", "twenty permutations", World.permuted(20, 600, 100));
  }

  /** Twenty tasks, each the same clothes at another angle. */
  static Experiment rotated() {
    return views("E1r", "twenty rotations", World.rotated(20, 600, 100));
  }

  private static Experiment views(String id, String what, World world) {
    // Neither permuted nor turned images may be shifted and mirrored.
    NightPlan plan = NightPlan.standard().plain();
    int extra = plan.extra();
    var arms =
        List.of(
            Arms.finetune(),
            Arms.ewcOfDomains(),
            Arms.siOfDomains(),
            Arms.er(),
            Arms.erEqual(extra),
            Arms.derppEqual(extra),
            Arms.dayAlone(plan),
            Arms.sleep(Arms.SLEEP, plan),
            Arms.joint());
    return new Experiment(
        id,
        "The forgetting table on " + what,
        "Ours: at equal bytes and gradient samples, sleep forgets at most half of what replay"
            + " forgets and a third of what finetuning forgets.",
        "The published order: DER++ above ER above EWC above finetuning; sleep about as ER, as"
            + " there is no bias towards new classes to undo.",
        new Experiment.Design(world, Net.MLP, 500, 5, arms, Arms.SLEEP),
        Measure.FORGETTING,
        PassRule.all(
            PassRule.atMost(Measure.FORGETTING, Arms.SLEEP, 0.5, "ER, equal samples"),
            PassRule.atMost(Measure.FORGETTING, Arms.SLEEP, 1 / 3.0, "Finetune"),
            PassRule.moreThanAll(
                Measure.ACCURACY,
                Arms.SLEEP,
                List.of(
                    "ER, equal samples", "DER++, equal samples", "its day alone, equal samples"))),
        List.of());
  }
}
