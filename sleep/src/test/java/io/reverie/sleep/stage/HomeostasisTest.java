package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms are drawn to their target; nothing else changes. */
class HomeostasisTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-5);

  private final Linear first = Linear.of(6, 5, Rng.of(1));
  private final Linear second = Linear.of(5, 4, Rng.of(2));
  private final Layer model = Sequential.of(first, Activation.RELU, second);
  private final Parameters parameters = model.parameters();
  private final float[] bedtime = parameters.snapshot();
  private final double firstThen = norm(first.weight());
  private final double secondThen = norm(second.weight());

  private static double norm(Tensor tensor) {
    double squares = 0;
    for (float value : tensor.toArray()) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** A day that makes all weights and biases so many times larger. */
  private void grow(float times) {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.values()[i] *= times;
    }
  }

  /** One application is β·W / (1 + α‖W‖) with β = 1 + κ and α = κ / n*. */
  @ParameterizedTest
  @CsvSource({"1.5, 1, 0.3", "1.5, 0.9, 0.3", "0.4, 1, 2", "3, 1.2, 0.05"})
  void scalesByTheFormula(float growth, float ratio, float strength) {
    grow(growth);
    double beta = 1 + strength;
    double firstNorm = norm(first.weight());
    double secondNorm = norm(second.weight());
    float sample = second.weight().at(1, 2);
    Homeostasis.towardsBedtime(ratio, strength).scale(parameters, bedtime);
    double alpha = strength / (ratio * firstThen);
    assertThat(norm(first.weight())).isCloseTo(beta * firstNorm / (1 + alpha * firstNorm), CLOSE);
    alpha = strength / (ratio * secondThen);
    assertThat(norm(second.weight()))
        .isCloseTo(beta * secondNorm / (1 + alpha * secondNorm), CLOSE);
    assertThat((double) second.weight().at(1, 2))
        .isCloseTo(sample * norm(second.weight()) / secondNorm, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.25f, 1, 4})
  void nightAfterNightNormsReachTheTarget(float growth) {
    grow(growth);
    var homeostasis = Homeostasis.towardsBedtime(0.8f, 0.2f);
    for (int night = 0; night < 100; night++) {
      homeostasis.scale(parameters, bedtime);
    }
    assertThat(norm(first.weight())).isCloseTo(0.8 * firstThen, CLOSE);
    assertThat(norm(second.weight())).isCloseTo(0.8 * secondThen, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.2f, 0.3f, 0.7f, 1, 5})
  void atTheTargetNothingMoves(float strength) {
    Homeostasis.towardsBedtime(1, strength).scale(parameters, bedtime);
    assertThat(parameters.values()).isEqualTo(bedtime);
  }

  @Test
  void withoutStrengthNothingMoves() {
    grow(1.7f);
    float[] grown = parameters.snapshot();
    Homeostasis.towardsBedtime(0.5f, 0).scale(parameters, bedtime);
    Homeostasis.none().scale(parameters, bedtime);
    assertThat(parameters.values()).isEqualTo(grown);
  }

  @Test
  void biasesAreLeftAlone() {
    grow(2);
    float[] firstBias = first.bias().toArray();
    float[] secondBias = second.bias().toArray();
    Homeostasis.towardsBedtime(1, 0.5f).scale(parameters, bedtime);
    assertThat(first.bias().toArray()).isEqualTo(firstBias);
    assertThat(second.bias().toArray()).isEqualTo(secondBias);
  }

  @Test
  void weightsThatWereZeroAtBedtimeHaveNoTarget() {
    float[] nothing = new float[parameters.size()];
    Homeostasis.towardsBedtime(1, 0.5f).scale(parameters, nothing);
    assertThat(parameters.values()).isEqualTo(bedtime);
  }

  @Test
  void weightsThatAreZeroStayZero() {
    parameters.restore(new float[parameters.size()]);
    Homeostasis.towardsBedtime(1, 0.5f).scale(parameters, bedtime);
    assertThat(parameters.values()).isEqualTo(new float[parameters.size()]);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "NaN, 1", "1, -0.1", "1, NaN"})
  void nonsenseIsRefused(float ratio, float strength) {
    assertThatThrownBy(() -> Homeostasis.towardsBedtime(ratio, strength))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }
}
