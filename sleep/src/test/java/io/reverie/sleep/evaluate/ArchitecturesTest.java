package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Dataset;
import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.Gru;
import io.reverie.nn.Layer;
import io.reverie.nn.LearnedPositions;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.optim.Adam;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.dawn.Compression;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.scenario.Pixels;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.SleepStrategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One protocol puts every kind of network to sleep. */
class ArchitecturesTest {
  private static final int SIDE = 8;

  /** Four classes: a bar at one of four heights, under noise. */
  private static Dataset bars(int each, long seed) {
    var rng = Rng.of(seed);
    var images = Tensor.randn(rng, 4 * each, 1, SIDE, SIDE).mul(0.3f);
    int[] labels = new int[4 * each];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4;
      for (int x = 0; x < 2 * SIDE; x++) {
        images.array()[i * SIDE * SIDE + 2 * SIDE * labels[i] + x] += 1;
      }
    }
    return Dataset.of(images, labels);
  }

  /** The last step of a sequence {@code [n, steps, features]}. */
  private static final Layer LAST = x -> x.select(1, x.dim(1) - 1);

  private static final Layer MEAN = x -> x.mean(1);

  enum Network {
    // On grey ground, so that all inputs share a direction: on black an MLP forgets little here.
    MLP(data -> data.reshape(SIDE * SIDE).map(x -> x.add(0.6f))) {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Linear.of(SIDE * SIDE, 24, rng), Activation.RELU, Linear.of(24, 4, rng));
      }
    },
    CNN(data -> data) {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Conv2d.padded(1, 6, 3, 1, rng),
            Activation.RELU,
            MaxPool2d.of(2),
            Flatten.perSample(),
            Linear.of(6 * SIDE * SIDE / 4, 4, rng));
      }
    },
    LSTM(data -> data.reshape(SIDE, SIDE)) {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(Lstm.of(SIDE, 20, rng), LAST, Linear.of(20, 4, rng));
      }

      @Override
      int epochs() {
        return 8; // it is the slowest to learn
      }
    },
    GRU(data -> data.reshape(SIDE, SIDE)) {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(Gru.of(SIDE, 20, rng), LAST, Linear.of(20, 4, rng));
      }
    },
    TRANSFORMER(data -> data.map(Pixels.patches(SIDE, SIDE, 4))) {
      @Override
      Layer model(Rng rng) {
        return Sequential.of(
            Linear.of(16, 16, rng),
            LearnedPositions.of(4, 16, rng),
            TransformerEncoder.of(TransformerForm.of(16, 2).withHidden(32), 1, rng),
            MEAN,
            Linear.of(16, 4, rng));
      }
    };

    private final UnaryOperator<Dataset> view;

    Network(UnaryOperator<Dataset> view) {
      this.view = view;
    }

    abstract Layer model(Rng rng);

    int epochs() {
      return 4;
    }

    Scenario scenario() {
      return Scenario.split(bars(40, 1), bars(20, 2), 2).view(view);
    }

    Learner learner() {
      Layer model = model(Rng.of(5));
      return Learner.of(model, Adam.of(model, 0.01f), Rng.of(6));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sleeps(Network network) {
    var scenario = network.scenario();
    var trial = new Trial(scenario, network.epochs(), 10, new Trial.Glances(1, 20));
    var awake = trial.run(new Finetune(network.learner()), Rng.of(1), event -> {});
    assertThat(awake.accuracy().at(1, 0)).as("forgotten without memory").isLessThan(0.3);

    var learner = network.learner();
    var memory = ReplayBuffer.of(24, scenario.sample(), 4, KeepRule.balancedReservoir(), Rng.of(4));
    var n3 = new N3(16, Transform.none(), Homeostasis.none());
    var rem = new Rem(16, 1, 4, Transform.none());
    var night = SleepCycle.night(new N1(), new N2(16, 0.1f), n3, rem, 2, 40);
    var strategy =
        new SleepStrategy(
            new ExperienceReplay(learner, memory, 10),
            memory,
            new Sleeper(night, 0.05f, 0.2),
            SleepSchedule.atTaskEnd(),
            Rng.of(9));
    var slept = trial.run(strategy, Rng.of(1), event -> {});

    assertThat(slept.nights()).hasSize(2).allMatch(Hypnogram::promoted);
    assertThat(slept.nights()).allMatch(hypnogram -> hypnogram.steps() == 40);
    assertThat(slept.accuracy().average()).isGreaterThan(0.8);
    assertThat(slept.accuracy().forgetting()).isLessThan(awake.accuracy().forgetting() - 0.3);
    assertThat(slept.curve().worstCase()).isBetween(0.0, 1.0);
    // 2 tasks × 80 samples an epoch and as many memories, none at the first step; two nights of 40
    // batches.
    long nights = slept.nights().get(0).gradientSamples() + slept.nights().get(1).gradientSamples();
    assertThat(nights).isEqualTo(2 * 40 * 16);
    assertThat(slept.ledger().gradientSamples()).isEqualTo(320L * network.epochs() - 10 + nights);
    assertThat(slept.ledger().bytes()).isEqualTo(memory.bytes());

    // And what can be taken away in the morning.
    var test = scenario.tests().getFirst().test();
    var eight = Damage.of(learner.model(), Compression.quantise(8).of(learner.model()), test);
    assertThat(eight.loss()).isBetween(-0.05, 0.05);
    assertThat(Damage.of(learner.model(), Compression.prune(1).of(learner.model()), test).loss())
        .isGreaterThan(0.2);
  }
}
