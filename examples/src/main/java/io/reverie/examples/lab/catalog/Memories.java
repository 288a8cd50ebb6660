package io.reverie.examples.lab.catalog;

import io.reverie.data.Transform;
import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import io.reverie.sleep.dream.Inversion;
import io.reverie.sleep.dream.Vae;
import io.reverie.sleep.dream.VaeGenerator;
import io.reverie.sleep.memory.Cue;
import io.reverie.sleep.stage.DreamSource;
import io.reverie.sleep.stage.Partner;
import io.reverie.sleep.stage.Reactivation;
import io.reverie.sleep.stage.Rem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What is recalled and dreamt: where dreams come from (E14), cues (E15). */
final class Memories {
  private Memories() {}

  static Experiment dreams() {
    NightPlan plan = NightPlan.standard().margin(1);
    int side = Net.SIDE;
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep("no dreams", plan.dreams(NightPlan.mixup(0))));
    dream(arms, plan, "mixup", NightPlan.mixup(1));
    dream(
        arms,
        plan,
        "cutmix",
        rem(
            "cutmix, α 1",
            1 / 16.0,
            (bench, recall) -> DreamSource.cutmix(side, side, 1, Partner.ANY, recall)));
    dream(arms, plan, "VAE, 1 in 16 real", rem("CVAE", 1 / 16.0, Memories::generator));
    dream(arms, plan, "VAE, .75 % real", rem("CVAE", 0.0075, Memories::generator));
    dream(arms, plan, "VAE, nothing real", rem("CVAE", 0, Memories::generator));
    dream(
        arms,
        plan,
        "inversion",
        rem(
            "inverted, pool 64",
            1 / 16.0,
            (bench, recall) -> DreamSource.inverted(Inversion.ofPictures(side, side), 64, recall)));
    dream(
        arms,
        plan,
        "latent Gaussians",
        rem(
            "Gaussians behind 4 layers, shrink .5",
            1 / 16.0,
            (bench, recall) -> DreamSource.latent(4, 0.5f)));
    return new Experiment(
            "E14",
            "Where dreams come from",
            "Dreams recombine what is known and protect it.",
            "A few real anchors decide; recursion drifts.",
            new Experiment.Design(World.split(1000, 200), Net.MLP, 200, 5, arms, "mixup"),
            Measure.ACCURACY,
            PassRule.all(
                PassRule.more(Measure.ACCURACY, "mixup", "no dreams"),
                PassRule.more(Measure.ACCURACY, "VAE, .75 % real", "VAE, nothing real")),
            List.of())
        .probing(Probes.dreams());
  }

  private static void dream(
      List<Arm> arms,
      NightPlan plan,
      String name,
      Part<BiFunction<Bench, Transform, Optional<Rem>>> rem) {
    arms.add(Arms.sleep(name, plan.dreams(rem)));
  }

  private static Part<BiFunction<Bench, Transform, Optional<Rem>>> rem(
      String what, double anchors, BiFunction<Bench, Transform, DreamSource> source) {
    return new Part<>(
        what + ", real share " + anchors,
        (bench, recall) -> {
          Rem plain = new Rem(1, source.apply(bench, recall));
          return Optional.of(new Rem(1, anchors, recall, plain.source(), plain.judge()));
        });
  }

  /** A conditional autoencoder that learns from the memories as each REM sleep begins. */
  private static DreamSource generator(Bench bench, Transform recall) {
    var scenario = bench.trial().scenario();
    int width = scenario.sample().size();
    var rng = bench.stream("generator");
    Vae vae = Vae.conditional(width, 100, 20, scenario.classes(), rng.split("weights"));
    return DreamSource.generated(
        VaeGenerator.of(bench.payer(), vae, scenario.sample(), 1e-3f, rng), 60, 64);
  }

  static Experiment cues() {
    NightPlan plan = NightPlan.standard().margin(1).block();
    Cue even = Cue.ofClasses(0, 2, 4, 6, 8);
    List<Arm> arms = new ArrayList<>();
    arms.add(Arms.sleep("no cue", plan));
    for (int times : new int[] {2, 4, 8}) {
      arms.add(
          Arms.sleep(
                  "cued × " + times,
                  plan.replay(
                      "even classes × " + times,
                      replay -> replay.drawing(new Reactivation(even, times).draw())))
              .paying("no cue"));
    }
    Contrast gained =
        Contrast.difference("cued_accuracy", "cued × 4", "no cue")
            .plus(Contrast.difference("uncued_accuracy", "cued × 4", "no cue").reversed());
    return new Experiment(
            "E15",
            "Targeted reactivation",
            "What is cued at night is kept better.",
            "Yes, and what is not cued pays for it.",
            new Experiment.Design(World.split(1000, 200), Net.MLP, 200, 5, arms, "cued × 4"),
            "cued_accuracy",
            PassRule.all(
                new PassRule.Above(gained, 0),
                PassRule.more("cued_accuracy", "cued × 4", "no cue")),
            List.of())
        .probing(Probes.cued());
  }
}
