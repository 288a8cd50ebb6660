package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Canaries;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Pressure rises by its signals, puts to bed at its thresholds, and falls asleep. */
class PressureTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);
  private static final Batch BATCH = Toys.oneHots(3, 0, 1);

  private final Learner learner = Toys.learner(Toys.linear(3, 3, 1), 0.1f);
  private final ReplayBuffer memory = Toys.memory(3, 0, 1, 2);
  private double sign;

  private Waking moment(@Nullable Batch batch, boolean taskEnded, Duration idle) {
    return new Waking(learner, memory, batch, 10, taskEnded, idle);
  }

  private Waking awake() {
    return moment(BATCH, false, Duration.ZERO);
  }

  private Waking ended() {
    return moment(null, true, Duration.ZERO);
  }

  private static Hypnogram night(int steps) {
    return new Hypnogram(List.of(), new float[steps], List.of(), 1, 1, true, 0, 0);
  }

  private Pressure pressure() {
    return Pressure.none().plus(1, waking -> sign);
  }

  @Test
  void itIsTheWeightedSumOfItsSignals() {
    var pressure = Pressure.none().plus(0.5, waking -> 0.2).plus(2, waking -> 0.1);
    pressure.due(awake());
    assertThat(pressure.level()).isCloseTo(0.5 * 0.2 + 2 * 0.1, CLOSE);
  }

  @Test
  void aNightIsSleptAfterSomeBatchesAboveItsThreshold() {
    var pressure = pressure().debounce(3);
    sign = 0.85;
    assertThat(pressure.due(awake())).isFalse();
    assertThat(pressure.due(awake())).isFalse();
    sign = 0.7;
    assertThat(pressure.due(awake())).as("one below: counted anew").isFalse();
    sign = 0.85;
    assertThat(pressure.due(awake())).isFalse();
    assertThat(pressure.due(awake())).isFalse();
    Waking third = awake();
    assertThat(pressure.due(third)).isTrue();
    assertThat(pressure.due(third)).as("asked again at the same moment").isTrue();
    assertThat(pressure.share(third)).isEqualTo(1);
  }

  @Test
  void fromTheHighestThresholdOnNothingIsWaitedFor() {
    var pressure = pressure().debounce(100);
    sign = 1.19;
    assertThat(pressure.due(awake())).isFalse();
    sign = 1.2;
    assertThat(pressure.due(awake())).isTrue();
  }

  @Test
  void napsAreTakenWhereThereIsTime() {
    var pressure = pressure().debounce(2).napShare(0.3);
    sign = 0.5;
    assertThat(pressure.due(awake())).isFalse();
    assertThat(pressure.due(ended())).as("not long enough").isFalse();
    assertThat(pressure.due(awake())).isFalse();
    Waking end = ended();
    assertThat(pressure.due(end)).isTrue();
    assertThat(pressure.share(end)).isEqualTo(0.3);
    assertThat(pressure.due(moment(null, false, Duration.ofMillis(1)))).isTrue();
    sign = 0.3;
    assertThat(pressure.due(awake())).isFalse();
    assertThat(pressure.due(ended())).isFalse();
  }

  @Test
  void sleepDischargesByItsSteps() {
    var pressure = pressure().discharge(60);
    sign = 1.3;
    pressure.due(awake());
    pressure.slept(awake(), night(90));
    assertThat(pressure.level()).isCloseTo(1.3 * Math.exp(-1.5), CLOSE);
    sign = 0;
    pressure.due(awake());
    assertThat(pressure.level()).as("what is left stays").isCloseTo(1.3 * Math.exp(-1.5), CLOSE);
    pressure.slept(awake(), night(0));
    assertThat(pressure.level()).as("no sleep, no relief").isCloseTo(1.3 * Math.exp(-1.5), CLOSE);
  }

  @Test
  void theCircadianWaveMovesTheThreshold() {
    var pressure = pressure().debounce(1).circadian(8, 0.2);
    sign = 0.8;
    boolean[] due = new boolean[16];
    for (int i = 0; i < 16; i++) {
      due[i] = pressure.due(awake());
      // 0.8 ≥ 0.8 + 0.2·sin(2πi/8), where the sine is no rounding error.
      if (i % 4 != 0) {
        assertThat(due[i]).as("batch %d", i).isEqualTo(Math.sin(2 * Math.PI * i / 8) <= 0);
      }
    }
  }

  @Test
  void nobodySleepsWhoWasNotAwake() {
    sign = 5;
    assertThat(pressure().due(new Waking(learner, memory, null, 0, true, Duration.ofDays(1))))
        .isFalse();
  }

  @Test
  void noveltyIsTheShareOfLossesAboveTheRunningQuantile() {
    Signal novelty = Signal.novelty();
    for (int i = 0; i < 10; i++) {
      learn(0.01f * i);
      assertThat(novelty.at(awake())).isZero();
    }
    // The 90 % quantile of ten known losses is the ninth: one larger is new, one smaller not.
    float ninth = losses[1];
    learner.step(BATCH);
    boolean first = learner.loss() > ninth;
    assertThat(novelty.at(awake())).isEqualTo(first ? 1 : 0);
    assertThat(novelty.at(ended())).as("no batch, no change").isEqualTo(first ? 1 : 0);
    novelty.slept(awake());
    assertThat(novelty.at(ended())).isZero();
  }

  private final float[] losses = new float[2];

  /** A step whose loss is remembered among the two largest. */
  private void learn(float shift) {
    learner.parameters().values()[9] += shift;
    learner.step(BATCH);
    float loss = learner.loss();
    if (loss > losses[0]) {
      losses[1] = losses[0];
      losses[0] = loss;
    } else if (loss > losses[1]) {
      losses[1] = loss;
    }
  }

  @Test
  void turnoverIsTheShareStoredSinceDawn() {
    var young = ReplayBuffer.of(4, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(1));
    Signal turnover = Signal.turnover();
    var waking = new Waking(learner, young, BATCH, 1, false, Duration.ZERO);
    assertThat(turnover.at(waking)).isZero();
    young.add(Toys.oneHots(3, 0, 1), 0);
    assertThat(turnover.at(waking)).isEqualTo(1);
    turnover.slept(waking);
    assertThat(turnover.at(waking)).isZero();
    young.add(Toys.oneHots(3, 2), 0);
    assertThat(turnover.at(waking)).isCloseTo(1 / 3.0, CLOSE);
  }

  @Test
  void canaryDropIsTheFallFromTheBestAndIsPaidFor() {
    double[] share = {0.5};
    Signal drop = Signal.canaryDrop((l, m) -> share[0]);
    assertThat(drop.at(awake())).isZero();
    share[0] = 0.8;
    assertThat(drop.at(awake())).isZero();
    share[0] = 0.6;
    assertThat(drop.at(awake())).isCloseTo(0.2, CLOSE);
    drop.slept(awake());
    assertThat(drop.at(awake())).isZero();
    share[0] = Double.NaN;
    assertThat(drop.at(awake())).isZero();
    Signal.canaryDrop(Canaries.memories()).at(awake());
    assertThat(learner.ledger().forwardSamples()).isEqualTo(3);
  }

  /** The gradient of (x, y) and of (x, z) point apart, that of (x, y) with itself does not. */
  @Test
  void conflictIsHowOftenGradientsPointApart() {
    var net = Toys.learner(Toys.linear(3, 3, 1), 0.1f);
    Arrays.fill(net.parameters().values(), 0);
    var known = Toys.memory(3, 0);
    Signal conflict = Signal.conflict(4, Rng.of(1));
    Batch same = Toys.oneHots(3, 0);
    Batch contrary = new Batch(same.inputs(), new int[] {1});
    assertThat(conflict.at(new Waking(net, known, same, 1, false, Duration.ZERO))).isZero();
    Waking apart = new Waking(net, known, contrary, 1, false, Duration.ZERO);
    assertThat(conflict.at(apart)).isEqualTo(0.5);
    assertThat(net.ledger().gradientSamples()).isEqualTo(2 * 5);
    assertThat(net.parameters().gradients()).containsOnly(0f);
    assertThat(net.parameters().values()).containsOnly(0f);
    conflict.slept(apart);
    assertThat(conflict.at(apart)).isEqualTo(1);
  }

  @Test
  void normGrowthIsAShareOfDawns() {
    Signal growth = Signal.normGrowth();
    assertThat(growth.at(awake())).isZero();
    for (int i = 0; i < 12; i++) {
      learner.parameters().values()[i] *= 1.5f;
    }
    assertThat(growth.at(awake())).isCloseTo(0.5, Offset.offset(1e-6));
    growth.slept(awake());
    assertThat(growth.at(awake())).isZero();
  }

  @Test
  void costlySignalsAreAskedNowAndThen() {
    int[] asked = {0};
    Signal rare = ((Signal) waking -> ++asked[0]).every(3);
    for (int i = 0; i < 7; i++) {
      assertThat(rare.at(awake())).isEqualTo(1 + i / 3);
      rare.at(ended());
    }
    assertThat(asked[0]).isEqualTo(3);
  }

  @Test
  void nonsenseIsRefused() {
    for (ThrowingCallable nonsense :
        List.<ThrowingCallable>of(
            () -> pressure().plus(-1, waking -> 0),
            () -> pressure().debounce(0),
            () -> pressure().discharge(0),
            () -> pressure().napShare(0),
            () -> pressure().circadian(0, 1),
            () -> pressure().circadian(1, Double.NaN),
            () -> Signal.novelty().every(0))) {
      assertThatThrownBy(nonsense)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needed");
    }
  }
}
