package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import java.util.List;

/** What a network is like after its nights: pruned (E9), quantised (E10), flat (E11). */
final class Outcomes {
  private static final String RIVAL = "ER, equal samples";

  private Outcomes() {}

  static Experiment pruning() {
    return of(
            "E9",
            "Pruning at dawn",
            "30 % of the weights can go after sleep, without loss.",
            "They can go without sleep too.",
            "pruned_30_accuracy",
            PassRule.all(
                new PassRule.Within(lost("pruned_30_accuracy", Arms.SLEEP), 0.005),
                new PassRule.Above(
                    lost("pruned_30_accuracy", RIVAL)
                        .plus(lost("pruned_30_accuracy", Arms.SLEEP).reversed()),
                    0)))
        .probing(Probes.compression());
  }

  static Experiment quantising() {
    return of(
            "E10",
            "Quantising at dawn",
            "Four bits a weight without loss after sleep.",
            "Eight bits are free, four cost up to a point, with or without sleep.",
            "int4_accuracy",
            PassRule.all(
                new PassRule.Within(lost("int8_accuracy", Arms.SLEEP), 0.005),
                new PassRule.Within(lost("int4_accuracy", Arms.SLEEP), 0.005),
                new PassRule.Above(
                    lost("int4_accuracy", RIVAL).plus(lost("int4_accuracy", Arms.SLEEP).reversed()),
                    0)))
        .probing(Probes.compression());
  }

  static Experiment flatness() {
    return of(
            "E11",
            "Flat minima",
            "Sleep finds flatter minima.",
            "Plain measures can be faked by scaling weights; the others decide.",
            "adaptive_sharpness",
            PassRule.all(
                PassRule.more("adaptive_sharpness", RIVAL, Arms.SLEEP),
                PassRule.more("relative_eigenvalue", RIVAL, Arms.SLEEP)))
        .probing(Probes.flatness());
  }

  /** What a change costs: the accuracy before minus that after. */
  private static Contrast lost(String after, String arm) {
    return Contrast.of(Measure.ACCURACY, arm).plus(Contrast.of(after, arm).reversed());
  }

  private static Experiment of(
      String id, String title, String claim, String expected, String primary, PassRule rule) {
    NightPlan plan = NightPlan.standard();
    List<Arm> arms =
        List.of(
            Arms.er().named("ER"),
            Arms.erEqual(plan.extra()),
            Arms.derppEqual(plan.extra()),
            Arms.sleep(Arms.SLEEP, plan),
            Arms.sleep("Sleep, no homeostasis", plan.withoutHomeostasis()).paying(Arms.SLEEP),
            Arms.joint());
    return new Experiment(
        id,
        title,
        claim,
        expected,
        new Experiment.Design(World.split(2000, 500), Net.MLP, 200, 5, arms, Arms.SLEEP),
        primary,
        rule,
        List.of());
  }
}
