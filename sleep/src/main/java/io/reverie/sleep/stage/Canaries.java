package io.reverie.sleep.stage;

import io.reverie.data.Dataset;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;

/**
 * What a network is asked at bedtime and at dawn, to tell whether the night did it harm.
 *
 * <p>As canaries in a mine: they need not know what is wrong, only that something is.
 */
@FunctionalInterface
public interface Canaries {
  /**
   * How well the network does, from 0 to 1; NaN where there is nothing to ask. What it costs is
   * charged to the learner as forward samples.
   */
  double share(Learner learner, ReplayBuffer memory);

  /**
   * The memories themselves, every class counting the same: they tell a night that broke the
   * network from one that did not, not how well it generalises.
   */
  static Canaries memories() {
    return (learner, memory) -> {
      Recall all = memory.all();
      if (all.size() == 0) {
        return Double.NaN;
      }
      int[] answers = learner.outputs(all.batch().inputs()).argmax().values();
      int[] right = new int[memory.classes()];
      for (int i = 0; i < answers.length; i++) {
        int label = all.batch().labels()[i];
        right[label] += answers[i] == label ? 1 : 0;
      }
      double sum = 0;
      int[] present = memory.presentClasses();
      for (int label : present) {
        sum += (double) right[label] / memory.count(label);
      }
      return sum / present.length;
    };
  }

  /**
   * Samples that are never learned from. Only those count whose class the memory has met: a network
   * that does not know a class yet cannot lose it.
   */
  static Canaries heldOut(Dataset samples) {
    return (learner, memory) -> {
      Dataset met = samples.filter(label -> label < memory.classes() && memory.count(label) > 0);
      if (met.size() == 0) {
        return Double.NaN;
      }
      learner.ledger().forwardSamples(met.size());
      return learner.accuracy(met);
    };
  }
}
