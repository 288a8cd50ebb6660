package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import java.util.ArrayList;
import java.util.List;

/** E7: replay five to twenty times as fast as life. */
final class Compression {
  private Compression() {}

  static Experiment compression() {
    // Twenty memories for each batch, so that a twentieth is still a whole one.
    NightPlan plan = NightPlan.standard().extra(20).margin(1);
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep("c = 1", plan));
    for (int c : new int[] {2, 5, 10, 20}) {
      NightPlan faster = plan.extra(20 / c);
      arms.add(Arms.sleep("c = " + c, faster.rate(plan.rate() * c)));
      arms.add(Arms.sleep("c = " + c + ", usual rate", faster).paying("c = " + c));
    }
    arms.add(
        Arms.sleep("c = 5, larger batches", plan.batch(5 * plan.batch()).rate(5 * plan.rate()))
            .paying("c = 1"));
    return new Experiment(
        "E7",
        "Time compression: larger steps, fewer of them",
        "Replay at 5 to 20 times the speed of experience consolidates as well.",
        "The best is near 1 to 3; 10 and more hurt.",
        new Experiment.Design(World.split(), Net.MLP, 200, 5, arms, "c = 1"),
        Measure.ACCURACY,
        PassRule.all(
            PassRule.same(Measure.ACCURACY, "c = 5", "c = 1", 0.005),
            PassRule.same(Measure.ACCURACY, "c = 10", "c = 1", 0.005),
            PassRule.same(Measure.ACCURACY, "c = 20", "c = 1", 0.005)),
        List.of());
  }
}
