package io.reverie.sleep.wake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Samples and time add up; bytes are those kept now, each account for itself. */
class LedgerTest {
  @Test
  void sumsWhatIsPaid() {
    var ledger = new Ledger();
    ledger.gradientSamples(10);
    ledger.gradientSamples(5);
    ledger.forwardSamples(7);
    ledger.forwardSamples(1);
    ledger.nanos(1_500_000_000);
    ledger.nanos(1_000_000_000);
    ledger.keeps("memory", 400);
    ledger.keeps("memory", 250);
    ledger.keeps("teacher", 50);
    assertThat(ledger.gradientSamples()).isEqualTo(15);
    assertThat(ledger.forwardSamples()).isEqualTo(8);
    assertThat(ledger.seconds()).isEqualTo(2.5);
    assertThat(ledger.bytes()).isEqualTo(300);
    assertThat(ledger.kept()).isEqualTo(Map.of("memory", 250L, "teacher", 50L));
    assertThat(ledger.toString())
        .isEqualTo(String.format("15 gradient samples, 8 forward samples, 300 bytes, %.2f s", 2.5));
  }
}
