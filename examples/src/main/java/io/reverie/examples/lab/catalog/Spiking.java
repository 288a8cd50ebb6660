package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Bench;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.World;
import io.reverie.optim.Sgd;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.spike.RateNetwork;
import io.reverie.sleep.spike.SrcSettings;
import io.reverie.sleep.strategy.LogitBias;
import io.reverie.sleep.strategy.NearestClassMean;
import io.reverie.sleep.strategy.RectifiedRegression;
import io.reverie.sleep.strategy.SleepReplayConsolidation;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.strategy.WeightAlignment;
import io.reverie.sleep.wake.Learner;
import java.util.List;

/**
 * E16: what does the published spiking sleep do? Nights of a thousand steps, where the paper has
 * fifteen and more; the example {@code SpikingSleep} repeats the paper at full length.
 */
final class Spiking {
  private static final int FEW = 10;
  private static final String SRC = "SRC";

  private Spiking() {}

  static Experiment mechanism() {
    SrcSettings nights = SrcSettings.fashion().nights(1000, 300);
    List<Arm> arms =
        List.of(
            arm("sequential", "no night", Spiking::day),
            sleeping(SRC, "published constants", nights),
            sleeping("random signs", "signs of changes by lot", nights.withRandomSigns()),
            sleeping("last layer only", "last layer", nights.plastic(layer -> layer == 2)),
            sleeping("hidden layers only", "hidden layers", nights.plastic(layer -> layer < 2)),
            arm(
                "weight alignment",
                "no night, last layer aligned",
                bench -> {
                  Strategy day = day(bench);
                  return new WeightAlignment(day, network(day).layers().getLast().weight());
                }),
            arm(
                "logit bias",
                "no night, outputs corrected on %d of each class".formatted(FEW),
                bench -> new LogitBias(day(bench), FEW, bench.stream("few"))),
            arm(
                "nearest mean",
                "no night, means of %d of each class".formatted(FEW),
                bench -> {
                  Strategy day = day(bench);
                  return NearestClassMean.fromMemory(
                      day, network(day)::features, 10, FEW, bench.stream("few"));
                }),
            arm("joint", "all at once", Spiking::day).jointly());
    return new Experiment(
        "E16",
        "What does spiking sleep do?",
        "Sleep replay consolidation brings old tasks back by replaying them spontaneously.",
        "If removing the bias of the last layer does as much, it is that and not consolidation.",
        new Experiment.Design(world(), Net.MLP, 1, 5, arms, SRC),
        Measure.ACCURACY,
        PassRule.all(
            PassRule.more(Measure.ACCURACY, SRC, "sequential"),
            PassRule.more(Measure.ACCURACY, SRC, "random signs"),
            PassRule.more(Measure.ACCURACY, SRC, "weight alignment"),
            PassRule.more(Measure.ACCURACY, SRC, "logit bias")),
        List.of());
  }

  /**
   * A fifth of the published images in batches of a fifth, so that there are as many steps; no
   * glances, as the network is large.
   */
  private static World world() {
    World split = World.split(500, 100);
    return new World(
        split.name() + ", 2 epochs, batch 20",
        2,
        20,
        Trial.Glances.NONE,
        split.asking(),
        split.maker());
  }

  private static Arm arm(String name, String what, Arm.Method method) {
    return Arm.of(
        name,
        "784-1200-1200-10, rate .1, momentum .5, dropout .25, squared error; " + what,
        method);
  }

  private static Arm sleeping(String name, String what, SrcSettings settings) {
    return arm(
        name,
        what + ", nights of %d + %d steps".formatted(settings.steps(), settings.more()),
        bench ->
            new SleepReplayConsolidation(
                day(bench), settings, Net.SIDE, Net.SIDE, bench.stream("nights")));
  }

  private static Strategy day(Bench bench) {
    var network = RateNetwork.of(0.01f, 0.25f, bench.stream("weights"), 784, 1200, 1200, 10);
    return new RectifiedRegression(
        Learner.of(network, Sgd.of(network, 0.1f).momentum(0.5f), bench.stream("learner")));
  }

  private static RateNetwork network(Strategy strategy) {
    return (RateNetwork) strategy.learner().model();
  }
}
