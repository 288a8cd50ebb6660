package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import io.reverie.sleep.strategy.Finetune;
import java.util.List;
import java.util.Locale;

/** The same protocol on other networks. */
final class Architectures {
  private Architectures() {}

  /** A network of images with the learning rate by day that it needs. */
  static Experiment images(Net net, float rate) {
    Experiment experiment = of(net, rate);
    return net == Net.TRANSFORMER ? experiment.probing(AttentionProbe::new) : experiment;
  }

  private static Experiment of(Net net, float rate) {
    return of(
        "architectures-" + net.name().toLowerCase(Locale.ROOT),
        "The same night for another network: " + (net == Net.TRANSFORMER ? "Transformer" : net),
        World.split(400, 100),
        net,
        NightPlan.standard().rate(rate),
        rate);
  }

  /** Characters: what comes next, in five kinds of text. */
  static Experiment texts() {
    return of(
            "architectures-text",
            "The same night for texts",
            Texts.world(),
            Net.CHARACTERS,
            NightPlan.standard().plain().withoutHomeostasis().rate(0.1f).block(),
            0.1f)
        .probing(Probes.bits());
  }

  /** E13: what a network that has slept makes up. */
  static Experiment madeUp() {
    Experiment texts = texts();
    return new Experiment(
            "E13",
            "Texts that are made up",
            "Creativity rises by 18 to 35 % after sleep.",
            "What people would say is not measured. More variety at no more bits a character, and"
                + " no more copying, would be a hint.",
            texts.design(),
            "distinct_3_share",
            PassRule.all(
                PassRule.more("distinct_3_share", Arms.SLEEP, "ER, equal samples"),
                PassRule.more("copied_8_share", "ER, equal samples", Arms.SLEEP),
                PassRule.more("bits_a_sample", "ER, equal samples", Arms.SLEEP)),
            texts.probes())
        .probing(Texts.madeUp());
  }

  private static Experiment of(
      String id, String title, World world, Net net, NightPlan plan, float rate) {
    Arm finetune = Arm.of("Finetune", "rate " + rate, bench -> new Finetune(bench.learner(rate)));
    List<Arm> arms =
        List.of(
            finetune,
            Arms.erEqual(plan.extra(), rate),
            Arms.sleep(Arms.SLEEP, plan, rate),
            finetune.named("Joint").jointly());
    return new Experiment(
        id,
        title,
        "The protocol is not bound to one kind of network.",
        "As for the perceptron.",
        new Experiment.Design(world, net, 200, 5, arms, Arms.SLEEP),
        Measure.FORGETTING,
        PassRule.all(
            PassRule.atMost(Measure.FORGETTING, Arms.SLEEP, 0.5, "ER, equal samples"),
            PassRule.more(Measure.ACCURACY, Arms.SLEEP, "ER, equal samples")),
        List.of());
  }
}
