package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void ticksAreRoundNumbersExactly() {
    assertThat(Axis.rounded(new Range(0.02, 0.97), 5, 0, 100).ticks())
        .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    assertThat(Axis.tight(new Range(0.05, 0.42), 5, 0, 100).ticks())
        .containsExactly(0.1, 0.2, 0.3, 0.4);
    assertThat(Axis.tight(new Range(0, 6000), 7, 0, 100).ticks())
        .containsExactly(0.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0, 6000.0);
  }

  @Test
  void anyRangeHasAFewRoundTicksInside() {
    long seed = 7;
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      double size = Math.pow(10, random.nextInt(-7, 10));
      double low = random.nextGaussian() * size;
      var range = new Range(low, low + random.nextDouble(0.05, 3) * size);
      var axis = Axis.tight(range, 5, 0, 100);
      double lead = axis.step() / Math.pow(10, Math.floor(Math.log10(axis.step() * 1.000001)));
      assertThat(Math.rint(lead * 1e6) / 1e6).as("%s", range).isIn(1.0, 2.0, 5.0);
      assertThat(axis.ticks()).as("%s", range).hasSizeBetween(1, 7);
      for (double tick : axis.ticks()) {
        assertThat(tick / axis.step()).isCloseTo(Math.rint(tick / axis.step()), within(1e-6));
        assertThat(axis.at(tick)).isBetween(-1e-3, 100 + 1e-3);
      }
      var rounded = Axis.rounded(range, 5, 0, 100);
      assertThat(rounded.ticks().getFirst()).isEqualTo(rounded.range().low());
      assertThat(rounded.ticks().getLast()).isEqualTo(rounded.range().high());
    }
  }

  @Test
  void oneValueGetsRoomAroundIt() {
    for (double only : new double[] {0, 0.5, -3, 1e12, 1e-12}) {
      var axis = Axis.rounded(new Range(only, only), 5, 0, 100);
      assertThat(axis.at(only)).isBetween(1.0, 99.0);
      assertThat(axis.ticks()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void wholeAxesHaveNoTicksBetweenNumbers() {
    assertThat(Axis.tight(new Range(1, 3), 7, 0, 100).whole().ticks())
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void rangesIgnoreWhatIsNotFinite() {
    var values = DoubleStream.of(Double.NaN, 3, Double.NEGATIVE_INFINITY, -1);
    assertThat(Range.of(values)).isEqualTo(new Range(-1, 3));
    assertThat(Range.of(DoubleStream.of(Double.NaN))).isEqualTo(Range.UNIT);
    assertThatThrownBy(() -> new Range(2, 1)).hasMessageContaining("the lower one first");
  }
}
