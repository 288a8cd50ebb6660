package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Intervals against all resamples there are, and against how often they hold. */
class BootstrapTest {
  private static final double[] SKEWED = {0, 1, 1.5, 2, 8};

  /** The means of all nⁿ resamples, sorted: the bootstrap's distribution itself. */
  private static double[] everyMean(double[] sample) {
    int n = sample.length;
    double[] means = new double[(int) Math.round(Math.pow(n, n))];
    for (int r = 0; r < means.length; r++) {
      int rest = r;
      for (int i = 0; i < n; i++) {
        means[r] += sample[rest % n] / n;
        rest /= n;
      }
    }
    Arrays.sort(means);
    return means;
  }

  @Test
  void percentilesAreThoseOfAllResamples() {
    double[] means = everyMean(SKEWED);
    var interval = new Bootstrap(200_000, 0.9, false).mean(SKEWED, Rng.of(1));
    assertThat(interval.low()).isCloseTo(means[means.length / 20], Offset.offset(0.04));
    assertThat(interval.high()).isCloseTo(means[means.length * 19 / 20], Offset.offset(0.04));
    assertThat(interval.level()).isEqualTo(0.9);
  }

  @Test
  void bcaIsTheFormulaOnAllResamples() {
    double[] means = everyMean(SKEWED);
    double own = 2.5;
    double below = 0;
    for (double mean : means) {
      below += Math.abs(mean - own) < 1e-9 ? 0.5 : mean < own ? 1 : 0;
    }
    double z0 = Distributions.normalQuantile(below / means.length);
    // Of a mean the acceleration is Σd³ / 6(Σd²)^1.5 of the deviations themselves.
    double squares = 0;
    double cubes = 0;
    for (double x : SKEWED) {
      squares += (x - own) * (x - own);
      cubes += Math.pow(x - own, 3);
    }
    double a = cubes / (6 * Math.pow(squares, 1.5));
    double z = Distributions.normalQuantile(0.05);
    int low = (int) (means.length * Distributions.normal(z0 + (z0 + z) / (1 - a * (z0 + z))));
    int high = (int) (means.length * Distributions.normal(z0 + (z0 - z) / (1 - a * (z0 - z))));
    var interval = new Bootstrap(200_000, 0.9, true).mean(SKEWED, Rng.of(1));
    assertThat(interval.low()).isCloseTo(means[low], Offset.offset(0.11));
    assertThat(interval.high()).isCloseTo(means[high], Offset.offset(0.11));
    // Skewed to the right, the interval moves to the right.
    assertThat(interval.high()).isGreaterThan(means[means.length * 19 / 20] + 0.1);
  }

  @Test
  void coversAsOftenAsItSays() {
    var rng = Rng.of(9);
    int percentile = 0;
    int bca = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      double[] sample = new double[20];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = rng.nextGaussian();
      }
      percentile += new Bootstrap(600, 0.95, false).mean(sample, rng).contains(0) ? 1 : 0;
      bca += new Bootstrap(600, 0.95, true).mean(sample, rng).contains(0) ? 1 : 0;
    }
    assertThat(percentile / (double) trials).isBetween(0.89, 0.98);
    assertThat(bca / (double) trials).isBetween(0.89, 0.98);
  }

  @Test
  void theSameStreamGivesTheSameInterval() {
    assertThat(Bootstrap.bca().mean(SKEWED, Rng.of(3)))
        .isEqualTo(Bootstrap.bca().mean(SKEWED, Rng.of(3)))
        .isNotEqualTo(Bootstrap.bca().mean(SKEWED, Rng.of(4)));
  }

  @Test
  void anyFunctionOfASampleHasAnInterval() {
    var median =
        Bootstrap.percentile()
            .of(
                new double[] {1, 2, 3, 4, 100},
                x -> Arrays.stream(x).sorted().toArray()[2],
                Rng.of(1));
    assertThat(median.contains(3)).isTrue();
    assertThat(median.high()).isEqualTo(100);
    assertThat(median.low()).isEqualTo(1);
  }

  @Test
  void whatIsAlwaysTheSameHasNoWidth() {
    for (var bootstrap : new Bootstrap[] {Bootstrap.bca(), Bootstrap.percentile()}) {
      var interval = bootstrap.mean(new double[] {2, 2, 2}, Rng.of(1));
      assertThat(interval.low()).isEqualTo(2);
      assertThat(interval.width()).isZero();
      assertThat(bootstrap.mean(new double[] {5}, Rng.of(1)).high()).isEqualTo(5);
    }
  }

  @Test
  void anArmIsComparedPairByPair() {
    double[] first = {0.8, 0.7, 0.9, 0.6};
    double[] second = {0.7, 0.65, 0.8, 0.55};
    var comparison = Comparison.of(first, second, Rng.of(1));
    assertThat(comparison.first().mean()).isCloseTo(0.75, Offset.offset(1e-12));
    assertThat(comparison.difference().mean()).isCloseTo(0.075, Offset.offset(1e-12));
    assertThat(comparison.differs()).isTrue();
    assertThat(comparison.interval().above(0)).isTrue();
    assertThat(comparison.interval().below(0.2)).isTrue();
    assertThat(comparison.signedRank()).isEqualTo(0.125);
    assertThat(comparison.sign()).isEqualTo(0.125);
    // d_z = .075 / .02887 and 1 − 3/11.
    assertThat(comparison.effect())
        .isCloseTo(0.075 / Math.sqrt(0.0025 / 3) * 8 / 11, Offset.offset(1e-9));
    assertThat(Comparison.of(first, first, Rng.of(1)).differs()).isFalse();
    assertThat(Comparison.of(first, first, Rng.of(1)).effect()).isZero();
  }

  @Test
  void hedgesOfGroupsPoolsTheirDeviations() {
    // Means 3 and 5, both with variance 2.5: d = −2/√2.5, times 1 − 3/31.
    double g = Comparison.hedges(new double[] {1, 2, 3, 4, 5}, new double[] {3, 4, 5, 6, 7});
    assertThat(g).isCloseTo(-2 / Math.sqrt(2.5) * 28 / 31, Offset.offset(1e-12));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Bootstrap(0, 0.95, true)).hasMessageContaining("0 resamples");
    assertThatThrownBy(() -> new Bootstrap(10, 1, true)).hasMessageContaining("level 1.0");
    assertThatThrownBy(() -> Bootstrap.bca().mean(new double[0], Rng.of(1)))
        .hasMessageContaining("no values");
    assertThatThrownBy(() -> Comparison.of(new double[2], new double[3], Rng.of(1)))
        .hasMessageContaining("2 values against 3");
  }
}
