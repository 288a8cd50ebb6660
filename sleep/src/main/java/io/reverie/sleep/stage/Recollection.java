package io.reverie.sleep.stage;

import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import java.util.Arrays;

/**
 * Which memories come back at each step of a night: a {@link Draw} that knows the night.
 *
 * <p>What it must remember from step to step it keeps in the night ({@link Night#keep}).
 */
@FunctionalInterface
public interface Recollection {
  /** Up to n memories for the next step; none where there is nothing to recall. */
  Recall recall(Night night, int n);

  /** By this rule, anew at each step. */
  static Recollection by(Draw rule) {
    return (night, n) -> night.recall(rule, n);
  }

  /**
   * In episodes: memories in the order in which they were stored, some steps on end. Where each
   * begins is drawn, and with the probability given it is played backwards, newest first.
   *
   * <p>The order matters from step to step alone: within one batch of independent samples it
   * changes nothing. Classes come as they came, not in equal parts. The research expects no effect
   * of the direction on classifiers (E8).
   *
   * @param batches how many steps an episode lasts, at least 1; the whole memory where it is
   *     shorter
   * @param reverse the probability of playing backwards, from 0 to 1; 0.3 in the source paper
   */
  static Recollection episodes(int batches, double reverse) {
    if (batches < 1 || !(reverse >= 0 && reverse <= 1)) {
      throw new IllegalArgumentException(
          "episodes of %d steps, backwards with probability %s: 1 or more, and 0 to 1 are needed"
              .formatted(batches, reverse));
    }
    return (night, n) -> {
      ReplayBuffer memory = night.memory();
      int[] order = chronological(memory);
      if (n == 0 || order.length == 0) {
        return memory.recall();
      }
      // What is left of the episode, the next place in time, and the direction.
      float[] episode = night.keep("episode", () -> new float[3]);
      if (episode[0] == 0) {
        int length = (int) Math.min((long) batches * n, order.length);
        int start = night.rng().nextInt(order.length - length + 1);
        boolean backwards = night.rng().nextDouble() < reverse;
        episode[0] = length;
        episode[1] = backwards ? start + length - 1 : start;
        episode[2] = backwards ? -1 : 1;
      }
      int[] slots = new int[(int) Math.min(n, episode[0])];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = order[(int) episode[1]];
        episode[1] += episode[2];
        episode[0]--;
      }
      return memory.recall(slots);
    };
  }

  /** The slots in use, oldest memory first. */
  private static int[] chronological(ReplayBuffer memory) {
    long[] keys = new long[memory.size()];
    for (int slot = 0; slot < keys.length; slot++) {
      keys[slot] = memory.step(slot) * memory.capacity() + slot;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) (key % memory.capacity())).toArray();
  }

  /**
   * A share of each batch by the priorities that the night's last {@link Triage} found, with
   * replacement, the rest by a rule. Priorities keep away from a class that the rule brings back:
   * the rest is its floor. No importance correction is made. Before a triage, and with share 0, it
   * is the rule alone.
   *
   * @param rest the rule for the rest, usually {@link Draw#balanced}
   * @param share from 0 to 1; the research proposes 0.3
   */
  static Recollection triaged(Draw rest, float share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a share of %s by priority: 0 to 1 is needed".formatted(share));
    }
    return (night, n) -> {
      float[] priorities = night.kept(Triage.PRIORITIES);
      int preferred = Math.round(share * n);
      if (priorities == null || preferred == 0) {
        return night.recall(rest, n);
      }
      int[] slots = rest.slots(night.memory(), n - preferred, night.rng());
      int[] more = by(priorities).slots(night.memory(), preferred, night.rng());
      int[] both = Arrays.copyOf(slots, slots.length + more.length);
      System.arraycopy(more, 0, both, slots.length, more.length);
      return night.memory().recall(both);
    };
  }

  /** In proportion to these numbers, one a slot; memories that came since are not known yet. */
  private static Draw by(float[] priorities) {
    return Draw.weighted(
        (memory, slot) -> slot < priorities.length ? priorities[slot] : Double.NaN);
  }
}
