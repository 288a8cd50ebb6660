package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;

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
    Memories.requirePlain("experience replay", memory, replay);
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
    learner.step(memory.size() == 0 ? batch : batch.concat(memory.draw(replay).batch()));
    memory.add(batch, task);
  }
}
