package io.reverie.sleep.memory;

import io.reverie.data.Priorities;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;

/**
 * Draws by the priorities p of the memories, tempered: memory i of N, with class c(i) of C that are
 * present, comes with the probability
 *
 * <pre>P(i) = φ · 1 / (C · n_c(i)) + (1 − φ) · ((1 − η) / N + η · p(i) / Σp)</pre>
 *
 * <p>with replacement, in time log N each; from a tree of sums, as in Schaul et al. 2016, but drawn
 * independently, not one from each stretch of equal mass. The weights that correct the gradient are
 * {@code (N · P(i))^−β}, divided by the largest in the batch (as in the paper's algorithm; some
 * libraries divide by the largest of the whole memory).
 *
 * @param share η, how much of the draw goes by priority, 0 to 1
 * @param correction β, how much of the bias is taken back: 0 nothing, and no weights are given; 1
 *     all of it
 * @param floor φ, how much of the draw is balanced, so that no class starves, 0 to 1; not needed
 *     where the memory itself is balanced
 */
public record Prioritised(double share, double correction, double floor) implements Draw {
  /** Checks the numbers. */
  public Prioritised {
    if (!(share >= 0 && share <= 1) || !(correction >= 0) || !(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "a draw with %s by priority, correction %s and floor %s: 0 to 1, 0 or more and 0 to 1"
                  .formatted(share, correction, floor)
              + " are needed");
    }
  }

  /** The same with another correction, such as one that rises to 1 as learning ends. */
  public Prioritised correcting(double beta) {
    return new Prioritised(share, beta, floor);
  }

  @Override
  public int[] slots(ReplayBuffer memory, int n, Rng rng) {
    Priorities tree = memory.ranks().tree();
    int size = memory.size();
    if (size == 0) {
      return new int[0];
    }
    double byPriority = tree.total() > 0 ? share : 0;
    int[] present = floor > 0 ? memory.presentClasses() : new int[0];
    int[] chosen = new int[n];
    int toCome = 0;
    for (int i = 0; i < n; i++) {
      if (floor > 0 && rng.nextDouble() < floor) {
        int label = present[rng.nextInt(present.length)];
        chosen[i] = memory.slotOf(label, rng.nextInt(memory.count(label)));
      } else if (byPriority < 1 && rng.nextDouble() >= byPriority) {
        chosen[i] = rng.nextInt(size);
      } else {
        chosen[i] = Chains.NONE;
        toCome++;
      }
    }
    int[] drawn = toCome == 0 ? new int[0] : tree.draw(toCome, rng);
    for (int i = 0, next = 0; next < toCome; i++) {
      if (chosen[i] == Chains.NONE) {
        chosen[i] = drawn[next++];
      }
    }
    return chosen;
  }

  @Override
  public float @Nullable [] weights(ReplayBuffer memory, int... slots) {
    if (correction == 0) {
      return null;
    }
    double classes = memory.presentClasses().length;
    double[] exact = new double[slots.length];
    double largest = 0;
    for (int i = 0; i < slots.length; i++) {
      exact[i] = Math.pow(memory.size() * chance(memory, slots[i], classes), -correction);
      largest = Math.max(largest, exact[i]);
    }
    float[] weights = new float[slots.length];
    for (int i = 0; i < slots.length; i++) {
      weights[i] = (float) (exact[i] / largest);
    }
    return weights;
  }

  /** P of the memory in a slot: how likely each draw is to bring it. */
  public double chance(ReplayBuffer memory, int slot) {
    return chance(memory, slot, memory.presentClasses().length);
  }

  private double chance(ReplayBuffer memory, int slot, double classes) {
    double total = memory.ranks().total();
    double byPriority = total > 0 ? share : 0;
    double uniform = (1 - byPriority) / memory.size();
    double ranked = total > 0 ? byPriority * memory.ranks().rank(slot) / total : 0;
    double balanced = 1 / (classes * memory.count(memory.label(slot)));
    return floor * balanced + (1 - floor) * (uniform + ranked);
  }

  /**
   * The effective sample size 1 / ΣP²: to how many memories the draw in fact comes down, from 1 to
   * all of them; 0 of an empty memory.
   */
  public double effectiveSize(ReplayBuffer memory) {
    double squares = 0;
    int classes = memory.presentClasses().length;
    for (int slot = 0; slot < memory.size(); slot++) {
      double chance = chance(memory, slot, classes);
      squares += chance * chance;
    }
    return memory.size() == 0 ? 0 : 1 / squares;
  }
}
