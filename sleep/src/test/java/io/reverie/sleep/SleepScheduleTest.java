package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** When it is time to go to bed. */
class SleepScheduleTest {
  @Test
  void atTaskEnd() {
    assertThat(SleepSchedule.atTaskEnd().due(0, true)).isTrue();
    assertThat(SleepSchedule.atTaskEnd().due(1_000_000, false)).isFalse();
  }

  @Test
  void everySoManySteps() {
    var schedule = SleepSchedule.everySteps(10);
    assertThat(schedule.due(9, false)).isFalse();
    assertThat(schedule.due(9, true)).isFalse();
    assertThat(schedule.due(10, false)).isTrue();
    assertThat(schedule.due(11, true)).isTrue();
    assertThatThrownBy(() -> SleepSchedule.everySteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every 0 steps");
  }

  @Test
  void never() {
    assertThat(SleepSchedule.never().due(1_000_000, true)).isFalse();
  }

  @Test
  void whenOneOrTheOtherSaysSo() {
    var either = SleepSchedule.everySteps(10).or(SleepSchedule.atTaskEnd());
    assertThat(either.due(9, false)).isFalse();
    assertThat(either.due(10, false)).isTrue();
    assertThat(either.due(0, true)).isTrue();
  }

  @Test
  void aScheduleOfOnesOwnIsALambda() {
    SleepSchedule weekends = (steps, taskEnded) -> steps == 5;
    assertThat(weekends.or(SleepSchedule.never()).due(5, false)).isTrue();
    assertThat(weekends.or(SleepSchedule.never()).due(6, false)).isFalse();
  }
}
