package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The tests against counting out all signs, and against tables. */
class SignificanceTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  /** Wilcoxon's test by its definition: ranks by comparison, all 2ⁿ signs. */
  private static double signedRankByCounting(double[] all) {
    double[] d = DoubleStream.of(all).filter(x -> x != 0).toArray();
    double[] rank = new double[d.length];
    double middle = 0;
    double own = 0;
    for (int i = 0; i < d.length; i++) {
      for (double other : d) {
        rank[i] +=
            Math.abs(other) < Math.abs(d[i]) ? 1 : Math.abs(other) == Math.abs(d[i]) ? 0.5 : 0;
      }
      rank[i] += 0.5;
      middle += rank[i] / 2;
      own += d[i] > 0 ? rank[i] : 0;
    }
    long asFar = 0;
    for (int signs = 0; signs < 1 << d.length; signs++) {
      double sum = 0;
      for (int i = 0; i < d.length; i++) {
        sum += (signs >> i & 1) == 1 ? rank[i] : 0;
      }
      asFar += Math.abs(sum - middle) >= Math.abs(own - middle) ? 1 : 0;
    }
    return (double) asFar / (1 << d.length);
  }

  @Test
  void signedRanksAreCountedOut() {
    var rng = Rng.of(4);
    for (int trial = 0; trial < 60; trial++) {
      int n = 1 + trial % 12;
      boolean ties = trial % 2 == 0;
      double[] d = new double[n];
      for (int i = 0; i < n; i++) {
        d[i] = ties ? rng.nextInt(7) - 2 : rng.nextGaussian() + 0.5;
      }
      assertThat(Significance.signedRank(d)).isCloseTo(signedRankByCounting(d), CLOSE);
    }
  }

  @Test
  void signedRankOfDarwinsMaize() {
    // Height differences of crossed and self-fertilised maize, SciPy's example: p = 0.041259765625.
    double[] maize = {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};
    assertThat(Significance.signedRank(maize)).isCloseTo(0.041259765625, CLOSE);
  }

  @Test
  void manyDifferencesAreNearlyNormal() {
    double[] d = IntStream.rangeClosed(1, 101).mapToDouble(i -> i % 5 < 2 ? -i : i).toArray();
    double positive = DoubleStream.of(d).filter(x -> x > 0).sum();
    double smaller = Math.min(positive, 101 * 102 / 2 - positive);
    double[] ways = new double[101 * 102 / 2 + 1];
    ways[0] = 1;
    for (int rank = 1; rank <= 101; rank++) {
      for (int s = ways.length - 1; s >= rank; s--) {
        ways[s] += ways[s - rank];
      }
    }
    double p = 2 * DoubleStream.of(ways).limit((long) smaller + 1).sum() / Math.pow(2, 101);
    assertThat(p).isBetween(0.02, 0.2);
    assertThat(Significance.signedRank(d)).isCloseTo(p, Offset.offset(0.01 * p));
  }

  @Test
  void fewSeedsCannotSayMuch() {
    assertThat(Significance.signedRank(1, 2, 3, 4, 5)).isCloseTo(0.0625, CLOSE);
    assertThat(Significance.sign(1, 2, 3, 4, 5)).isCloseTo(0.0625, CLOSE);
    assertThat(Significance.signedRank(0, 0)).isEqualTo(1);
    assertThat(Significance.sign(0, 0)).isEqualTo(1);
  }

  @Test
  void signsAreABinomial() {
    // 2 of 10, both tails: 2·(1 + 10 + 45)/1024; zeros do not count.
    double[] d = {1, 2, -1, -1, -1, -2, -3, -1, -1, -4, 0};
    assertThat(Significance.sign(d)).isCloseTo(2 * 56 / 1024.0, CLOSE);
    assertThat(Significance.sign(1, -1)).isEqualTo(1);
  }

  @Test
  void studentsTableIsMet() {
    // Two-sided 5 % and 1 % points of the table, and 1 and 2 degrees in closed form.
    assertThat(2 * Distributions.studentAbove(2.2621571627982049, 9)).isCloseTo(0.05, CLOSE);
    assertThat(2 * Distributions.studentAbove(3.2498355415921254, 9)).isCloseTo(0.01, CLOSE);
    assertThat(2 * Distributions.studentAbove(1.9842169515862964, 99)).isCloseTo(0.05, CLOSE);
    for (double t : new double[] {-3, -0.4, 0, 0.1, 1, 7, 50}) {
      assertThat(Distributions.studentAbove(t, 1)).isCloseTo(0.5 - Math.atan(t) / Math.PI, CLOSE);
      assertThat(Distributions.studentAbove(t, 2))
          .isCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), CLOSE);
    }
  }

  @Test
  void theNormalTableIsMet() {
    assertThat(Distributions.normal(0)).isEqualTo(0.5);
    assertThat(Distributions.normal(1.959963984540054)).isCloseTo(0.975, CLOSE);
    assertThat(Distributions.normal(-3)).isCloseTo(0.0013498980316300933, CLOSE);
    assertThat(Distributions.normal(40)).isEqualTo(1);
    assertThat(Distributions.normalQuantile(0.975)).isCloseTo(1.959963984540054, CLOSE);
    assertThat(Distributions.normalQuantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Distributions.normalQuantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void theTTestIsTheMeanOverItsError() {
    // Student's own sleep data (1908): extra hours of ten patients; R says p = 0.002833.
    double[] sleep = {1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4};
    assertThat(Significance.t(sleep)).isCloseTo(0.00283289, Offset.offset(1e-7));
    assertThat(Significance.t(2, 2)).isZero();
    assertThat(Significance.t(0, 0)).isEqualTo(1);
  }

  @Test
  void equivalenceIsTheWorseOfTwoSides() {
    double[] d = {0.1, -0.2, 0.3, 0.05, -0.1, 0.2};
    double mean = DoubleStream.of(d).average().orElseThrow();
    double sd = Math.sqrt(DoubleStream.of(d).map(x -> (x - mean) * (x - mean)).sum() / 5);
    double below = Distributions.studentAbove((mean + 0.5) / (sd / Math.sqrt(6)), 5);
    double above = Distributions.studentAbove((0.5 - mean) / (sd / Math.sqrt(6)), 5);
    assertThat(Significance.equivalence(0.5, d)).isCloseTo(Math.max(below, above), CLOSE);
    assertThat(Significance.equivalence(0.5, d)).isLessThan(0.01);
    // On the margin itself it is a coin's toss, beyond it cannot be claimed.
    assertThat(Significance.equivalence(Math.abs(mean), d)).isCloseTo(0.5, CLOSE);
    assertThat(Significance.equivalence(0.01, d)).isGreaterThan(0.5);
    assertThat(Significance.equivalence(0.5, 0.25, 0.25)).isZero();
    assertThat(Significance.equivalence(0.5, 0.75, 0.75)).isEqualTo(1);
    assertThatThrownBy(() -> Significance.equivalence(0, d))
        .hasMessageContaining("margin must be positive");
  }

  @Test
  void holmStepsDown() {
    assertThat(Significance.holm(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, CLOSE);
    assertThat(Significance.holm(0.9, 0.8)).containsExactly(1, 1);
    assertThat(Significance.holm()).isEmpty();
    assertThatThrownBy(() -> Significance.holm(0.5, Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Significance.signedRank()).hasMessageContaining("no values");
    assertThatThrownBy(() -> Significance.sign(1, Double.NaN)).hasMessageContaining("value 1 of 2");
    assertThatThrownBy(() -> Significance.t(1)).hasMessageContaining("at least 2");
  }
}
