package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * Complementary learning systems experience replay, CLS-ER (Arani, Sarfraz &amp; Zonooz 2022): two
 * running averages of the model, a plastic and a stable one, hold it to what they say of memories,
 * and the stable one answers.
 *
 * <p>Loss: cross-entropy of the batch and some memories as one + λ · mean squared error of the
 * memories' logits to those of the average that is surer of the right class. After each step each
 * average moves towards the model with its probability r: θ ← a·θ + (1 − a)·model, with a = min(1 −
 * 1/(steps + 1), α).
 */
public final class ClsEr implements Strategy {
  /**
   * How fast the averages follow, and how much they count.
   *
   * @param lambda the weight of what they say
   * @param plasticRate the probability with which the plastic one moves at a step
   * @param plasticDecay its α, 0 to 1
   * @param stableRate the probability of the stable one
   * @param stableDecay its α, 0 to 1
   */
  public record Settings(
      float lambda, float plasticRate, float plasticDecay, float stableRate, float stableDecay) {
    /**
     * The authors' for the split of MNIST: λ = 2, r = 1 and 0.9, α = 0.99 both; with rate 0.03 and
     * 128 memories at a buffer of 200, rate 0.1 and 32 memories at 500.
     */
    public static Settings split() {
      return new Settings(2, 1, 0.99f, 0.9f, 0.99f);
    }

    /** Checks the numbers. */
    public Settings {
      Springs.requireStrength("CLS-ER", lambda);
      for (float share : new float[] {plasticRate, plasticDecay, stableRate, stableDecay}) {
        if (!(share >= 0 && share <= 1)) {
          throw new IllegalArgumentException(
              "CLS-ER with a rate or decay of %s: 0 to 1 is needed".formatted(share));
        }
      }
    }
  }

  private final Learner learner;
  private final ReplayBuffer memory;
  private final int replay;
  private final Settings settings;
  private final Rng rng;
  private final Twin plastic;
  private final Twin stable;
  private long steps;
  private int task;

  /** The method with so many memories a step; the stream decides when the averages move. */
  public ClsEr(Learner learner, ReplayBuffer memory, int replay, Settings settings, Rng rng) {
    Memories.requirePlain("CLS-ER", memory, replay);
    this.learner = learner;
    this.memory = memory;
    this.replay = replay;
    this.settings = settings;
    this.rng = rng;
    this.plastic = new Twin(learner, "plastic average");
    this.stable = new Twin(learner, "stable average");
    learner.ledger().keeps("memory", memory.bytes());
  }

  @Override
  public Learner learner() {
    return learner;
  }

  /** What the stable average says. */
  @Override
  public Tensor scores(Tensor inputs) {
    return stable.answers(inputs);
  }

  @Override
  public void beginTask(int number) {
    task = number;
  }

  @Override
  public void observe(Batch batch) {
    Batch old = memory.draw(replay).batch();
    if (old.size() == 0) {
      learner.step(batch);
    } else {
      Batch both = batch.concat(old);
      Tensor wanted = surer(old);
      learner.step(
          both.size(),
          net -> {
            Tensor logits = net.forward(both.inputs());
            Tensor remembered = logits.slice(0, batch.size(), both.size());
            Tensor held = remembered.mse(wanted).mul(settings.lambda);
            return logits.crossEntropy(both.labels()).add(held);
          });
    }
    memory.add(batch, task);
    steps++;
    follow(plastic, settings.plasticRate, settings.plasticDecay);
    follow(stable, settings.stableRate, settings.stableDecay);
  }

  /** For each memory the logits of the average that gives its class the larger probability. */
  private Tensor surer(Batch old) {
    Tensor fast = plastic.outputs(old.inputs());
    Tensor slow = stable.outputs(old.inputs());
    Tensor fastSure = fast.softmax();
    Tensor slowSure = slow.softmax();
    int classes = fast.dim(1);
    float[] wanted = fast.toArray();
    for (int i = 0; i < old.size(); i++) {
      int label = old.labels()[i];
      if (slowSure.at(i, label) > fastSure.at(i, label)) {
        System.arraycopy(slow.array(), slow.offset() + i * classes, wanted, i * classes, classes);
      }
    }
    return Tensor.of(wanted, 0, fast.shape());
  }

  private void follow(Twin average, float rate, float decay) {
    if (rng.nextFloat() < rate) {
      average.follow((float) Math.max(1.0 / (steps + 1), 1 - (double) decay));
    }
  }
}
