package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When it is time to go to bed. */
class SleepScheduleTest {
  private static final Learner LEARNER = Toys.learner(Toys.linear(2, 2, 1), 0.1f);
  private static final ReplayBuffer MEMORY = Toys.memory(2, 0, 1);

  private static Waking awake(long steps, boolean taskEnded) {
    return new Waking(LEARNER, MEMORY, null, steps, taskEnded, Duration.ZERO);
  }

  private static Waking idle(long steps, Duration idle) {
    return new Waking(LEARNER, MEMORY, null, steps, false, idle);
  }

  @Test
  void atTaskEnd() {
    assertThat(SleepSchedule.atTaskEnd().due(awake(0, true))).isTrue();
    assertThat(SleepSchedule.atTaskEnd().due(awake(1_000_000, false))).isFalse();
  }

  @Test
  void everySoManySteps() {
    var schedule = SleepSchedule.everySteps(10);
    assertThat(schedule.due(awake(9, false))).isFalse();
    assertThat(schedule.due(awake(9, true))).isFalse();
    assertThat(schedule.due(awake(10, false))).isTrue();
    assertThat(schedule.due(awake(11, true))).isTrue();
    assertThatThrownBy(() -> SleepSchedule.everySteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every 0 steps");
  }

  @Test
  void never() {
    assertThat(SleepSchedule.never().due(awake(1_000_000, true))).isFalse();
  }

  @Test
  void whenOneOrTheOtherSaysSo() {
    var either = SleepSchedule.everySteps(10).or(SleepSchedule.atTaskEnd());
    assertThat(either.due(awake(9, false))).isFalse();
    assertThat(either.due(awake(10, false))).isTrue();
    assertThat(either.due(awake(0, true))).isTrue();
  }

  @Test
  void aScheduleOfOnesOwnIsALambda() {
    SleepSchedule weekends = waking -> waking.steps() == 5;
    assertThat(weekends.or(SleepSchedule.never()).due(awake(5, false))).isTrue();
    assertThat(weekends.or(SleepSchedule.never()).due(awake(6, false))).isFalse();
  }

  @Test
  void whenThereIsNothingToDo() {
    var schedule = SleepSchedule.whenIdle(Duration.ofSeconds(2));
    assertThat(schedule.due(idle(1, Duration.ofSeconds(1)))).isFalse();
    assertThat(schedule.due(idle(1, Duration.ofSeconds(2)))).isTrue();
    assertThat(schedule.due(idle(0, Duration.ofSeconds(9)))).as("nothing was learned").isFalse();
    assertThatThrownBy(() -> SleepSchedule.whenIdle(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needed");
  }

  @Test
  void napsAreShorterAndTheLongerOfTwoIsSlept() {
    var naps = SleepSchedule.everySteps(10).naps(0.25);
    assertThat(naps.due(awake(9, false))).isFalse();
    assertThat(naps.due(awake(10, false))).isTrue();
    assertThat(naps.share(awake(10, false))).isEqualTo(0.25);
    var both = naps.or(SleepSchedule.atTaskEnd());
    assertThat(both.share(awake(10, false))).isEqualTo(0.25);
    assertThat(both.share(awake(10, true))).isEqualTo(1);
    assertThat(both.share(awake(3, true))).isEqualTo(1);
    for (double share : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> SleepSchedule.never().naps(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needed");
    }
  }
}
