package io.reverie.sleep.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Tests of paired differences: how likely chance alone would do as much. All are two-sided.
 *
 * <p>With n seeds no rank test can say less than 2^(1−n): 0.0625 at five, 0.002 at ten.
 */
public final class Significance {
  /** Up to here the signed-rank distribution is counted, beyond it is approximated. */
  private static final int COUNTED = 100;

  private Significance() {}

  /**
   * The signed-rank test (Wilcoxon 1945). Zeros are left out, as Wilcoxon did; ties share their
   * mean rank. The distribution is counted exactly, ties or none, up to 100 differences; beyond,
   * normal with the variance corrected for ties and no correction for continuity.
   *
   * @return the probability of a rank sum at least as far from its middle; 1 where all are zero
   */
  public static double signedRank(double... differences) {
    double[] counted = Arrays.stream(Spread.finite(differences)).filter(d -> d != 0).toArray();
    int[] ranks = doubledRanks(counted);
    int positive = 0;
    int all = 0;
    for (int i = 0; i < ranks.length; i++) {
      positive += counted[i] > 0 ? ranks[i] : 0;
      all += ranks[i];
    }
    if (ranks.length == 0) {
      return 1;
    }
    int smaller = Math.min(positive, all - positive);
    return Math.min(
        1, 2 * (ranks.length <= COUNTED ? atMost(ranks, smaller) : about(ranks, all, smaller)));
  }

  /** Twice the rank of each by size, so that the mean of tied ranks is a whole number. */
  private static int[] doubledRanks(double[] differences) {
    int n = differences.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(differences[i])))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[n];
    for (int from = 0; from < n; ) {
      int to = from + 1;
      while (to < n && Math.abs(differences[order[to]]) == Math.abs(differences[order[from]])) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = from + 1 + to;
      }
      from = to;
    }
    return ranks;
  }

  /** The probability that ranks with fair signs sum up to at most this. */
  private static double atMost(int[] ranks, int sum) {
    double[] chance = new double[sum + 1];
    chance[0] = 1;
    for (int rank : ranks) {
      for (int s = sum; s >= 0; s--) {
        chance[s] = (chance[s] + (s >= rank ? chance[s - rank] : 0)) / 2;
      }
    }
    return Arrays.stream(chance).sum();
  }

  private static double about(int[] ranks, int all, int sum) {
    double variance = 0;
    for (int rank : ranks) {
      variance += (double) rank * rank / 4;
    }
    return Distributions.normal((sum - all / 2.0) / Math.sqrt(variance));
  }

  /** The sign test: how many are positive, whatever their size. Zeros are left out. */
  public static double sign(double... differences) {
    int positive = 0;
    int n = 0;
    for (double difference : Spread.finite(differences)) {
      positive += difference > 0 ? 1 : 0;
      n += difference != 0 ? 1 : 0;
    }
    int smaller = Math.min(positive, n - positive);
    int[] ones = new int[n];
    Arrays.fill(ones, 1);
    return n == 0 ? 1 : Math.min(1, 2 * atMost(ones, smaller));
  }

  /**
   * The paired t test, for differences that are about normal.
   *
   * @throws IllegalArgumentException of fewer than two differences
   */
  public static double t(double... differences) {
    Spread spread = several(differences);
    if (spread.sd() == 0) {
      return spread.mean() == 0 ? 1 : 0;
    }
    return 2 * Distributions.studentAbove(Math.abs(spread.mean()) / spread.error(), spread.n() - 1);
  }

  /**
   * Equivalence by two one-sided t tests (Schuirmann 1987): the probability of differences as close
   * together as these if the true mean lay outside ±margin. A small value says "no difference that
   * matters", which a large value of the other tests never does.
   *
   * @param margin the largest difference that does not matter, named beforehand; positive
   */
  public static double equivalence(double margin, double... differences) {
    Spread spread = several(differences);
    if (!(margin > 0)) {
      throw new IllegalArgumentException(
          "equivalence within ±" + margin + ": the margin must be positive");
    }
    double slack = margin - Math.abs(spread.mean());
    if (spread.sd() == 0) {
      return slack > 0 ? 0 : 1;
    }
    return Distributions.studentAbove(slack / spread.error(), spread.n() - 1);
  }

  private static Spread several(double[] differences) {
    Spread spread = Spread.of(differences);
    if (spread.n() < 2) {
      throw new IllegalArgumentException(
          "a t test of a single difference: at least 2 are needed, and 10 for a claim");
    }
    return spread;
  }

  /**
   * Holm's correction (1979) for several tests at once: the probabilities, made larger so that any
   * false alarm among all of them is no likelier than the level they are compared with.
   */
  public static double[] holm(double... probabilities) {
    int n = probabilities.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> probabilities[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double p = probabilities[order[i]];
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "a probability of " + p + " among those to correct: 0 to 1 are possible");
      }
      largest = Math.max(largest, Math.min(1, (n - i) * p));
      corrected[order[i]] = largest;
    }
    return corrected;
  }
}
