package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;

/**
 * Experience replay with asymmetric cross-entropy, ER-ACE (Caccia et al. 2022): what is new does
 * not push down the outputs of what is old.
 *
 * <p>Loss: cross-entropy of the batch, in which classes that were seen before and are not in the
 * batch do not take part, + cross-entropy of some memories, in which all do. Replay begins with the
 * second task, as with the authors; on a stream without borders it has to begin at once.
 *
 * <p>Setting of Mammoth's figures for the split: rate 0.03, 10 memories a step. Mammoth's network
 * ends in a cosine classifier unless told otherwise.
 */
public final class AsymmetricReplay implements Strategy {
  /** A logit that softmax makes nothing of. */
  private static final float OUT = -1e9f;

  private final Learner learner;
  private final ReplayBuffer memory;
  private final int replay;
  private final boolean fromTheStart;
  private final boolean[] seen;
  private int task;

  /** The method with this memory and so many memories a step, from the second task on. */
  public AsymmetricReplay(Learner learner, ReplayBuffer memory, int replay) {
    this(learner, memory, replay, false);
  }

  /** The same, from the first step on if so wished: for streams without borders. */
  public AsymmetricReplay(Learner learner, ReplayBuffer memory, int replay, boolean fromTheStart) {
    Memories.requirePlain("ER-ACE", memory, replay);
    this.learner = learner;
    this.memory = memory;
    this.replay = replay;
    this.fromTheStart = fromTheStart;
    this.seen = new boolean[memory.classes()];
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
    if (!fromTheStart && task == 0) {
      learner.step(batch);
    } else {
      Tensor out = absent(batch.labels());
      Batch old = memory.draw(replay).batch();
      learner.step(
          batch.size() + old.size(),
          net -> {
            Tensor logits = net.forward(batch.inputs()).maskedFill(out, OUT);
            Tensor loss = logits.crossEntropy(batch.labels());
            return old.size() == 0
                ? loss
                : loss.add(net.forward(old.inputs()).crossEntropy(old.labels()));
          });
    }
    memory.add(batch, task);
    for (int label : batch.labels()) {
      seen[label] = true;
    }
  }

  /** The mask of classes that were seen before and are not among these. */
  private Tensor absent(int[] labels) {
    float[] mask = new float[seen.length];
    for (int c = 0; c < mask.length; c++) {
      mask[c] = seen[c] ? 1 : 0;
    }
    for (int label : labels) {
      mask[label] = 0;
    }
    return Tensor.of(mask);
  }
}
