package io.reverie.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.nn.Linear;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What stands around an optimizer: clipping, averages of weights, sharpness, lookahead. */
class AroundOptimizerTest {
  @Test
  void clippingByNormKeepsTheDirection() {
    Parameters p = KnownSteps.model(2);
    set(p.gradients(), 3, 4);
    assertThat(Clip.norm(p)).isEqualTo(5);
    assertThat(Clip.norm(p, 10)).isEqualTo(5);
    assertThat(p.gradients()).containsExactly(3, 4);
    assertThat(Clip.norm(p, 1)).isEqualTo(5);
    assertThat(p.gradients()).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
    set(p.gradients(), Float.NaN, 1);
    assertThat(Clip.norm(p, 1)).isNaN();
    assertThat(p.gradients()).containsOnly(Float.NaN);
    assertThatThrownBy(() -> Clip.norm(p, -1)).hasMessageContaining("-1.0");
  }

  @Test
  void theNormOfManyGradientsIsTheSameOnAnyNumberOfPieces() {
    Parameters p = KnownSteps.model(100_000);
    Arrays.fill(p.gradients(), 2);
    assertThat(Clip.norm(p)).isCloseTo(2 * Math.sqrt(100_000), within(1e-6));
    Clip.norm(p, 1);
    assertThat(Clip.norm(p)).isCloseTo(1, within(1e-5));
  }

  @Test
  void clippingByValueCutsEach() {
    Parameters p = KnownSteps.model(4);
    set(p.gradients(), -3, 0.5f, Float.POSITIVE_INFINITY, Float.NaN);
    Clip.value(p, 1);
    assertThat(p.gradients()).containsExactly(-1, 0.5f, 1, Float.NaN);
    assertThatThrownBy(() -> Clip.value(p, Float.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void anExponentialAverageFollowsTheWeights() {
    Linear model = model();
    Parameters p = model.parameters();
    Averaged averaged = Averaged.exponential(model, 0.75f);
    double expected = 0;
    for (int step = 1; step <= 5; step++) {
      Arrays.fill(p.values(), step * step);
      averaged.update();
      expected = step == 1 ? 1 : 0.75 * expected + 0.25 * step * step;
    }
    assertThat(averaged.values()[1]).isCloseTo((float) expected, within(1e-5f));
    assertThat(p.values()).containsOnly(25f);
  }

  @Test
  void anEqualAverageIsTheMeanAndComesAndGoes() {
    Linear model = model();
    Parameters p = model.parameters();
    Averaged averaged = Averaged.equal(model);
    for (int step = 1; step <= 4; step++) {
      Arrays.fill(p.values(), step);
      averaged.update();
    }
    try (var _ = averaged.use()) {
      assertThat(p.values()).containsOnly(2.5f);
      assertThat(averaged.values()).containsOnly(2.5f);
      assertThatThrownBy(averaged::update).hasMessageContaining("close use() first");
      assertThatThrownBy(averaged::use).hasMessageContaining("already");
    }
    assertThat(p.values()).containsOnly(4f);
    assertThat(averaged.values()).containsOnly(2.5f);
    Averaged again = Averaged.equal(model);
    again.restore(averaged.updates(), averaged.values());
    Arrays.fill(p.values(), 5);
    again.update();
    assertThat(again.values()).containsOnly(3f);
    assertThatThrownBy(() -> again.restore(1, new float[1])).hasMessageContaining("another model");
    assertThatThrownBy(() -> Averaged.exponential(model, 1)).hasMessageContaining("[0, 1)");
  }

  @Test
  void samStepsByTheGradientOfTheWorstPlaceNearby() {
    // f(w) = ½·w²: its gradient is w itself.
    Parameters p = KnownSteps.model(2);
    set(p.values(), 3, 4);
    Sam sam = Sam.of(Sgd.of(p, 0.1f), 0.5f);
    set(p.gradients(), p.values());
    sam.climb();
    assertThat(p.values()).containsExactly(new float[] {3.3f, 4.4f}, within(1e-6f));
    assertThat(p.gradients()).containsOnly(0f);
    assertThatThrownBy(sam::climb).hasMessageContaining("twice");
    set(p.gradients(), p.values());
    sam.step();
    assertThat(p.values()).containsExactly(new float[] {2.67f, 3.56f}, within(1e-6f));
    assertThatThrownBy(sam::step).hasMessageContaining("without climb()");
  }

  @Test
  void lookaheadGoesAShareOfTheWayEachPeriod() {
    Parameters p = KnownSteps.model(1);
    set(p.values(), 1);
    Lookahead lookahead = Lookahead.of(Sgd.of(p, 1), 2, 0.5f);
    set(p.gradients(), 1);
    lookahead.step();
    assertThat(p.values()).containsExactly(0);
    set(p.gradients(), 3);
    lookahead.step();
    assertThat(p.values()).containsExactly(-1);
    assertThat(lookahead.slow()).containsExactly(-1);
  }

  private static Linear model() {
    return new Linear(Parameter.zeros(2, 3), Parameter.zeros(2));
  }

  private static void set(float[] to, float... values) {
    System.arraycopy(values, 0, to, 0, values.length);
  }
}
