package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.op.CrossEntropy;
import io.reverie.op.Reduction;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Maximally interfered retrieval, MIR (Aljundi et al. 2019): those memories are replayed that the
 * batch would harm most.
 *
 * <p>Of some candidates from earlier tasks, those are learned whose loss rises most by a virtual
 * step of plain descent on the batch alone. Loss: cross-entropy of the batch + cross-entropy of
 * these memories. As in the authors' code, memories of the task at hand are no candidates, so that
 * replay begins with the second task.
 *
 * <p>Setting of the authors for the split: rate 0.05 to 0.1, 10 memories of 50 candidates. The gain
 * over chance is about as large as that of another learning rate; each candidate costs two forward
 * passes. Where tasks have no borders there are no candidates: then it is finetuning.
 */
public final class Mir implements Strategy {
  private final Learner learner;
  private final ReplayBuffer memory;
  private final int replay;
  private final int candidates;
  private final float[] here;
  private int task;

  /** The method with so many memories a step, chosen from so many candidates. */
  public Mir(Learner learner, ReplayBuffer memory, int replay, int candidates) {
    Memories.requirePlain("MIR", memory, replay);
    if (candidates < replay) {
      throw new IllegalArgumentException(
          "MIR with %d memories a step of %d candidates: at least as many candidates are needed"
              .formatted(replay, candidates));
    }
    this.learner = learner;
    this.memory = memory;
    this.replay = replay;
    this.candidates = candidates;
    this.here = new float[learner.parameters().size()];
    learner.ledger().keeps("memory", memory.bytes());
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public String advice() {
    return "MIR chooses among memories of earlier tasks: on a stream without borders it is"
        + " finetuning.";
  }

  @Override
  public void beginTask(int number) {
    task = number;
  }

  @Override
  public void observe(Batch batch) {
    learner.backward(batch);
    Recall drawn = memory.draw((Draw) this::others, replay == 0 ? 0 : candidates);
    if (drawn.size() > 0) {
      learner.backward(mostHarmed(drawn));
    }
    learner.optimizer().step();
    memory.add(batch, task);
  }

  /** Up to n different memories of other tasks, each as likely as any other. */
  private int[] others(ReplayBuffer from, int n, Rng rng) {
    int[] slots = IntStream.range(0, from.size()).filter(s -> from.task(s) != task).toArray();
    int[] chosen = new int[Math.min(n, slots.length)];
    for (int i = 0; i < chosen.length; i++) {
      int j = i + rng.nextInt(slots.length - i);
      chosen[i] = slots[j];
      slots[j] = slots[i];
    }
    return chosen;
  }

  /** The memories whose loss would rise most by a step along the gradients that are there. */
  private Batch mostHarmed(Recall drawn) {
    if (drawn.size() <= replay) {
      return drawn.batch();
    }
    float[] before = losses(drawn.batch());
    float[] values = learner.parameters().values();
    float[] gradients = learner.parameters().gradients();
    float rate = learner.optimizer().rate();
    System.arraycopy(values, 0, here, 0, here.length);
    for (int i = 0; i < values.length; i++) {
      values[i] -= rate * gradients[i];
    }
    float[] after = losses(drawn.batch());
    System.arraycopy(here, 0, values, 0, here.length);
    // Those most harmed first; of equals the one drawn first.
    int[] best =
        IntStream.range(0, before.length)
            .boxed()
            .sorted((i, j) -> Float.compare(after[j] - before[j], after[i] - before[i]))
            .mapToInt(i -> drawn.slots()[i])
            .toArray();
    return memory.recall(Arrays.copyOf(best, replay)).batch();
  }

  private float[] losses(Batch batch) {
    Tensor logits = learner.outputs(batch.inputs());
    var each = CrossEntropy.of(batch.labels()).reduced(Reduction.NONE);
    return logits.crossEntropy(each).toArray();
  }
}
