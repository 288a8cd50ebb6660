package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** How weights start: their bounds, their mean and their variance. */
class InitializerTest {
  private final Rng rng = Rng.of(1);

  private static void assertUniform(Tensor x, double bound) {
    double mean = 0;
    double square = 0;
    double largest = 0;
    for (float value : x.toArray()) {
      mean += value / (double) x.size();
      square += (double) value * value / x.size();
      largest = Math.max(largest, Math.abs(value));
    }
    double error = 5 / Math.sqrt(x.size());
    assertThat(largest).isLessThanOrEqualTo(bound * 1.000001).isGreaterThan(bound * (1 - error));
    assertThat(mean / bound).isCloseTo(0, within(error));
    assertThat(square / (bound * bound / 3)).isCloseTo(1, within(error));
  }

  private static void assertNormal(Tensor x, double deviation) {
    double mean = 0;
    double square = 0;
    for (float value : x.toArray()) {
      mean += value / (double) x.size();
      square += (double) value * value / x.size();
    }
    double error = 5 / Math.sqrt(x.size());
    assertThat(mean / deviation).isCloseTo(0, within(error));
    assertThat(square / (deviation * deviation)).isCloseTo(1, within(1.5 * error));
  }

  @Test
  void linearStartsAsPyTorchDoes() {
    Linear linear = Linear.of(100, 400, rng);
    assertUniform(linear.weight(), 0.1);
    assertUniform(linear.bias(), 0.1);
    assertUniform(Linear.withoutBias(100, 400, rng).weight(), 0.1);
    assertThat(Linear.withoutBias(3, 2, rng).bias()).isNull();
    assertThat(linear.weight().shape()).hasToString("[400, 100]");
  }

  @Test
  void convolutionStartsAsPyTorchDoes() {
    Conv2d conv = Conv2d.of(4, 256, 5, rng);
    assertUniform(conv.weight(), 0.1);
    assertUniform(conv.bias(), 0.1);
    var grouped = Conv2d.of(8, 256, 5, new io.reverie.op.Conv2d(2, 1, 1, 2), rng);
    assertThat(grouped.weight().shape()).hasToString("[256, 4, 5, 5]");
    assertUniform(grouped.weight(), 0.1);
    assertUniform(grouped.bias(), 0.1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Conv2d.of(8, 9, 3, new io.reverie.op.Conv2d(1, 0, 1, 2), rng))
        .withMessageContainingAll("8 to 9", "2 groups", "divisible");
  }

  @Test
  void theOthersKeepTheVarianceTheyPromise() {
    assertUniform(Initializer.xavierUniform().parameter(rng, 200, 100), Math.sqrt(6.0 / 300));
    assertUniform(Initializer.kaimingUniform().parameter(rng, 200, 100), Math.sqrt(6.0 / 100));
    assertNormal(Initializer.kaimingNormal().parameter(rng, 200, 100), Math.sqrt(2.0 / 100));
    assertUniform(
        Initializer.xavierUniform().parameter(rng, 64, 32, 3, 3), Math.sqrt(6.0 / (9 * 96)));
    assertNormal(Initializer.kaimingNormal().parameter(rng, 64, 32, 3, 3), Math.sqrt(2.0 / 288));
    assertUniform(Initializer.uniform(0.3f).parameter(rng, 20_000), 0.3);
    assertNormal(Initializer.normal(0.3f).parameter(rng, 20_000), 0.3);
    assertThat(Initializer.constant(2).parameter(rng, 2, 2).toArray()).containsOnly(2);
  }

  @Test
  void anInitializerOfOnesOwnLeavesTheBiasAtZero() {
    Linear linear = Linear.of(3, 2, rng, Initializer.constant(0.5f));
    assertThat(linear.weight().toArray()).containsOnly(0.5f);
    assertThat(linear.bias().toArray()).containsOnly(0);
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    assertThat(Linear.of(5, 4, Rng.of(9)).weight().toArray())
        .isEqualTo(Linear.of(5, 4, Rng.of(9)).weight().toArray())
        .isNotEqualTo(Linear.of(5, 4, Rng.of(10)).weight().toArray());
  }

  @Test
  void oddShapesHaveAFanInToo() {
    assertThat(Initializer.torch().parameter(rng, 3).size()).isEqualTo(3);
    assertThat(Initializer.kaimingNormal().parameter(rng).size()).isEqualTo(1);
    assertThat(Initializer.xavierUniform().parameter(rng).size()).isEqualTo(1);
  }
}
