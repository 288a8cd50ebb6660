package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  private final Night night = night();
  private final double firstThen = norm(first.weight());
  private final double secondThen = norm(second.weight());

  /** A night that went to bed with the weights as they are. */
  private Night night() {
    var learner = Learner.of(model, Sgd.of(parameters, 0.1f), Rng.of(0));
    var night = new Night(learner, Toys.memory(6, 0, 1, 2, 3), Rng.of(1), 0.1f, 10);
    night.settle();
    return night;
  }

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
    Homeostasis.towardsBedtime(ratio, strength).scale(night);
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
      homeostasis.scale(this.night);
    }
    assertThat(norm(first.weight())).isCloseTo(0.8 * firstThen, CLOSE);
    assertThat(norm(second.weight())).isCloseTo(0.8 * secondThen, CLOSE);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.2f, 0.3f, 0.7f, 1, 5})
  void atTheTargetNothingMoves(float strength) {
    Homeostasis.towardsBedtime(1, strength).scale(night);
    assertThat(parameters.values()).isEqualTo(bedtime);
  }

  @Test
  void withoutStrengthNothingMoves() {
    grow(1.7f);
    float[] grown = parameters.snapshot();
    Homeostasis.towardsBedtime(0.5f, 0).scale(night);
    Homeostasis.none().scale(night);
    assertThat(parameters.values()).isEqualTo(grown);
  }

  @Test
  void biasesAreLeftAlone() {
    grow(2);
    float[] firstBias = first.bias().toArray();
    float[] secondBias = second.bias().toArray();
    Homeostasis.towardsBedtime(1, 0.5f).scale(night);
    assertThat(first.bias().toArray()).isEqualTo(firstBias);
    assertThat(second.bias().toArray()).isEqualTo(secondBias);
  }

  @Test
  void weightsThatWereZeroAtBedtimeHaveNoTarget() {
    parameters.restore(new float[parameters.size()]);
    Night empty = night();
    parameters.restore(bedtime);
    Homeostasis.towardsBedtime(1, 0.5f).scale(empty);
    assertThat(parameters.values()).isEqualTo(bedtime);
  }

  @Test
  void weightsThatAreZeroStayZero() {
    parameters.restore(new float[parameters.size()]);
    Homeostasis.towardsBedtime(1, 0.5f).scale(night);
    assertThat(parameters.values()).isEqualTo(new float[parameters.size()]);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "NaN, 1", "1, -0.1", "1, NaN"})
  void nonsenseIsRefused(float ratio, float strength) {
    assertThatThrownBy(() -> Homeostasis.towardsBedtime(ratio, strength))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }

  private static double[] numbers(Tensor tensor) {
    return ByHand.doubles(tensor.toArray());
  }

  @Test
  void asWrittenItIsTheFormulaAndKeepsAllRatios() {
    double[] before = numbers(first.weight());
    Homeostasis.asWritten(0.7f, 1.3f).scale(night);
    float[] after = first.weight().toArray();
    for (int i = 0; i < before.length; i++) {
      double expected = 1.3f * before[i] / (1 + 0.7f * firstThen);
      assertThat((double) after[i]).isCloseTo(expected, CLOSE);
      assertThat(after[i] / after[0]).isCloseTo((float) (before[i] / before[0]), within(1e-4f));
    }
  }

  @Test
  void asWrittenNormsGoToTheFixedPointOrToZero() {
    for (int i = 0; i < 300; i++) {
      Homeostasis.asWritten(0.5f, 1.2f).scale(night);
    }
    assertThat(norm(first.weight())).isCloseTo(0.2 / 0.5, CLOSE);
    assertThat(norm(second.weight())).isCloseTo(0.2 / 0.5, CLOSE);
    for (int i = 0; i < 2000; i++) {
      Homeostasis.asWritten(0.5f, 1).scale(night);
    }
    assertThat(norm(first.weight())).isLessThan(0.002);
  }

  @Test
  void aTargetNormIsReached() {
    for (int i = 0; i < 100; i++) {
      Homeostasis.towardsNorm(2, 0.5f).scale(night);
    }
    assertThat(norm(first.weight())).isCloseTo(2, CLOSE);
    assertThat(norm(second.weight())).isCloseTo(2, CLOSE);
  }

  @Test
  void perNeuronEachRowHasItsOwnTarget() {
    double[] then = rowNorms(first.weight());
    float[] weights = first.weight().array();
    for (int i = 0; i < 6; i++) {
      weights[first.weight().offset() + 6 + i] *= 3; // the second neuron grew
    }
    double[] grown = rowNorms(first.weight());
    Homeostasis.perNeuron(0.9f, 0.4f).scale(night);
    double[] after = rowNorms(first.weight());
    for (int row = 0; row < 5; row++) {
      double expected = 1.4 * grown[row] / (1 + 0.4 * grown[row] / (0.9 * then[row]));
      assertThat(after[row]).isCloseTo(expected, CLOSE);
    }
  }

  private static double[] rowNorms(Tensor weight) {
    double[] norms = new double[weight.dim(0)];
    for (int row = 0; row < norms.length; row++) {
      norms[row] = norm(weight.slice(0, row, row + 1));
    }
    return norms;
  }

  @Test
  void elementwiseLargeWeightsShrinkMoreAndTheOrderStays() {
    double[] before = numbers(first.weight());
    Homeostasis.elementwise(2, 1.1f).scale(night);
    double[] after = numbers(first.weight());
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(1.1f * before[i] / (1 + 2 * Math.abs(before[i])), CLOSE);
      for (int j = 0; j < before.length; j++) {
        assertThat(after[i] < after[j]).isEqualTo(before[i] < before[j]);
        if (Math.abs(before[i]) > Math.abs(before[j])) {
          assertThat(after[i] / before[i]).isLessThan(after[j] / before[j] + 1e-6);
        }
      }
    }
    for (int i = 0; i < 1000; i++) {
      Homeostasis.elementwise(2, 1.1f).scale(night);
    }
    for (double weight : numbers(first.weight())) {
      assertThat(Math.abs(weight)).isCloseTo(0.1 / 2, CLOSE);
    }
  }

  @Test
  void decayTakesItsShare() {
    double[] before = numbers(second.weight());
    Homeostasis.decay(0.25f).scale(night);
    for (int i = 0; i < before.length; i++) {
      assertThat(numbers(second.weight())[i]).isCloseTo(0.75 * before[i], CLOSE);
    }
  }

  @Test
  void theControlHasTheNormOfTheFormAndOneFactorForAll() {
    Homeostasis form = Homeostasis.elementwise(3, 1.05f);
    form.scale(night);
    double norm = Math.hypot(norm(first.weight()), norm(second.weight()));
    parameters.restore(bedtime);
    Homeostasis.decayLike(form).scale(night);
    assertThat(Math.hypot(norm(first.weight()), norm(second.weight()))).isCloseTo(norm, CLOSE);
    double factor = norm / Math.hypot(firstThen, secondThen);
    assertThat((double) second.weight().at(1, 2)).isCloseTo(factor * bedtime[30 + 5 + 7], CLOSE);
    assertThat(norm(first.weight())).isCloseTo(factor * firstThen, CLOSE);
  }

  @Test
  void theLargestFifthIsSpared() {
    float[] before = first.weight().toArray();
    Homeostasis.sparingLargest(0.2f, Homeostasis.decay(0.5f)).scale(night);
    float[] after = first.weight().toArray();
    float[] sizes = before.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    Arrays.sort(sizes);
    float least = sizes[30 - 6];
    int spared = 0;
    for (int i = 0; i < before.length; i++) {
      boolean large = Math.abs(before[i]) >= least;
      spared += large ? 1 : 0;
      assertThat(after[i]).isEqualTo(large ? before[i] : 0.5f * before[i]);
    }
    assertThat(spared).isEqualTo(6);
    Homeostasis.sparingLargest(0, Homeostasis.decay(1)).scale(night);
    assertThat(norm(first.weight())).isZero();
  }

  @Test
  void amongEqualsTheFirstAreSpared() {
    Arrays.fill(parameters.values(), 1);
    Homeostasis.sparingLargest(0.5f, Homeostasis.decay(1)).scale(night);
    float[] after = first.weight().toArray();
    for (int i = 0; i < 30; i++) {
      assertThat(after[i]).isEqualTo(i < 15 ? 1f : 0f);
    }
  }

  /** A linear layer shown inputs of class 1 alone uses that input's column and no other. */
  @Test
  void whatReplayUsedIsSpared() {
    Linear linear = Toys.linear(4, 4, 3);
    var night = new Night(Toys.learner(linear, 0), Toys.memory(4, 1, 1), Rng.of(1), 0, 10);
    float[] before = linear.weight().toArray();
    var form = Homeostasis.sparingUsed(0.25f, Homeostasis.decay(1));
    new N3(Replay.of(3), form).sleep(night, 4);
    float[] after = linear.weight().toArray();
    for (int i = 0; i < 16; i++) {
      assertThat(after[i]).isEqualTo(i % 4 == 1 ? before[i] : 0f);
    }
    assertThatThrownBy(() -> form.scale(night()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("watch");
  }

  @Test
  void shrinkAndPerturbHasBothMoments() {
    Linear wide = Toys.linear(200, 50, 3);
    var night = new Night(Toys.learner(wide, 0), Toys.memory(3, 1), Rng.of(1), 0, 10);
    float[] before = wide.weight().toArray();
    Homeostasis.shrinkAndPerturb(0.6f, 0.01f).scale(night);
    float[] after = wide.weight().toArray();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < before.length; i++) {
      double noise = after[i] - 0.6 * before[i];
      sum += noise / before.length;
      squares += noise * noise / before.length;
    }
    assertThat(sum).isCloseTo(0, Offset.offset(4e-4));
    assertThat(Math.sqrt(squares)).isCloseTo(0.01, Offset.offset(3e-4));
  }

  @Test
  void formsFollowEachOther() {
    Homeostasis.decay(0.5f).then(Homeostasis.decay(0.5f)).scale(night);
    assertThat(norm(first.weight())).isCloseTo(firstThen / 4, CLOSE);
  }

  @Test
  void biasesAreLeftAloneByEveryForm() {
    float[] bias = first.bias().toArray();
    for (Homeostasis form :
        List.of(
            Homeostasis.asWritten(1, 1),
            Homeostasis.perNeuron(0.5f, 1),
            Homeostasis.elementwise(1, 1),
            Homeostasis.decay(0.5f),
            Homeostasis.shrinkAndPerturb(0.5f, 1),
            Homeostasis.decayLike(Homeostasis.decay(0.5f)))) {
      form.scale(night);
      assertThat(first.bias().toArray()).isEqualTo(bias);
    }
  }

  @Test
  void nonsenseOfTheOtherFormsIsRefused() {
    for (ThrowingCallable form :
        List.<ThrowingCallable>of(
            () -> Homeostasis.asWritten(-1, 1),
            () -> Homeostasis.asWritten(1, 0),
            () -> Homeostasis.elementwise(Float.NaN, 1),
            () -> Homeostasis.towardsNorm(0, 1),
            () -> Homeostasis.perNeuron(1, -1),
            () -> Homeostasis.decay(1.1f),
            () -> Homeostasis.sparingLargest(2, Homeostasis.none()),
            () -> Homeostasis.sparingUsed(Float.NaN, Homeostasis.none()),
            () -> Homeostasis.shrinkAndPerturb(1.1f, 0),
            () -> Homeostasis.shrinkAndPerturb(1, -1))) {
      assertThatThrownBy(form)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needed");
    }
  }
}
