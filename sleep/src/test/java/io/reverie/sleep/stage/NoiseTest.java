package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.sleep.stage.Noise.Place;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms of noise by their moments, and courses through the night. */
class NoiseTest {
  private static final int ROWS = 200;
  private static final int WIDTH = 50;

  private static float[] disturbed(Noise noise, float hour) {
    return noise.disturb(Tensor.full(2, ROWS, WIDTH), hour, Rng.of(3)).toArray();
  }

  private static double mean(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += value;
    }
    return sum / x.length;
  }

  private static double deviation(float[] x) {
    double mean = mean(x);
    double squares = 0;
    for (float value : x) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / x.length);
  }

  @Test
  void gaussianNoiseIsXPlusSigmaTimesTheStreamsNumbers() {
    Rng rng = Rng.of(3);
    float[] x = disturbed(Noise.gaussian(0.5f), 0.25f);
    for (float value : x) {
      assertThat((double) value)
          .isCloseTo(2 + 0.5 * 0.75 * rng.nextGaussian(), Offset.offset(1e-6));
    }
  }

  @Test
  void coursesRunThroughTheNight() {
    for (float hour : new float[] {0, 0.25f, 0.5f, 1}) {
      assertThat(Noise.gaussian(0.4f).at(hour)).isEqualTo(0.4f * (1 - hour));
      assertThat(Noise.gaussian(0.4f).over(Noise.rising()).at(hour)).isEqualTo(0.4f * hour);
      assertThat(Noise.gaussian(0.4f).over(Noise.constant()).at(hour)).isEqualTo(0.4f);
      assertThat(Noise.gaussian(0.4f).over(t -> t * t).at(hour)).isEqualTo(0.4f * hour * hour);
    }
    assertThat(deviation(disturbed(Noise.gaussian(0.4f), 0.5f)))
        .isCloseTo(0.2, Offset.offset(0.005));
  }

  @Test
  void dropoutSilencesOrScalesUpAndKeepsTheMean() {
    float[] x = disturbed(Noise.dropout(0.25f).over(Noise.constant()), 0.9f);
    int silent = 0;
    for (float value : x) {
      assertThat(value == 0 || Math.abs(value - 2 / 0.75) < 1e-6).isTrue();
      silent += value == 0 ? 1 : 0;
    }
    // Four deviations of a binomial of 10 000 at ¼.
    assertThat(silent).isBetween(2327, 2673);
    assertThat(mean(x)).isCloseTo(2, Offset.offset(0.05));
  }

  @Test
  void featuresAreDisturbedAlikeForTheWholeBatch() {
    float[] x = disturbed(Noise.features(0.3f), 0);
    Rng rng = Rng.of(3);
    for (int feature = 0; feature < WIDTH; feature++) {
      float gain = 1 + 0.3f * rng.nextGaussian();
      for (int row = 0; row < ROWS; row++) {
        assertThat(x[row * WIDTH + feature]).isEqualTo(2 * gain);
      }
    }
  }

  @Test
  void noNoiseDrawsNothing() {
    Tensor x = Tensor.ones(3, 2);
    for (Noise noise :
        List.of(Noise.gaussian(0), Noise.dropout(0), Noise.features(0), Noise.gaussian(1))) {
      Rng rng = Rng.of(1);
      Rng.State before = rng.state();
      // At dawn, a falling noise is none.
      assertThat(noise.disturb(x, 1, rng)).isSameAs(x);
      assertThat(rng.state()).isEqualTo(before);
    }
  }

  static Stream<ThrowingCallable> nonsense() {
    return Stream.of(
        () -> Noise.gaussian(-1),
        () -> Noise.gaussian(Float.NaN),
        () -> Noise.gaussian(Float.POSITIVE_INFINITY),
        () -> Noise.dropout(1),
        () -> Noise.dropout(Float.NaN),
        () -> Noise.dropout(0.5f).on(Place.ATTENTION),
        () -> Noise.features(0.5f).on(Place.ATTENTION),
        () -> new Spindle(Place.INPUT),
        () -> Noise.dropout(0.6f).over(t -> 2).disturb(Tensor.ones(1, 1), 0, Rng.of(1)));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseIsRefused(ThrowingCallable noise) {
    assertThatThrownBy(noise)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }
}
