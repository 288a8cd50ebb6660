package io.reverie.examples.split;

import io.reverie.nn.Activation;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;

/**
 * One arm of an experiment: a method with its learning rate and settings.
 *
 * @param name for options and files, such as {@code er}
 * @param title in tables
 * @param rate the learning rate, of plain descent
 * @param joint whether it sees all tasks at once
 * @param network what it starts from
 * @param maker makes the method
 */
public record Arm(
    String name, String title, float rate, boolean joint, Network network, Maker maker) {
  /** Makes the network of an arm for inputs of this size. */
  @FunctionalInterface
  public interface Network {
    /** A new network, its weights drawn from the stream. */
    Layer of(int inputs, int classes, Rng weights);
  }

  /** Makes the method of an arm. */
  @FunctionalInterface
  public interface Maker {
    /** The method for what is there. */
    Strategy of(Setup setup);
  }

  /**
   * What a method is made of.
   *
   * @param learner who learns
   * @param sample the shape of a sample
   * @param classes how many outputs there are
   * @param tasks how many tasks will come
   * @param buffer how many samples it may keep
   * @param rng its own stream
   */
  public record Setup(Learner learner, Shape sample, int classes, int tasks, int buffer, Rng rng) {
    /** An empty memory of the size allowed. */
    public ReplayBuffer memory(KeepRule rule) {
      return ReplayBuffer.of(buffer, sample, classes, rule, rng.split("memory"));
    }

    /** The same with room for logits. */
    public ReplayBuffer memoryWithLogits(KeepRule rule) {
      return ReplayBuffer.withLogits(buffer, sample, classes, rule, rng.split("memory"));
    }
  }

  /** An arm on the network of all comparisons here, {@link #perceptron}. */
  public static Arm of(String name, String title, float rate, Maker maker) {
    return new Arm(name, title, rate, false, Arm::perceptron, maker);
  }

  /** The same seeing all tasks at once. */
  public Arm atOnce() {
    return new Arm(name, title, rate, true, network, maker);
  }

  /** The same with another network. */
  public Arm on(Network other) {
    return new Arm(name, title, rate, joint, other, maker);
  }

  /** The network of Mammoth's MNIST variants: two hidden layers of 100 rectifiers. */
  public static Layer perceptron(int inputs, int classes, Rng weights) {
    Initializer start = Initializer.xavierUniform();
    return Sequential.of(
        Linear.of(inputs, 100, weights, start),
        Activation.RELU,
        Linear.of(100, 100, weights, start),
        Activation.RELU,
        Linear.of(100, classes, weights, start));
  }

  /**
   * The method for a scenario and a seed. Streams are split by what they are for: all arms with the
   * same seed start from the same weights, as far as they have the same network.
   */
  public Strategy strategy(Scenario scenario, int buffer, Rng seed) {
    Layer model = network.of(scenario.sample().size(), scenario.classes(), seed.split("weights"));
    Learner learner = Learner.of(model, Sgd.of(model, rate), seed.split("learner"));
    return maker.of(
        new Setup(
            learner,
            scenario.sample(),
            scenario.classes(),
            scenario.stream().size(),
            buffer,
            seed.split("method")));
  }
}
