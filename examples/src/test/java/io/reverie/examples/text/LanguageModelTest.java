package io.reverie.examples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.CharTokenizer;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Reading piece by piece is reading the whole; drawing follows the probabilities. */
class LanguageModelTest {
  private static final int[] TEXT = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};

  private static final GptModel GPT = GptModel.of(10, 12, 16, 0.1f, Rng.of(1));
  private static final LstmModel LSTM = LstmModel.of(10, 6, 8, Rng.of(2));

  @Test
  void aReaderScoresLikeTheWholeText() {
    for (LanguageModel model : new LanguageModel[] {GPT, LSTM}) {
      Tensor whole = model.scores(Indices.of(TEXT, 1, TEXT.length));
      var reader = model.reader();
      equal(reader.read(Arrays.copyOf(TEXT, 5)), whole, 4);
      equal(reader.read(TEXT[5]), whole, 5);
      equal(reader.read(Arrays.copyOfRange(TEXT, 6, TEXT.length)), whole, TEXT.length - 1);
    }
  }

  /** Twelve positions are full; with the thirteenth token the last six are read anew. */
  @Test
  void aFullCacheKeepsTheLaterHalf() {
    var reader = GPT.reader();
    reader.read(TEXT);
    int[] half = {6, 5, 3, 5, 8, 7};
    System.arraycopy(TEXT, 7, half, 0, 5);
    equal(reader.read(7), GPT.scores(Indices.of(half, 1, 6)), 5);
    int[] longer = Arrays.copyOf(half, 7);
    longer[6] = 1;
    equal(reader.read(1), GPT.scores(Indices.of(longer, 1, 7)), 6);
  }

  private static void equal(Tensor scores, Tensor whole, int place) {
    float[] wanted = whole.select(1, place).toArray();
    assertThat(scores.shape()).hasToString("[10]");
    assertThat(scores.toArray()).containsExactly(wanted, within(1e-5f));
  }

  @Test
  void tokensAreDrawnWithTheirProbabilities() {
    Tensor scores = Tensor.of((float) Math.log(0.2), (float) Math.log(0.7), (float) Math.log(0.1));
    assertThat(shares(scores, 1)).containsExactly(new double[] {0.2, 0.7, 0.1}, within(0.02));
    double sum = 0.04 + 0.49 + 0.01; // At half the temperature: squares.
    assertThat(shares(scores, 0.5f))
        .containsExactly(new double[] {0.04 / sum, 0.49 / sum, 0.01 / sum}, within(0.02));
    assertThat(shares(scores, 0)).containsExactly(new double[] {0, 1, 0}, within(1e-9));
  }

  private static double[] shares(Tensor scores, float temperature) {
    Rng rng = Rng.of(3);
    double[] shares = new double[3];
    for (int i = 0; i < 5000; i++) {
      shares[Speech.draw(scores, temperature, rng)] += 1 / 5000.0;
    }
    return shares;
  }

  @Test
  void speechGoesOnFromThePromptAndFollowsItsSeed() {
    var tokenizer = CharTokenizer.of("abcdefghij", CharTokenizer.Unknown.FAIL);
    String speech = Speech.of(GPT, tokenizer, "abc", 40, 1, Rng.of(4));
    assertThat(speech).hasSize(43).startsWith("abc");
    assertThat(Speech.of(GPT, tokenizer, "abc", 40, 1, Rng.of(4))).isEqualTo(speech);
    assertThat(Speech.of(GPT, tokenizer, "abc", 40, 1, Rng.of(5))).isNotEqualTo(speech);
  }
}
