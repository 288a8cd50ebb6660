package io.reverie.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules against PyTorch's where the golden cases do not go, and their combinations. */
class ScheduleTest {
  @Test
  void polynomialEndsAtZero() {
    assertRates(Schedule.polynomial(0.1, 5, 2), 0.1, 0.064, 0.036, 0.016, 0.004, 0, 0);
  }

  @Test
  void cosineGoesUpAgainUnlessItIsHeld() {
    Schedule cosine = Schedule.cosine(0.1, 4, 0.02);
    assertRates(cosine, 0.1, 0.08828427, 0.06, 0.03171573, 0.02, 0.03171573, 0.06, 0.08828427, 0.1);
    assertRates(cosine.until(4), 0.1, 0.08828427, 0.06, 0.03171573, 0.02, 0.02, 0.02);
  }

  @Test
  void restartsOfEqualLength() {
    Schedule restarts = Schedule.cosineRestarts(0.1, 3, 1, 0.02);
    assertRates(restarts, 0.1, 0.08, 0.04, 0.1, 0.08, 0.04, 0.1, 0.08);
    assertThat(restarts.rate(2_000_000_000)).isBetween(0.02, 0.1);
    assertThat(Schedule.cosineRestarts(1, 1, 2, 0).rate(Integer.MAX_VALUE)).isBetween(0.0, 1.0);
  }

  @Test
  void oneCycleWithoutAWayUp() {
    OneCycle down = new OneCycle(0.5, 8, 0, 25, 1e4);
    assertRates(
        down,
        0.48097,
        0.426777,
        0.3456715,
        0.250001,
        0.1543305,
        0.07322501,
        0.01903204,
        2e-6,
        2e-6);
    assertThat(new OneCycle(0.5, 4, 0.25, 25, 1e4).rate(0)).isEqualTo(0.5);
    assertThat(new OneCycle(0.5, 4, 1, 25, 1e4).rate(3)).isEqualTo(0.5);
  }

  @Test
  void plateauFallsWhenNothingGetsBetter() {
    Plateau plateau = Plateau.of(0.1).factor(0.5).patience(1).cooldown(2).min(0.02);
    double[] losses = {
      1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8
    };
    double[] rates = {
      0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025, 0.02, 0.02, 0.02, 0.02,
      0.02, 0.02
    };
    for (int i = 0; i < losses.length; i++) {
      if (i == 6) {
        // A copy goes on as the first would.
        Plateau.State state = plateau.state();
        plateau = Plateau.of(9).factor(0.5).patience(1).cooldown(2).min(0.02);
        plateau.restore(state);
      }
      boolean fell = plateau.observe(losses[i]);
      assertThat(plateau.rate(i)).as("after %d", i).isCloseTo(rates[i], within(1e-12));
      assertThat(fell).isEqualTo(i > 0 && rates[i] != rates[i - 1]);
    }
    Plateau lost = Plateau.of(1).patience(0);
    assertThat(lost.observe(Double.NaN)).as("NaN is no better").isTrue();
  }

  @Test
  void combinationsDoAsTheySay() {
    assertRates(Schedule.constant(0.4).warmup(4), 0.1, 0.2, 0.3, 0.4, 0.4);
    assertRates(Schedule.constant(1).then(2, Schedule.step(0.5, 1, 0.5)), 1, 1, 0.5, 0.25, 0.125);
    assertRates(Schedule.exponential(0.5, 0.5).times(Schedule.constant(4)), 2, 1, 0.5);
    assertRates(Schedule.multiStep(1, 0.1, 3, 1), 1, 0.1, 0.1, 0.01);
    assertRates(Schedule.linear(0.1, 0.5, 1, 2), 0.05, 0.075, 0.1, 0.1);
    assertRates(Schedule.inverseRoot(2, 2), 1, 2, 2 * Math.sqrt(2 / 3.0), 2 * Math.sqrt(0.5));
  }

  @Test
  void badNumbersSayWhatIsNeeded() {
    List<Runnable> bad =
        List.of(
            () -> Schedule.step(1, 0, 0.5),
            () -> Schedule.cosine(1, 0, 0),
            () -> Schedule.cosineRestarts(1, 2, 0, 0),
            () -> Schedule.linear(1, 0, 1, -1),
            () -> Schedule.polynomial(1, 0, 1),
            () -> Schedule.inverseRoot(1, 0),
            () -> Schedule.constant(1).warmup(0),
            () -> Schedule.constant(1).then(-1, Schedule.constant(1)),
            () -> Plateau.of(1).patience(-1),
            () -> Schedule.oneCycle(1, 1),
            () -> new OneCycle(1, 10, 2, 25, 1e4),
            () -> Plateau.of(1).factor(1));
    for (Runnable make : bad) {
      assertThatThrownBy(make::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertRates(Schedule schedule, double... expected) {
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(expected[step], within(1e-7));
    }
  }
}
