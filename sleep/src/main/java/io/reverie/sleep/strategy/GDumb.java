package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.data.Mixed;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Schedule;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Snapshot;
import io.reverie.tensor.Rng;

/**
 * Greedy sampler and dumb learner, GDumb (Prabhu, Torr &amp; Dokania 2020): keeps a memory and
 * learns nothing until it is asked, then a fresh network from the memory alone.
 *
 * <p>A question to every other method: what did the stream bring that the memory does not hold?
 *
 * <p>Here it is asked when a task ends. Each time the network starts again from the weights that it
 * had when this was made. The rate is a tenth of the highest in the first epoch, then follows half
 * cosines of 1, 2, 4, … epochs down to the lowest.
 */
public final class GDumb implements Strategy {
  /** Makes one batch of two. */
  @FunctionalInterface
  public interface Mixing {
    /** What is learned in place of a; b is the same batch in another order. */
    Mixed mix(Batch a, Batch b, Rng rng);

    /** The batch as it is. */
    static Mixing none() {
      return (a, b, rng) -> new Mixed(a.inputs(), a.labels(), a.labels(), 1);
    }

    /** With this probability a piece of one picture in the other (CutMix, Yun et al. 2019). */
    static Mixing cutmix(int height, int width, float alpha, float probability) {
      return (a, b, rng) ->
          rng.nextFloat() < probability
              ? Mixed.cutmix(a, b, height, width, alpha, rng)
              : none().mix(a, b, rng);
    }
  }

  /**
   * How the fresh network learns.
   *
   * @param epochs passes over the memory
   * @param batch samples a step
   * @param highest the highest learning rate
   * @param lowest the lowest
   * @param mixing what is done to each batch
   */
  public record Fit(int epochs, int batch, float highest, float lowest, Mixing mixing) {
    /**
     * As in Mammoth for pictures of this size: 256 epochs, 0.05 down to 0.0005, CutMix every other
     * time; its figures for the split are with a highest rate of 0.1 in batches of 10.
     */
    public static Fit pictures(int height, int width, int batch, float highest) {
      return new Fit(256, batch, highest, 5e-4f, Mixing.cutmix(height, width, 1, 0.5f));
    }

    /** Checks the numbers. */
    public Fit {
      if (epochs < 1 || batch < 1 || !(highest >= lowest) || !(lowest >= 0)) {
        throw new IllegalArgumentException(
            "%d epochs in batches of %d at rates %s down to %s: at least 1 of each is needed, and"
                    .formatted(epochs, batch, highest, lowest)
                + " rates that fall to 0 or more");
      }
    }

    /** The learning rate of this epoch. */
    float rate(int epoch) {
      return epoch == 0
          ? highest / 10
          : (float) Schedule.cosineRestarts(highest, 1, 2, lowest).rate(epoch - 1);
    }
  }

  private final Learner learner;
  private final ReplayBuffer memory;
  private final Fit fit;
  private final Rng rng;
  private final Snapshot fresh;
  private int task;

  /** The method with this memory; its network starts afresh from the weights of now. */
  public GDumb(Learner learner, ReplayBuffer memory, Fit fit, Rng rng) {
    Memories.requirePlain("GDumb", memory, 0);
    this.learner = learner;
    this.memory = memory;
    this.fit = fit;
    this.rng = rng;
    this.fresh = Snapshot.of(learner.model());
    learner.ledger().keeps("memory", memory.bytes());
    long numbers = fresh.numbers().values().stream().mapToLong(x -> x.length).sum();
    learner.ledger().keeps("weights to start from", Float.BYTES * numbers);
  }

  /**
   * The greedy sampler: a sample of a class that has less than its part is kept, in place of a
   * random one of the largest class where the memory is full. (Mammoth uses a reservoir instead.)
   */
  public static KeepRule greedyBalance() {
    return (memory, label, rng) -> {
      if (memory.size() < memory.capacity()) {
        return memory.size();
      }
      int classes = memory.presentClasses().length + (memory.count(label) == 0 ? 1 : 0);
      if (memory.count(label) >= memory.capacity() / classes) {
        return KeepRule.LET_GO;
      }
      int largest = memory.largestClass();
      return memory.slotOf(largest, rng.nextInt(memory.count(largest)));
    };
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public void beginTask(int number) {
    task = number;
  }

  @Override
  public void observe(Batch batch) {
    memory.add(batch, task);
  }

  @Override
  public void endTask(int number, Dataset data) {
    if (memory.size() == 0) {
      return;
    }
    fresh.restore(learner.model());
    Optimizer optimizer = learner.optimizer();
    optimizer.reset();
    Rng stream = rng.split(number);
    for (int epoch = 0; epoch < fit.epochs; epoch++) {
      optimizer.rate(fit.rate(epoch));
      Batch all = memory.draw(Draw.uniform(), memory.size(), stream).batch();
      for (Batch batch : Dataset.of(all.inputs(), all.labels()).batches(fit.batch)) {
        step(batch, stream);
      }
    }
  }

  private void step(Batch batch, Rng stream) {
    Dataset samples = Dataset.of(batch.inputs(), batch.labels());
    Batch other = samples.batch(stream.permutation(batch.size()));
    Mixed mixed = fit.mixing.mix(batch, other, stream);
    learner.step(
        batch.size(),
        net -> {
          var logits = net.forward(mixed.inputs());
          var loss = logits.crossEntropy(mixed.labels());
          float share = mixed.share();
          return share == 1
              ? loss
              : loss.mul(share).add(logits.crossEntropy(mixed.others()).mul(1 - share));
        });
  }
}
