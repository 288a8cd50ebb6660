package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Initialisers give the distributions that they promise, and structures exactly. */
class InitializerTest {
  private static final int[] WEIGHT = {100, 50, 3, 2};

  @Test
  void evenOnesFillTheirBoundsAndNoMore() {
    // fan-in 50·6 = 300, fan-out 100·6 = 600
    Map<Initializer, Double> bounds =
        Map.of(
            Initializer.uniform(0.3f),
            0.3,
            Initializer.torch(),
            1 / Math.sqrt(300),
            Initializer.xavierUniform(),
            Math.sqrt(6.0 / 900),
            Initializer.xavierUniform(Gain.TANH),
            5 / 3.0 * Math.sqrt(6.0 / 900),
            Initializer.kaimingUniform(),
            Math.sqrt(6.0 / 300),
            Initializer.kaimingUniform(Fan.OUT, Gain.leakyRelu(Math.sqrt(5))),
            Math.sqrt(1.0 / 600));
    bounds.forEach((start, bound) -> {
      double[] sorted = drawn(start);
      assertThat(sorted[0]).isBetween(-bound - 1e-6, -0.999 * bound);
      assertThat(sorted[sorted.length - 1]).isBetween(0.999 * bound, bound + 1e-6);
      assertThat(distance(sorted, x -> (x / bound + 1) / 2)).isLessThan(critical(sorted));
    });
  }

  @Test
  void normalOnesAreNormal() {
    Map<Initializer, Double> deviations =
        Map.of(
            Initializer.normal(0.3f),
            0.3,
            Initializer.xavierNormal(2),
            2 * Math.sqrt(2.0 / 900),
            Initializer.kaimingNormal(),
            Math.sqrt(2.0 / 300),
            Initializer.kaimingNormal(Fan.OUT, Gain.LINEAR),
            Math.sqrt(1.0 / 600));
    deviations.forEach((start, deviation) -> {
      double[] sorted = drawn(start);
      assertThat(distance(sorted, x -> normal(x / deviation))).isLessThan(critical(sorted));
      assertThat(Math.sqrt(Arrays.stream(sorted).map(x -> x * x).average().orElseThrow()))
          .isCloseTo(deviation, within(0.02 * deviation));
    });
  }

  @Test
  void aTruncatedNormalEndsAtItsBounds() {
    double[] sorted = drawn(Initializer.truncatedNormal(0.5f, 2));
    assertThat(sorted[0]).isBetween(-1.0, -0.98);
    assertThat(sorted[sorted.length - 1]).isBetween(0.98, 1.0);
    double cut = normal(-2);
    assertThat(distance(sorted, x -> (normal(2 * x) - cut) / (1 - 2 * cut)))
        .isLessThan(critical(sorted));
    assertThatThrownBy(() -> Initializer.truncatedNormal(1, 0)).hasMessageContaining("positive");
  }

  @Test
  void orthogonalRowsOrColumnsAreAtRightAngles() {
    for (int[] dims : new int[][] {{5, 5}, {7, 3}, {3, 7}, {4, 2, 3, 3}, {1, 1}, {60, 90}}) {
      Tensor w = Initializer.orthogonal(2).parameter(Rng.of(3), dims).reshape(dims[0], -1);
      boolean tall = w.dim(0) > w.dim(1);
      Tensor gram = w.matmul(w, tall, !tall);
      for (int i = 0; i < gram.dim(0); i++) {
        for (int j = 0; j < gram.dim(1); j++) {
          assertThat(gram.at(i, j)).isCloseTo(i == j ? 4 : 0, within(1e-5f));
        }
      }
    }
    assertThatThrownBy(() -> Initializer.orthogonal(1).parameter(Rng.of(1), 5))
        .hasMessageContainingAll("[5]", "two axes");
  }

  @Test
  void orthogonalMatricesHaveNoPreferredSign() {
    int positive = 0;
    for (int seed = 0; seed < 400; seed++) {
      Parameter w = Initializer.orthogonal(1).parameter(Rng.of(seed), 3, 3);
      positive += w.at(0, 0) > 0 ? 1 : 0;
      positive += w.at(2, 2) > 0 ? 1 : 0;
    }
    assertThat(positive).isBetween(330, 470);
  }

  @Test
  void identityAndDiracHandOn() {
    assertThat(Initializer.identity().parameter(Rng.of(1), 2, 3).toArray())
        .containsExactly(1, 0, 0, 0, 1, 0);
    Rng rng = Rng.of(2);
    Tensor x = Tensor.randn(rng, 2, 3, 5, 4);
    Tensor w = Initializer.dirac().parameter(rng, 3, 3, 3, 3);
    assertThat(x.conv2d(w, new io.reverie.op.Conv2d(1, 1, 1, 1)).toArray()).isEqualTo(x.toArray());
    assertThatThrownBy(() -> Initializer.identity().parameter(Rng.of(1), 2))
        .hasMessageContaining("[2]");
    assertThatThrownBy(() -> Initializer.dirac().parameter(Rng.of(1), 2, 2))
        .hasMessageContaining("[2, 2]");
  }

  @Test
  void sparseColumnsHaveTheirShareOfZeros() {
    Parameter w = Initializer.sparse(0.3f, 0.01f).parameter(Rng.of(4), 10, 6);
    for (int column = 0; column < 6; column++) {
      int zeros = 0;
      for (int row = 0; row < 10; row++) {
        zeros += w.at(row, column) == 0 ? 1 : 0;
      }
      // 0.3f is a little more than 0.3: as PyTorch, the share of rows is rounded up.
      assertThat(zeros).isBetween(3, 4);
    }
    assertThatThrownBy(() -> Initializer.sparse(2, 1)).hasMessageContaining("2.0");
  }

  @Test
  void constantsAndTheForgetGate() {
    assertThat(Initializer.ones().parameter(Rng.of(1), 3).toArray()).containsExactly(1, 1, 1);
    assertThat(Initializer.zeros().parameter(Rng.of(1), 2).toArray()).containsExactly(0, 0);
    assertThat(Initializer.forgetBias(1).parameter(Rng.of(1), 8).toArray())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    assertThatThrownBy(() -> Initializer.forgetBias(1).parameter(Rng.of(1), 6))
        .hasMessageContaining("[4·hidden]");
  }

  @Test
  void equalStreamsGiveEqualWeights() {
    for (Initializer start :
        List.of(Initializer.torch(), Initializer.orthogonal(1), Initializer.normal(1))) {
      assertThat(start.parameter(Rng.of(5), 4, 6).toArray())
          .isEqualTo(start.parameter(Rng.of(5), 4, 6).toArray());
    }
  }

  private static double[] drawn(Initializer start) {
    float[] values = start.parameter(Rng.of(11), WEIGHT).toArray();
    double[] sorted = new double[values.length];
    Arrays.setAll(sorted, i -> values[i]);
    Arrays.sort(sorted);
    return sorted;
  }

  /** Kolmogorov and Smirnov: the largest gap between the drawn and the wanted distribution. */
  private static double distance(double[] sorted, DoubleUnaryOperator distribution) {
    double largest = 0;
    int n = sorted.length;
    for (int i = 0; i < n; i++) {
      double wanted = distribution.applyAsDouble(sorted[i]);
      largest = Math.max(largest, Math.max(wanted - (double) i / n, (i + 1.0) / n - wanted));
    }
    return largest;
  }

  /** Passed by chance once in a thousand draws. */
  private static double critical(double[] sorted) {
    return 1.95 / Math.sqrt(sorted.length);
  }

  /** The normal distribution function, by Simpson's rule. */
  private static double normal(double x) {
    int steps = 200;
    double h = x / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      int weight = i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4;
      sum += weight * Math.exp(-i * h * i * h / 2);
    }
    return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
  }
}
