package io.reverie.sleep.strategy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.data.Transform;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.Pressure;
import io.reverie.sleep.SleepCycle;
import io.reverie.sleep.SleepSchedule;
import io.reverie.sleep.Sleeper;
import io.reverie.sleep.Toys;
import io.reverie.sleep.Waking;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Homeostasis;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.N2;
import io.reverie.sleep.stage.N3;
import io.reverie.sleep.stage.Rem;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Replay by day, nights when they are due. */
class SleepStrategyTest {
  private static final Dataset DATA = Toys.blobs(4, 5, 60, 1, 1, 2);

  private final Learner learner = Toys.learner(Toys.linear(5, 4, 1), 0.1f);

  private static ReplayBuffer memory() {
    return ReplayBuffer.of(30, Shape.of(5), 4, KeepRule.balancedReservoir(), Rng.of(4));
  }

  private static Sleeper sleeper(float rate) {
    var n3 = new N3(8, Transform.none(), Homeostasis.none());
    var rem = new Rem(8, 1, 4, Transform.none());
    return new Sleeper(SleepCycle.night(new N1(), new N2(8, 0.1f), n3, rem, 2, 10), rate, 1);
  }

  private SleepStrategy sleeping(SleepSchedule schedule) {
    return sleeping(memory(), 0.1f, schedule);
  }

  private SleepStrategy sleeping(ReplayBuffer memory, float rate, SleepSchedule schedule) {
    var day = new ExperienceReplay(learner, memory, 6);
    return new SleepStrategy(day, memory, sleeper(rate), schedule, Rng.of(9));
  }

  /** A day of 24 batches; returns how many nights had passed after each. */
  private static List<Integer> live(Strategy strategy) {
    List<Integer> nights = new ArrayList<>();
    strategy.beginTask(0);
    for (var batch : DATA.batches(10)) {
      strategy.observe(batch);
      nights.add(strategy.nights().size());
    }
    return nights;
  }

  @Test
  void byDayItIsExperienceReplayBitForBit() {
    var awake = Toys.learner(Toys.linear(5, 4, 1), 0.1f);
    var replay = new ExperienceReplay(awake, memory(), 6);
    var sleepless = sleeping(SleepSchedule.never());
    live(replay);
    live(sleepless);
    sleepless.endTask(0, DATA);
    assertThat(learner.parameters().values()).isEqualTo(awake.parameters().values());
    assertThat(learner.ledger().gradientSamples()).isEqualTo(awake.ledger().gradientSamples());
    assertThat(learner.ledger().bytes()).isEqualTo(awake.ledger().bytes());
    assertThat(sleepless.nights()).isEmpty();
  }

  @Test
  void sleepsAtTheEndOfTasks() {
    var strategy = sleeping(SleepSchedule.atTaskEnd());
    assertThat(live(strategy)).containsOnly(0);
    float[] evening = learner.parameters().snapshot();
    strategy.endTask(0, DATA);
    assertThat(strategy.nights()).hasSize(1);
    assertThat(strategy.nights().getFirst().steps()).isEqualTo(10);
    assertThat(learner.parameters().values()).isNotEqualTo(evening);
    strategy.endTask(1, DATA);
    assertThat(strategy.nights()).hasSize(2);
  }

  @Test
  void sleepsEverySoManySteps() {
    var strategy = sleeping(SleepSchedule.everySteps(7));
    List<Integer> nights = live(strategy);
    assertThat(nights.subList(0, 6)).containsOnly(0);
    assertThat(nights.subList(6, 13)).containsOnly(1);
    assertThat(nights.subList(13, 20)).containsOnly(2);
    assertThat(nights.subList(20, 24)).containsOnly(3);
    strategy.endTask(0, DATA);
    assertThat(strategy.nights()).hasSize(3);
  }

  @Test
  void nightsDifferFromEachOther() {
    var strategy = sleeping(memory(), 0, SleepSchedule.atTaskEnd());
    live(strategy);
    strategy.endTask(0, DATA);
    strategy.endTask(1, DATA);
    assertThat(strategy.nights().getFirst().dreams().getFirst().image())
        .isNotEqualTo(strategy.nights().getLast().dreams().getFirst().image());
  }

  @Test
  void nightsArePaidFor() {
    var strategy = sleeping(SleepSchedule.atTaskEnd());
    live(strategy);
    long byDay = learner.ledger().gradientSamples();
    strategy.endTask(0, DATA);
    assertThat(learner.ledger().gradientSamples() - byDay)
        .isEqualTo(strategy.nights().getFirst().gradientSamples())
        .isEqualTo(80);
  }

  @Test
  void tellsTasksApart() {
    var memory = memory();
    var strategy = sleeping(memory, 0, SleepSchedule.never());
    strategy.beginTask(3);
    strategy.observe(DATA.batch(0, 1));
    assertThat(memory.task(1)).isEqualTo(3);
  }

  @Test
  void nightsSpendAShareOfTheDaysSamplesAndNeverMore() {
    for (double share : new double[] {0, 0.05, 0.15, 1, 3}) {
      var strategy = sleeping(SleepSchedule.everySteps(7)).spending(share);
      long before = learner.ledger().gradientSamples();
      live(strategy);
      strategy.nights().forEach(night -> assertThat(night.gradientSamples() % 8).isZero());
      long nights = strategy.nights().stream().mapToLong(n -> n.gradientSamples()).sum();
      long days = learner.ledger().gradientSamples() - before - nights;
      // The last three batches belong to a day without a night.
      long slept = days - 3 * 16;
      assertThat(nights).isLessThanOrEqualTo((long) (share * slept));
      assertThat(nights).isGreaterThan((long) (share * slept) - 3 * 8);
    }
    assertThatThrownBy(() -> sleeping(SleepSchedule.never()).spending(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }

  @Test
  void restsWhenThereIsNothingToDo() {
    var strategy = sleeping(SleepSchedule.whenIdle(Duration.ofSeconds(1)));
    strategy.rest(Duration.ofSeconds(5));
    assertThat(strategy.nights()).as("nothing was learned yet").isEmpty();
    live(strategy);
    assertThat(strategy.nights()).isEmpty();
    strategy.rest(Duration.ofMillis(10));
    assertThat(strategy.nights()).isEmpty();
    strategy.rest(Duration.ofSeconds(1));
    assertThat(strategy.nights()).hasSize(1);
  }

  @Test
  void napsAreShorter() {
    var naps = SleepSchedule.everySteps(7).naps(0.5).or(SleepSchedule.atTaskEnd());
    var strategy = sleeping(naps);
    live(strategy);
    strategy.endTask(0, DATA);
    assertThat(strategy.nights()).extracting(Hypnogram::steps).containsExactly(5, 5, 5, 10);
  }

  @Test
  void byPressureItSleepsAndIsRelieved() {
    var pressure =
        Pressure.none().plus(1.0 / 20, waking -> waking.steps()).debounce(2).discharge(5);
    var strategy = sleeping(pressure);
    List<Integer> nights = live(strategy);
    // 16/20 is reached at the 16th batch, and again at the 17th; e⁻² of it is left at dawn.
    assertThat(nights.indexOf(1)).isEqualTo(16);
    assertThat(pressure.level()).isCloseTo(0.85 * Math.exp(-2) + 7 / 20.0, Offset.offset(1e-9));
  }

  @Test
  void schedulesKnowTheDay() {
    List<Waking> seen = new ArrayList<>();
    var strategy =
        sleeping(waking -> {
          seen.add(waking);
          return false;
        });
    live(strategy);
    strategy.endTask(0, DATA);
    assertThat(seen).hasSize(25);
    assertThat(seen.get(4).steps()).isEqualTo(5);
    assertThat(requireNonNull(seen.get(4).batch()).size()).isEqualTo(10);
    assertThat(seen.get(4).learner().loss()).isPositive();
    assertThat(seen.get(24).taskEnded()).isTrue();
    assertThat(seen.get(24).batch()).isNull();
  }
}
