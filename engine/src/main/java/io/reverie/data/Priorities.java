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
    Objects.checkIndex(i, size);
    if (!(priority >= 0 && priority < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "priority %s of sample %d: a finite number of at least 0 is needed"
              .formatted(priority, i));
    }
    tree[leaves + i] = priority;
    for (int node = (leaves + i) / 2; node > 0; node /= 2) {
      tree[node] = tree[2 * node] + tree[2 * node + 1];
    }
  }

  /**
   * Sets the priorities of several samples, such as those that were drawn; of one that is there
   * twice the last counts.
   *
   * @throws IllegalArgumentException if there is not one each
   */
  public void set(int[] samples, float... priorities) {
    if (samples.length != priorities.length) {
      throw new IllegalArgumentException(
          "%d priorities for %d samples: one each is needed"
              .formatted(priorities.length, samples.length));
    }
    for (int i = 0; i < samples.length; i++) {
      set(samples[i], priorities[i]);
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
    for (int i = 0; i < draws; i++) {
      drawn[i] = find(rng.nextDouble() * total);
    }
    return drawn;
  }

  /** The sample at which the running sum of priorities exceeds {@code rest}. */
  private int find(double rest) {
    int node = 1;
    while (node < leaves) {
      double left = tree[2 * node];
      // To the right, unless rounding leads there where nothing is. No branch to guess wrong.
      int right = rest >= left & tree[2 * node + 1] > 0 ? 1 : 0;
      rest -= right * left;
      node = 2 * node + right;
    }
    return node - leaves;
  }
}
