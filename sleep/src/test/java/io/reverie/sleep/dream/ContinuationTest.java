package io.reverie.sleep.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Layer;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Windows of tokens that are moved on. */
class ContinuationTest {
  private static final int TOKENS = 5;

  /** Knows that after each token comes the next number. */
  private static final Layer COUNTS =
      windows -> {
        var scores = Tensor.zeros(windows.dim(0), TOKENS);
        for (int i = 0; i < windows.dim(0); i++) {
          int last = (int) windows.at(i, windows.dim(1) - 1);
          scores.array()[i * TOKENS + (last + 1) % TOKENS] = 3;
        }
        return scores;
      };

  private final Ledger ledger = new Ledger();

  private static Tensor windows() {
    return Tensor.of(new float[] {0, 1, 2, 4, 3, 3}, 2, 3);
  }

  @Test
  void theLikeliestTokenIsSaidAtTemperatureZero() {
    Tensor said = new Continuation(2, 0).goOn(COUNTS, windows(), Rng.of(1), ledger);
    assertThat(said.toArray()).containsExactly(2, 3, 4, 3, 4, 0);
    assertThat(ledger.forwardSamples()).isEqualTo(4);
    assertThat(ledger.gradientSamples()).isZero();
  }

  @Test
  void ofEveryPlacesScoresTheLastCount() {
    Layer everywhere =
        windows -> {
          Tensor last = COUNTS.forward(windows).unsqueeze(1);
          return Tensor.ones(windows.dim(0), 2, TOKENS).mul(9).concat(1, last);
        };
    Tensor said = new Continuation(4, 0).goOn(everywhere, windows(), Rng.of(1), ledger);
    assertThat(said.toArray()).containsExactly(4, 0, 1, 0, 1, 2);
  }

  @Test
  void theWindowsGivenStayAsTheyAre() {
    Tensor windows = windows();
    new Continuation(3, 1).goOn(COUNTS, windows, Rng.of(1), ledger);
    assertThat(windows.toArray()).isEqualTo(windows().toArray());
  }

  @Test
  void tokensAreDrawnByTheirProbabilities() {
    int n = 20000;
    Tensor start = Tensor.zeros(n, 1);
    Tensor said = new Continuation(1, 1.5f).goOn(COUNTS, start, Rng.of(2), ledger);
    double next = 0;
    for (float token : said.toArray()) {
      next += token == 1 ? 1.0 / n : 0;
    }
    double e = Math.exp(3 / 1.5);
    assertThat(next).isCloseTo(e / (e + 4), Offset.offset(0.012));
    assertThat(said.toArray()).contains(0f, 2f, 3f, 4f);
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Continuation(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Continuation(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
  }
}
