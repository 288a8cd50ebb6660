package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.stage.N1;
import io.reverie.sleep.stage.Replay;
import io.reverie.sleep.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a night's steps are shared out. */
class SleepCycleTest {
  private static final Stage N1 = new N1();
  private static final Stage N2 = (night, steps) -> {};
  private static final Stage N3 = (night, steps) -> {};
  private static final Stage REM = (night, steps) -> {};

  private static List<SleepCycle> night(int cycles, int steps) {
    return SleepCycle.night(N1, N2, N3, REM, cycles, steps);
  }

  /** The steps of light, deep and REM sleep in a cycle, from 1 on. */
  private static List<Integer> shares(List<SleepCycle> night, int cycle) {
    return night.get(cycle).phases().stream().map(Phase::steps).toList();
  }

  @Test
  void everyoneFallsAsleepOnceThenSleepsLightDeepAndRem() {
    var night = night(3, 90);
    assertThat(night).hasSize(4);
    assertThat(night.getFirst().phases()).containsExactly(new Phase(N1, 0));
    for (var cycle : night.subList(1, 4)) {
      assertThat(cycle.phases()).extracting(Phase::stage).containsExactly(N2, N3, REM);
    }
  }

  @Test
  void deepSleepPrevailsEarlyAndRemLate() {
    var night = night(3, 900);
    assertThat(shares(night, 1)).containsExactly(30, 216, 54); // 4 : 1
    assertThat(shares(night, 2)).containsExactly(30, 153, 117); // in between
    assertThat(shares(night, 3)).containsExactly(30, 90, 180); // 1 : 2
  }

  @Test
  void aNightOfOneCycleLiesInBetween() {
    assertThat(shares(night(1, 300), 1)).containsExactly(30, 153, 117);
  }

  @Test
  void budgetsAddUpWhateverTheNumbers() {
    for (int cycles = 1; cycles <= 9; cycles++) {
      for (int steps = 0; steps < 300; steps++) {
        var night = night(cycles, steps);
        assertThat(night.stream().mapToInt(SleepCycle::steps).sum()).isEqualTo(steps);
        List<Integer> deep = new ArrayList<>();
        for (int cycle = 1; cycle <= cycles; cycle++) {
          int all = night.get(cycle).steps();
          assertThat(all).isBetween(steps / cycles, steps / cycles + 1);
          assertThat(shares(night, cycle).getFirst()).isEqualTo(all / 10);
          deep.add(shares(night, cycle).get(1));
        }
        for (int i = 1; i < cycles; i++) {
          assertThat(deep.get(i)).isLessThanOrEqualTo(deep.get(i - 1) + 1);
        }
      }
    }
  }

  @Test
  void hugeNightsDoNotOverflow() {
    int steps = Integer.MAX_VALUE;
    var night = night(7, steps);
    assertThat(night.stream().mapToInt(SleepCycle::steps).sum()).isEqualTo(steps);
  }

  @Test
  void aCycleIsAListOfOnesOwn() {
    var cycle = new SleepCycle(List.of(new Phase(N3, 5), new Phase(REM, 7)));
    assertThat(cycle.steps()).isEqualTo(12);
    List<Phase> phases = new ArrayList<>(cycle.phases());
    var copy = new SleepCycle(phases);
    phases.clear();
    assertThat(copy).isEqualTo(cycle);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> night(0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 cycles");
    assertThatThrownBy(() -> night(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Phase(N1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("N1 for -1 steps");
  }

  /** Light, deep and REM sleep of 3, 5 and 7 samples a step. */
  private static List<SleepCycle> paid(int cycles, int steps) {
    return SleepCycle.night(N1, Replay.of(3), Replay.of(5), Replay.of(7), cycles, steps);
  }

  private static long samples(List<SleepCycle> night) {
    return night.stream()
        .flatMap(cycle -> cycle.phases().stream())
        .mapToLong(phase -> (long) phase.steps() * phase.stage().batch())
        .sum();
  }

  @Test
  void aNightWithinABudgetSpendsAllButARestAndNeverMore() {
    for (int cycles = 1; cycles <= 5; cycles++) {
      var night = paid(cycles, 180);
      for (long budget = 0; budget < 3000; budget += 13) {
        var within = SleepCycle.within(night, budget);
        assertThat(samples(within)).isBetween(budget - 3 * 7, budget);
        assertThat(within).hasSameSizeAs(night);
      }
      assertThat(SleepCycle.within(night, samples(night))).isEqualTo(night);
      assertThat(samples(SleepCycle.within(night, 1_000_000_007L)))
          .isBetween(1_000_000_000L, 1_000_000_007L);
    }
  }

  @Test
  void everyPhaseGetsItsShareOfABudget() {
    var within = SleepCycle.within(paid(3, 900), samples(paid(3, 900)) / 3);
    for (int cycle = 1; cycle < 4; cycle++) {
      for (int phase = 0; phase < 3; phase++) {
        assertThat(shares(within, cycle).get(phase))
            .isBetween(
                shares(paid(3, 900), cycle).get(phase) / 3 - 3,
                shares(paid(3, 900), cycle).get(phase) / 3 + 3);
      }
    }
  }

  @Test
  void napsAreShorterNights() {
    var night = night(3, 90);
    for (int percent = 0; percent <= 100; percent++) {
      var nap = SleepCycle.nap(night, percent / 100.0);
      assertThat(nap.stream().mapToInt(SleepCycle::steps).sum()).isEqualTo(90 * percent / 100);
    }
    assertThat(SleepCycle.nap(night, 1)).isEqualTo(night);
    assertThatThrownBy(() -> SleepCycle.nap(night, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }

  @Test
  void aStageThatDoesNotSayItsBatchHasNoBudgetInSamples() {
    assertThatThrownBy(() -> SleepCycle.within(night(3, 90), 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("batch() is needed");
    assertThat(SleepCycle.within(night(3, 0), 100)).isEqualTo(night(3, 0));
    assertThatThrownBy(() -> SleepCycle.within(paid(1, 9), -1)).hasMessageContaining("needed");
  }

  @Test
  void aSoftNightBeginsAndEndsWithTheCortex() {
    var soft = SleepCycle.soft(night(3, 90), 0.99f);
    assertThat(soft).hasSize(6);
    assertThat(soft.getFirst().phases().getFirst().stage().name()).isEqualTo("cortex");
    assertThat(soft.getLast().phases().getFirst().stage().name()).isEqualTo("consolidation");
    assertThat(soft.subList(1, 5)).isEqualTo(night(3, 90));
  }
}
