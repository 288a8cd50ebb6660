package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.Payment;
import io.reverie.examples.lab.World;
import io.reverie.sleep.strategy.Finetune;
import java.util.List;
import java.util.Locale;

/** The same protocol on other networks. */
final class Architectures {
  private Architectures() {}

  /** A network with the learning rate by day that it needs. */
  static Experiment of(Net net, float rate) {
    NightPlan plan = NightPlan.standard().rate(rate);
    Arm finetune = Arm.of("Finetune", "rate " + rate, bench -> new Finetune(bench.learner(rate)));
    int replay = Payment.replay(Arms.BY_DAY, plan.extra(), 1);
    List<Arm> arms =
        List.of(
            finetune,
            Arm.of(
                    "ER, equal samples",
                    "rate " + rate + ", balanced reservoir, replay " + replay,
                    bench -> Arms.day(bench, replay, rate))
                .paying(Arms.SLEEP),
            Arms.sleep(Arms.SLEEP, plan, rate),
            finetune.named("Joint").jointly());
    return new Experiment(
        "architectures-" + net.name().toLowerCase(Locale.ROOT),
        "The same night for another network: " + net.name(),
        "The protocol is not bound to one kind of network.",
        "As for the perceptron.",
        new Experiment.Design(World.split(400, 100), net, 200, 5, arms, Arms.SLEEP),
        Measure.FORGETTING,
        PassRule.all(
            PassRule.atMost(Measure.FORGETTING, Arms.SLEEP, 0.5, "ER, equal samples"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "ER, equal samples")),
        List.of());
  }
}
