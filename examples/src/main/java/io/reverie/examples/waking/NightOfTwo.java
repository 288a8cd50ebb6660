package io.reverie.examples.waking;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.data.Synthetic;
import io.reverie.data.Transform;
import io.reverie.nn.Activation;
import io.reverie.nn.BatchNorm1d;
import io.reverie.nn.Dropout;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Journal;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Night;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import java.nio.file.Path;
import java.util.Map;

/**
 * A day and a night of a perceptron with running statistics and dropout, beside which a second
 * network with momentum is trained; on synthetic data of 64 features.
 *
 * @param learner the network that learns by day and sleeps
 * @param memory what the night recalls
 * @param sleeper the night
 * @param rng the night's stream
 */
public record NightOfTwo(Learner learner, ReplayBuffer memory, Sleeper sleeper, Rng rng) {
  private static final int PIXELS = 64;
  private static final int CLASSES = 10;
  private static final int MEMORIES = 200;

  /** The second network's stage: a step of light sleep each time, and one of the other network. */
  private record Light(Stage light, Learner second) implements Stage {
    @Override
    public void sleep(Night night, int steps) {
      light.sleep(night, steps);
      second.step(night.recall(32));
    }

    @Override
    public Map<String, Learner> others() {
      return Map.of("second", second);
    }

    @Override
    public String name() {
      return light.name();
    }
  }

  /**
   * The night of a seed.
   *
   * @param day whether a day was before it, or the program was only started anew
   */
  public static NightOfTwo of(long seed, int cycles, int steps, boolean day) {
    Rng rng = Rng.of(seed);
    Layer model = model(rng.split(day ? "model" : "another start"));
    Learner learner = Learner.of(model, Sgd.of(model, 0.05f), rng.split("learner"));
    Dataset data = data(seed);
    ReplayBuffer memory =
        ReplayBuffer.of(
            MEMORIES, data.sample(), CLASSES, KeepRule.balancedReservoir(), rng.split("memory"));
    if (day) {
      for (Batch batch : data.batches(10, rng.split("day"))) {
        learner.step(batch);
        memory.add(batch, 0);
      }
    }
    Linear net = Linear.of(PIXELS, CLASSES, rng.split("second"));
    Learner second = Learner.of(net, AdamW.of(net, 1e-3f), rng.split("second learner"));
    var n3 = new N3(64, Transform.none(), Homeostasis.towardsBedtime(0.95f, 0.5f));
    var n2 = new Light(new N2(64, 0.1f), second);
    var rem = new Rem(64, 1, 16, Transform.none());
    Sleeper sleeper = new Sleeper(SleepCycle.night(new N1(), n2, n3, rem, cycles, steps), 0.05f, 1);
    return new NightOfTwo(learner, memory, sleeper, rng.split("night"));
  }

  /** The untrained network. */
  public static Layer model(Rng rng) {
    return Sequential.of(
        Linear.of(PIXELS, 64, rng),
        BatchNorm1d.of(64),
        Activation.RELU,
        new Dropout(0.2f),
        Linear.of(64, CLASSES, rng));
  }

  /** The day's samples. */
  public static Dataset data(long seed) {
    return Synthetic.blobs(400, CLASSES, PIXELS, 3, Rng.of(seed).split("data"));
  }

  /**
   * Sleeps with a journal in the folder that is named first, or goes on there. Says {@code asleep}
   * when it begins; then it may be killed.
   */
  public static void main(String[] arguments) throws Exception {
    Journal journal = Journal.at(Path.of(arguments[0]));
    long seed = Long.parseLong(arguments[1]);
    int cycles = Integer.parseInt(arguments[2]);
    int steps = Integer.parseInt(arguments[3]);
    NightOfTwo night = of(seed, cycles, steps, !journal.unfinished());
    System.out.println("asleep");
    System.out.flush();
    if (!journal.slept(night.rng)) {
      try (Compute one = Compute.threads(1)) {
        one.run(() -> night.sleeper.sleep(night.learner, night.memory, night.rng, journal));
      }
    }
  }
}
