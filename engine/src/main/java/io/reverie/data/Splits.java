package io.reverie.data;

import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Ways to cut a set into parts that share no sample: for training, validation and test.
 *
 * <p>Which samples a part has is drawn from the stream; they keep the set's order. The same stream
 * gives the same parts.
 */
public final class Splits {
  private Splits() {}

  /**
   * One round of cross-validation.
   *
   * @param train all samples but the fold's
   * @param test the fold
   */
  public record Fold(Dataset train, Dataset test) {}

  /**
   * Parts of these shares of the set, drawn without regard to labels. Sizes are off by less than
   * one.
   *
   * @param shares as in {@code 0.8, 0.1, 0.1}: not negative, 1 in all
   */
  public static List<Dataset> random(Dataset set, Rng rng, double... shares) {
    return parts(set, rng, _ -> 0, shares);
  }

  /**
   * Parts of these shares of the set in which every class has its share too, off by less than one
   * sample.
   *
   * @param shares as in {@code 0.8, 0.1, 0.1}: not negative, 1 in all
   */
  public static List<Dataset> stratified(Dataset set, Rng rng, double... shares) {
    return parts(set, rng, set::label, shares);
  }

  /**
   * The k rounds of k-fold cross-validation: every sample is in one fold, sizes differ by at most
   * one.
   *
   * @param k 2 to the number of samples
   */
  public static List<Fold> folds(Dataset set, int k, Rng rng) {
    return rounds(set, k, rng, _ -> 0);
  }

  /** As {@link #folds}, and of every class the folds' counts differ by at most one. */
  public static List<Fold> stratifiedFolds(Dataset set, int k, Rng rng) {
    return rounds(set, k, rng, set::label);
  }

  private static List<Dataset> parts(
      Dataset set, Rng rng, IntUnaryOperator groupOf, double... shares) {
    check(shares);
    int[] part = new int[set.size()];
    int[] filled = new int[shares.length];
    int done = 0;
    for (int[] group : groups(set, groupOf)) {
      rng.shuffle(group);
      done += group.length;
      int[] quota = quotas(group.length, done, filled, shares);
      int next = 0;
      for (int p = 0; p < quota.length; p++) {
        for (int i = 0; i < quota[p]; i++) {
          part[group[next++]] = p;
        }
        filled[p] += quota[p];
      }
    }
    List<Dataset> parts = new ArrayList<>();
    for (int p = 0; p < shares.length; p++) {
      parts.add(where(set, part, p, true));
    }
    return List.copyOf(parts);
  }

  private static void check(double... shares) {
    double sum = 0;
    boolean negative = false;
    for (double share : shares) {
      negative |= !(share >= 0);
      sum += share;
    }
    if (negative || !(Math.abs(sum - 1) < 1e-6)) {
      throw new IllegalArgumentException(
          "a split into shares %s, %s in all: shares of at least 0 that add up to 1 are needed"
              .formatted(Arrays.toString(shares), sum));
    }
  }

  /**
   * How many of a group of n go to each part: its share rounded down, and what is left, at most one
   * each, to the parts that are furthest behind in the whole set.
   */
  private static int[] quotas(int n, int done, int[] filled, double... shares) {
    int[] quota = new int[shares.length];
    boolean[] open = new boolean[shares.length];
    int left = n;
    for (int p = 0; p < shares.length; p++) {
      double exact = n * shares[p];
      quota[p] = (int) Math.min(left, Math.floor(exact + 1e-6));
      open[p] = exact - quota[p] > 1e-6;
      left -= quota[p];
    }
    for (; left > 0; left--) {
      int furthest = -1;
      double most = 0;
      for (int p = 0; p < shares.length; p++) {
        double behind = done * shares[p] - filled[p] - quota[p];
        if (open[p] && (furthest < 0 || behind > most + 1e-9)) {
          furthest = p;
          most = behind;
        }
      }
      int taker = furthest < 0 ? largest(shares) : furthest;
      quota[taker]++;
      open[taker] = false;
    }
    return quota;
  }

  private static int largest(double... shares) {
    int largest = 0;
    for (int p = 1; p < shares.length; p++) {
      largest = shares[p] > shares[largest] ? p : largest;
    }
    return largest;
  }

  private static List<Fold> rounds(Dataset set, int k, Rng rng, IntUnaryOperator groupOf) {
    if (k < 2 || k > set.size()) {
      throw new IllegalArgumentException(
          "%d folds of %d samples: 2 to %d are needed".formatted(k, set.size(), set.size()));
    }
    int[] fold = new int[set.size()];
    int dealt = 0; // goes on where the last group ended, so that the folds' sizes stay even too
    for (int[] group : groups(set, groupOf)) {
      rng.shuffle(group);
      for (int number : group) {
        fold[number] = dealt++ % k;
      }
    }
    List<Fold> rounds = new ArrayList<>();
    for (int f = 0; f < k; f++) {
      rounds.add(new Fold(where(set, fold, f, false), where(set, fold, f, true)));
    }
    return List.copyOf(rounds);
  }

  /** The samples of a set by group, groups by their number. */
  static List<int[]> groups(Dataset set, IntUnaryOperator groupOf) {
    // Sorted as one number each, group before place: labels may be anything, and gaps cost nothing.
    long[] keys = new long[set.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) groupOf.applyAsInt(i) << 32 | i;
    }
    Arrays.sort(keys);
    List<int[]> groups = new ArrayList<>();
    for (int from = 0, to; from < keys.length; from = to) {
      to = from + 1;
      while (to < keys.length && keys[to] >> 32 == keys[from] >> 32) {
        to++;
      }
      int[] group = new int[to - from];
      for (int i = from; i < to; i++) {
        group[i - from] = (int) keys[i];
      }
      groups.add(group);
    }
    return groups;
  }

  private static Dataset where(Dataset set, int[] mark, int wanted, boolean equal) {
    int[] chosen = new int[mark.length];
    int n = 0;
    for (int i = 0; i < mark.length; i++) {
      if ((mark[i] == wanted) == equal) {
        chosen[n++] = i;
      }
    }
    return set.select(Arrays.copyOf(chosen, n));
  }
}
