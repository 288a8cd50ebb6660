package io.reverie.sleep.strategy;

import io.reverie.data.Dataset;
import java.util.BitSet;

/** Which classes came with which task. */
final class ClassesSeen {
  private final BitSet old = new BitSet();
  private final BitSet young = new BitSet();

  /** A task has ended: its classes are the new ones, those that were new are old. */
  void endTask(Dataset data) {
    old.or(young);
    young.clear();
    for (int i = 0; i < data.size(); i++) {
      if (!old.get(data.label(i))) {
        young.set(data.label(i));
      }
    }
  }

  /** The classes of all earlier tasks, in order. */
  int[] old() {
    return old.stream().toArray();
  }

  /** Those that the last task brought, in order. */
  int[] young() {
    return young.stream().toArray();
  }
}
