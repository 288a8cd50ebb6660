package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;

/**
 * Experience replay (Ratcliff 1990; Chaudhry et al. 2019): every batch is learned together with
 * some memories.
 */
public final class ExperienceReplay implements Strategy {
  private final Learner learner;
  private final ReplayBuffer memory;
  private final int replay;
  private int task;

  /** The method with this memory and so many memories a step. */
  public ExperienceReplay(Learner learner, ReplayBuffer memory, int replay) {
    if (memory.keepsLogits() || replay < 0) {
      throw new IllegalArgumentException(
          "experience replay of %d memories a step from %s: 0 or more and a memory without logits"
                  .formatted(replay, memory)
              + " are needed");
    }
    this.learner = learner;
    this.memory = memory;
    this.replay = replay;
    learner.ledger().keeps("memory", memory.bytes());
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
    learner.step(memory.size() == 0 ? batch : join(batch, memory.draw(replay).batch()));
    memory.add(batch, task);
  }

  /** Two batches as one. */
  static Batch join(Batch first, Batch second) {
    Tensor inputs = first.inputs().concat(0, second.inputs());
    int[] labels = new int[first.size() + second.size()];
    System.arraycopy(first.labels(), 0, labels, 0, first.size());
    System.arraycopy(second.labels(), 0, labels, first.size(), second.size());
    return new Batch(inputs, labels);
  }
}
