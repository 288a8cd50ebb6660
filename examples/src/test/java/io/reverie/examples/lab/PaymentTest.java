package io.reverie.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaymentTest {
  /** 1,200 batches a task with ten memories more each are 12,000, which are 187.5 steps of 64. */
  @Test
  void aNightHoldsWhatTheRivalReplaysByDay() {
    assertThat(Payment.nightSteps(1200, 10, 64)).isEqualTo(188);
    assertThat(Payment.nightSteps(1200, 0, 64)).isZero();
    assertThat(Payment.nightSteps(1, 1, 64)).isEqualTo(1);
    assertThat(Payment.replay(10, 10, 1)).isEqualTo(20);
    assertThat(Payment.replay(10, 10, 2)).isEqualTo(10);
  }

  @Test
  void whatCannotBeSharedOutIsRefused() {
    assertThatThrownBy(() -> Payment.replay(10, 5, 2)).hasMessageContaining("10 + 5 memories");
    assertThatThrownBy(() -> Payment.nightSteps(10, -1, 64)).hasMessageContaining("-1 memories");
  }
}
