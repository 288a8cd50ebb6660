package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.Probe;
import io.reverie.examples.lab.World;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Priority;
import io.reverie.sleep.stage.Recollection;
import io.reverie.sleep.stage.Triage.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** E6: which memories should come back? */
final class Priorities {
  private static final int BINS = 10;

  private Priorities() {}

  static Experiment priorities(int buffer) {
    List<Arm> arms = new ArrayList<>();
    arms.add(arm("uniform", bench -> Scored.counted(Draw.uniform(), bench)));
    add(arms, "balanced", bench -> Scored.counted(Draw.balanced(), bench));
    add(arms, "random weights", bench -> Scored.counted(Draw.weighted(Priority.random(7)), bench));
    add(arms, "loss", bench -> new Scored(Score.loss(), bench));
    add(arms, "boundary", bench -> new Scored(Score.boundary(), bench));
    add(arms, "error", bench -> new Scored(Score.error(), bench));
    add(arms, "typical", bench -> new Scored(Score.typical(), bench));
    return new Experiment(
            "E6-" + buffer,
            "Which memories should come back? Memory of " + buffer + " images",
            "Replay favours samples at the boundary, and that helps.",
            "A small memory: balanced or typical is no worse than the boundary; a large one: within"
                + " a point of each other.",
            new Experiment.Design(World.split(2000, 200), Net.MLP, buffer, 5, arms, "boundary"),
            Measure.ACCURACY,
            PassRule.moreThanAll(
                Measure.ACCURACY, "boundary", List.of("uniform", "balanced", "random weights")),
            List.of())
        .probing(histogram());
  }

  private static void add(List<Arm> arms, String name, Function<Bench, Recollection> way) {
    arms.add(arm(name, way).paying("uniform"));
  }

  private static Arm arm(String name, Function<Bench, Recollection> way) {
    NightPlan plan = NightPlan.standard().plain().margin(1).withoutHomeostasis().block();
    return Arm.of(
        name,
        Arms.byDay() + ", after each task " + plan + " recalled by " + name,
        bench -> {
          var day = Arms.day(bench);
          Recollection recollection = way.apply(bench);
          NightPlan own = plan.replay(name, replay -> replay.recalling(recollection));
          return Arms.asleep(bench, day, own, SleepSchedule.atTaskEnd(), 1);
        });
  }

  /** The mean of what was counted: rows of a bin's middle and its share. */
  private static Supplier<Probe> histogram() {
    return Probe.atTheEnd((subject, notes) -> {
      double[][] counted = notes.take("margins");
      double boundary = 0;
      for (int bin = 0; bin < BINS; bin++) {
        double share = 0;
        for (double[] row : counted) {
          share += row[bin] / counted.length;
        }
        notes.row("recalled@", (bin + 0.5) / BINS * 2 - 1, share);
        boundary += bin >= 3 && bin < 7 ? share : 0;
      }
      notes.measure("recalled_near_the_boundary_share", boundary);
    });
  }
}
