package io.reverie.sleep;

import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.BatchNorm1d;
import io.reverie.nn.Dropout;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Dream;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A night in which everything that can change does: weights, running statistics, dropout, a second
 * network with momentum, an average of the weights, the memory, its streams and its content.
 */
final class RichNight {
  static final int CLASSES = 5;
  private static final int CYCLES = 2;

  final Learner learner;
  final Learner generator;
  final ReplayBuffer memory;
  final Rng rng;
  final Sleeper sleeper;

  private RichNight(Learner learner, ReplayBuffer memory, Rng rng, IntConsumer watch) {
    this.learner = learner;
    this.memory = memory;
    this.rng = rng;
    Linear generating = Toys.linear(CLASSES, CLASSES, 5);
    this.generator = Learner.of(generating, AdamW.of(generating, 0.01f), Rng.of(6));
    // Always the same lambda of this class: a journal tells sleepers apart by it.
    this.sleeper = new Sleeper(cycles(steps -> watch.accept(steps)), 0.2f, 1);
  }

  /** An evening after a day; the watch is told between phases how many steps were made. */
  static RichNight evening(IntConsumer watch) {
    RichNight night = new RichNight(learner(8), memory(), Rng.of(31).split("night 1"), watch);
    var batch = Toys.oneHots(CLASSES, 0, 1, 2, 3, 4);
    for (int i = 0; i < 5; i++) {
      night.learner.step(batch);
    }
    night.memory.add(Toys.oneHots(CLASSES, 0, 0, 1, 2, 3, 3, 3, 4, 2), 0);
    return night;
  }

  /** What a program has that was started anew: other weights, and no memories. */
  static RichNight anew(IntConsumer watch) {
    return new RichNight(learner(9), memory(), Rng.of(31).split("night 1"), watch);
  }

  static RichNight evening() {
    return evening(_ -> {});
  }

  static RichNight anew() {
    return anew(_ -> {});
  }

  static Layer model(long seed) {
    return Sequential.of(
        Toys.linear(CLASSES, 8, seed),
        BatchNorm1d.of(8),
        Activation.RELU,
        new Dropout(0.2f),
        Toys.linear(8, CLASSES, seed + 1));
  }

  private static Learner learner(long seed) {
    Layer model = model(seed);
    return Learner.of(model, Sgd.of(model, 0.1f).momentum(0.9f), Rng.of(3));
  }

  private static ReplayBuffer memory() {
    return ReplayBuffer.of(7, Shape.of(CLASSES), CLASSES, KeepRule.reservoir(), Rng.of(77));
  }

  Hypnogram sleep() {
    return sleeper.sleep(learner, memory, rng);
  }

  Hypnogram sleep(Journal journal) {
    return sleeper.sleep(learner, memory, rng, journal);
  }

  /** A second network, trained by night. */
  private record Generate(Learner generator) implements Stage {
    @Override
    public void sleep(Night night, int steps) {
      generator.step(night.recall(4));
    }

    @Override
    public Map<String, Learner> others() {
      return Map.of("generator", generator);
    }
  }

  private List<SleepCycle> cycles(IntConsumer watch) {
    Stage average =
        (night, steps) -> {
          float[] values = night.learner().parameters().values();
          float[] mean = night.keep("average", values::clone);
          for (int i = 0; i < mean.length; i++) {
            mean[i] += 0.1f * (values[i] - mean[i]);
            values[i] += 0.01f * (mean[i] - values[i]);
          }
        };
    Stage stir = (night, steps) -> night.memory().draw(3);
    Stage meet = (night, steps) -> night.memory().add(Toys.oneHots(CLASSES, 1, 4), 1);
    List<SleepCycle> cycles = new ArrayList<>();
    cycles.add(new SleepCycle(List.of(new Phase(new N1(), 0))));
    for (int c = 0; c < CYCLES; c++) {
      List<Phase> phases = new ArrayList<>();
      for (Phase phase :
          List.of(
              new Phase(new N2(3, 0.1f), 4),
              new Phase(Stage.named("average", average), 0),
              new Phase(new N3(5, Transform.none(), Homeostasis.towardsBedtime(0.9f, 0.3f)), 4),
              new Phase(new Generate(generator), 0),
              new Phase(new Rem(7, 1, 4, Transform.none()), 4),
              new Phase(Stage.named("stir", c == 1 ? meet : stir), 0))) {
        phases.add(new Phase(new Watched(phase.stage(), watch), phase.steps()));
      }
      cycles.add(new SleepCycle(phases));
    }
    return cycles;
  }

  /** A stage before which somebody looks in. */
  private record Watched(Stage stage, IntConsumer watch) implements Stage {
    @Override
    public void sleep(Night night, int steps) {
      watch.accept(night.steps());
      stage.sleep(night, steps);
    }

    @Override
    public Map<String, Learner> others() {
      return stage.others();
    }

    @Override
    public String name() {
      return stage.name();
    }
  }

  /** All that a night and the day after it may see, to the bit. */
  String bits() {
    StringBuilder bits = new StringBuilder();
    for (Learner network : List.of(learner, generator)) {
      network.model().state().forEach((name, x) -> bits.append(name).append(bits(x.toArray())));
      Optimizer optimizer = network.optimizer();
      optimizer.state().forEach((name, values) -> bits.append(name).append(bits(values)));
      bits.append(optimizer.steps()).append(' ').append(optimizer.rate()).append('\n');
    }
    bits.append(generator.rng().state()).append(rng.state()).append('\n');
    bits.append(HexFormat.of().formatHex(memory.state()));
    return bits.toString();
  }

  /** A hypnogram to the bit, times left out. */
  static String bits(Hypnogram night) {
    StringBuilder bits = new StringBuilder(bits(night.losses()));
    for (Dream dream : night.dreams()) {
      bits.append(dream.source()).append(dream.step()).append(bits(dream.image()));
      bits.append(bits(dream.targets())).append(dream.confidence());
      dream
          .parents()
          .forEach(p -> bits.append(bits(p.image())).append(p.label()).append(p.share()));
    }
    night
        .episodes()
        .forEach(e -> bits.append(e.stage() + e.cycle() + " " + e.fromStep() + " " + e.toStep()));
    bits.append(night.canariesAtBedtime()).append(' ').append(night.canariesAtDawn());
    return bits.append(night.promoted()).append(night.gradientSamples()).toString();
  }

  private static String bits(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(' ').append(Integer.toHexString(Float.floatToRawIntBits(value)));
    }
    return text.append('\n').toString();
  }
}
