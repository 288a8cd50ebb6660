package io.reverie.sleep.strategy;

import static java.util.Objects.requireNonNull;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Morning;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * Dark experience replay, DER++ (Buzzega et al. 2020): memories are stored with what the network
 * said of them then, and it is held to that.
 *
 * <p>Loss: cross-entropy of the batch + α · mean squared error of the logits of some memories to
 * the stored ones + β · cross-entropy of some other memories. With β = 0 it is DER.
 *
 * <p>Settings of the authors for the split with 10 memories: α = 1, β = 0.5, rate 0.03; with 128
 * memories α = 0.2, β = 1; for permuted and rotated images α and β of 0.5 to 1.
 */
public final class DarkExperienceReplay implements Strategy {
  private static final float TEMPERATURE = 2;

  private final Learner learner;
  private final ReplayBuffer memory;
  private final int replay;
  private final float alpha;
  private final float beta;
  private final @Nullable Morning morning;
  private final float held;
  private int task;

  /** The method with a memory that keeps logits, twice so many memories a step, α and β. */
  public DarkExperienceReplay(
      Learner learner, ReplayBuffer memory, int replay, float alpha, float beta) {
    this(learner, memory, replay, alpha, beta, null, 0);
  }

  private DarkExperienceReplay(
      Learner learner,
      ReplayBuffer memory,
      int replay,
      float alpha,
      float beta,
      @Nullable Morning morning,
      float held) {
    if (!memory.keepsLogits() || replay < 0) {
      throw new IllegalArgumentException(
          "DER++ with twice %d memories a step from %s: 0 or more and a memory with logits are"
                  .formatted(replay, memory)
              + " needed");
    }
    this.learner = learner;
    this.memory = memory;
    this.replay = replay;
    this.alpha = alpha;
    this.beta = beta;
    this.morning = morning;
    this.held = held;
    learner.ledger().keeps("memory", memory.bytes());
  }

  /** DER, without the labels of memories (β = 0). */
  public static DarkExperienceReplay withoutLabels(
      Learner learner, ReplayBuffer memory, int replay, float alpha) {
    return new DarkExperienceReplay(learner, memory, replay, alpha, 0);
  }

  /**
   * The same, for a network that sleeps: on the batch it is also held to what it said this morning,
   * with this weight, at temperature 2.
   */
  public DarkExperienceReplay heldTo(Morning woken, float weight) {
    if (!(weight >= 0)) {
      throw new IllegalArgumentException(
          "held to the morning with weight " + weight + ": 0 or more is needed");
    }
    return new DarkExperienceReplay(learner, memory, replay, alpha, beta, woken, weight);
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
    float[] outputs = new float[batch.size() * memory.classes()];
    if (memory.size() == 0) {
      learner.step(batch.size(), net -> dayLoss(net.forward(batch.inputs()), batch, outputs));
    } else {
      // A term of weight 0 is neither drawn nor paid for.
      Recall dark = memory.draw(alpha == 0 ? 0 : replay);
      Recall labelled = memory.draw(beta == 0 ? 0 : replay);
      UnaryOperator<Tensor> asInTheMorning =
          morning == null || held == 0 ? null : morning.heldTo(batch.inputs(), TEMPERATURE);
      learner.step(
          batch.size() + dark.size() + labelled.size(),
          net -> {
            Tensor logits = net.forward(batch.inputs());
            Tensor loss = dayLoss(logits, batch, outputs);
            if (asInTheMorning != null) {
              loss = loss.add(asInTheMorning.apply(logits).mul(held));
            }
            if (dark.size() > 0) {
              Tensor kept = net.forward(dark.batch().inputs()).mse(requireNonNull(dark.logits()));
              loss = loss.add(kept.mul(alpha));
            }
            if (labelled.size() > 0) {
              Batch known = labelled.batch();
              loss = loss.add(net.forward(known.inputs()).crossEntropy(known.labels()).mul(beta));
            }
            return loss;
          });
    }
    memory.add(batch, outputs, task);
  }

  private static Tensor dayLoss(Tensor logits, Batch batch, float[] outputs) {
    System.arraycopy(logits.array(), logits.offset(), outputs, 0, outputs.length);
    return logits.crossEntropy(batch.labels());
  }
}
