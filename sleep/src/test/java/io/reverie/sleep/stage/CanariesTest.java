package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Toys;
import org.junit.jupiter.api.Test;

/** Held-out samples as canaries. */
class CanariesTest {
  private static Dataset oneHots(int... labels) {
    Batch batch = Toys.oneHots(3, labels);
    return Dataset.of(batch.inputs(), batch.labels());
  }

  @Test
  void onlyClassesThatTheMemoryHasMetCount() {
    var echo = Toys.learner(Toys.echo(3), 1);
    var memory = Toys.memory(3, 0, 1);
    // Class 2 was never met; a one-hot 0 that is called 1 is answered wrongly.
    Dataset wrong = Dataset.of(Toys.oneHots(3, 0).inputs(), new int[] {1});
    Canaries canaries = Canaries.heldOut(Dataset.concat(oneHots(0, 1, 2, 2), wrong));
    assertThat(canaries.share(echo, memory)).isEqualTo(2 / 3.0);
    assertThat(echo.ledger().forwardSamples()).isEqualTo(3);
    assertThat(echo.ledger().gradientSamples()).isZero();
  }

  @Test
  void nothingMetIsNothingAsked() {
    var echo = Toys.learner(Toys.echo(3), 1);
    assertThat(Canaries.heldOut(oneHots(2)).share(echo, Toys.memory(3, 0, 1))).isNaN();
    assertThat(echo.ledger().forwardSamples()).isZero();
  }
}
