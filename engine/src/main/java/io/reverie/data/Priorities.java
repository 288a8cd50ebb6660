package io.reverie.data;

import io.reverie.tensor.Rng;
import java.util.Arrays;
import java.util.Objects;

/**
 * How likely each sample is to be drawn, where that changes from draw to draw: prioritized replay
 * (Schaul et al. 2016).
 *
 * <pre>{@code
 * var priorities = Priorities.of(memory.size());
 * int[] drawn = priorities.draw(64, rng);
 * …                                          // learn from them
 * priorities.set(drawn, losses);
 * }</pre>
 *
 * <p>The priorities are the leaves of a binary tree whose nodes are the sums of their two children.
 * A change makes the sums above it anew, and a draw walks down: for a hundred thousand samples 17
 * steps each, where {@link Sampler#weighted} would look at all of them again. Not thread-safe.
 */
public final class Priorities {
  /** Draws that go down the tree side by side. */
  private static final int TOGETHER = 256;

  private final int size;

  /** Node 1 is the sum of all; the children of node n are 2n and 2n + 1. */
  private final double[] tree;

  /** The node of the first sample. */
  private final int leaves;

  private Priorities(int size) {
    this.size = size;
    this.leaves = size == 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    this.tree = new double[2 * leaves];
  }

  /**
   * For n samples, all equally likely.
   *
   * @param n 1 to 2²⁸
   */
  public static Priorities of(int n) {
    if (n < 1 || n > 1 << 28) {
      throw new IllegalArgumentException(
          "priorities of " + n + " samples: 1 to " + (1 << 28) + " are possible");
    }
    Priorities priorities = new Priorities(n);
    double[] tree = priorities.tree;
    Arrays.fill(tree, priorities.leaves, priorities.leaves + n, 1);
    for (int node = priorities.leaves - 1; node > 0; node--) {
      tree[node] = tree[2 * node] + tree[2 * node + 1];
    }
    return priorities;
  }

  /** How many samples there are. */
  public int size() {
    return size;
  }

  /** The priority of sample i. */
  public double get(int i) {
    return tree[leaves + Objects.checkIndex(i, size)];
  }

  /**
   * Sets the priority of sample i; 0 is never drawn.
   *
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public void set(int i, double priority) {
    requirePriority(i, priority);
    tree[leaves + i] = priority;
    for (int node = (leaves + i) / 2; node > 0; node /= 2) {
      add(node);
    }
  }

  private void requirePriority(int i, double priority) {
    Objects.checkIndex(i, size);
    if (!(priority >= 0 && priority < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "priority %s of sample %d: a finite number of at least 0 is needed"
              .formatted(priority, i));
    }
  }

  private void add(int node) {
    tree[node] = tree[2 * node] + tree[2 * node + 1];
  }

  /**
   * Sets the priorities of several samples, such as those that were drawn; of one that is there
   * twice the last counts. Several at once take half the time: sums are made anew level by level,
   * where none waits for another, and those near the root once for all samples.
   *
   * @throws IllegalArgumentException if there is not one each, or one is negative, infinite or NaN;
   *     then none has been set
   */
  public void set(int[] samples, double... priorities) {
    requireEach(samples, priorities.length);
    for (int i = 0; i < samples.length; i++) {
      requirePriority(samples[i], priorities[i]);
    }
    for (int i = 0; i < samples.length; i++) {
      tree[leaves + samples[i]] = priorities[i];
    }
    addAbove(samples);
  }

  /** As {@link #set(int[], double...)}, with losses as they come out of a tensor. */
  public void set(int[] samples, float... priorities) {
    requireEach(samples, priorities.length);
    for (int i = 0; i < samples.length; i++) {
      requirePriority(samples[i], priorities[i]);
    }
    for (int i = 0; i < samples.length; i++) {
      tree[leaves + samples[i]] = priorities[i];
    }
    addAbove(samples);
  }

  private static void requireEach(int[] samples, int priorities) {
    if (samples.length != priorities) {
      throw new IllegalArgumentException(
          "%d priorities for %d samples: one each is needed".formatted(priorities, samples.length));
    }
  }

  /** Makes the sums above several leaves anew. */
  private void addAbove(int... samples) {
    int level = 1;
    for (; leaves >> level >= Math.max(1, samples.length); level++) {
      for (int sample : samples) {
        add(leaves + sample >> level);
      }
    }
    for (int node = (leaves >> level - 1) - 1; node > 0; node--) {
      add(node);
    }
  }

  /** The sum of all: a sample is drawn with the probability {@code get(i) / total()}. */
  public double total() {
    return tree[1];
  }

  /**
   * Draws so many samples with replacement, in random order.
   *
   * @throws IllegalArgumentException if {@code draws} is negative
   * @throws IllegalStateException if all priorities are 0, or their sum is infinite
   */
  public int[] draw(int draws, Rng rng) {
    if (draws < 0) {
      throw new IllegalArgumentException(draws + " draws by priorities: 0 or more are needed");
    }
    double total = total();
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      throw new IllegalStateException(
          "a draw by priorities with a sum of " + total + ": a finite sum above 0 is needed");
    }
    int[] drawn = new int[draws];
    double[] rests = new double[Math.min(draws, TOGETHER)];
    for (int from = 0; from < draws; from += TOGETHER) {
      int n = Math.min(draws - from, TOGETHER);
      for (int i = 0; i < n; i++) {
        rests[i] = rng.nextDouble() * total;
      }
      find(n, rests, drawn, from);
    }
    return drawn;
  }

  /**
   * The samples at which the running sum of priorities exceeds each of {@code n} rests.
   *
   * <p>All go down a level, then all the next. A walk alone waits at each node for the node to come
   * from the cache, and guesses every second turn wrong; these neither wait for one another nor
   * branch: the turn is the sign of a difference, as a number.
   */
  void find(int n, double[] rests, int[] samples, int from) {
    Arrays.fill(samples, from, from + n, 1);
    for (int level = 1; level < leaves; level *= 2) {
      for (int i = 0; i < n; i++) {
        int node = 2 * samples[from + i];
        double left = tree[node];
        double beyond = rests[i] - left;
        long stays = Double.doubleToRawLongBits(beyond) >> 63; // all ones to the left, or 0
        rests[i] -= Double.longBitsToDouble(Double.doubleToRawLongBits(left) & ~stays);
        samples[from + i] = node + 1 + (int) stays;
      }
    }
    for (int i = from; i < from + n; i++) {
      samples[i] = (tree[samples[i]] > 0 ? samples[i] : lastBefore(samples[i])) - leaves;
    }
  }

  /** The last leaf that can be drawn before one that cannot, where only rounding leads. */
  private int lastBefore(int leaf) {
    int node = leaf;
    while ((node & 1) == 0 || tree[node - 1] == 0) {
      node /= 2;
    }
    node--;
    while (node < leaves) {
      node = tree[2 * node + 1] > 0 ? 2 * node + 1 : 2 * node;
    }
    return node;
  }
}
