package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import java.util.List;

/** E1: does a network that sleeps forget less, at equal payment? */
final class ForgettingTable {
  private ForgettingTable() {}

  static Experiment split(int buffer) {
    NightPlan plan = NightPlan.standard();
    var arms =
        List.of(
            Arms.finetune(),
            Arms.ewc(),
            Arms.er(),
            Arms.erEqual(plan.extra()),
            Arms.derpp(10),
            Arms.derppEqual(plan.extra()),
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
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "ER, equal samples"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "DER++, equal samples"),
            PassRule.atLeast(Measure.ACCURACY, Arms.SLEEP, bar)),
        List.of());
  }
}
