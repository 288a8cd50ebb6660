package io.reverie.sleep.dream;

import io.reverie.nn.Layer;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * What a language model says when it goes on by itself: windows of tokens are moved on, token by
 * token, each drawn from softmax(scores / temperature).
 *
 * <p>The model takes windows of token numbers written as floats, {@code [n, time]}, and gives the
 * scores of the next token, {@code [n, tokens]}; of {@code [n, time, tokens]} the last row counts.
 *
 * @param tokens how many tokens a window is moved on; from its length on nothing of it is left
 * @param temperature below 1 bolder, at 0 always the likeliest
 */
public record Continuation(int tokens, float temperature) {
  /** Checks the numbers. */
  public Continuation {
    if (tokens < 1 || !(temperature >= 0)) {
      throw new IllegalArgumentException(
          "a continuation of %d tokens at temperature %s: at least 1 and 0 are needed"
              .formatted(tokens, temperature));
    }
  }

  /** The windows moved on, in memory of their own; the ledger pays n forward samples a token. */
  public Tensor goOn(Layer model, Tensor windows, Rng rng, Ledger ledger) {
    int n = windows.dim(0);
    int time = windows.dim(1);
    float[] text = windows.toArray();
    for (int t = 0; t < tokens; t++) {
      ledger.forwardSamples(n);
      float[] scores = lastScores(model, Tensor.of(text, n, time));
      int words = scores.length / n;
      for (int i = 0; i < n; i++) {
        int next = draw(Arrays.copyOfRange(scores, i * words, (i + 1) * words), rng);
        System.arraycopy(text, i * time + 1, text, i * time, time - 1);
        text[(i + 1) * time - 1] = next;
      }
    }
    return Tensor.of(text, n, time);
  }

  private static float[] lastScores(Layer model, Tensor windows) {
    try (var _ = Tape.infer()) {
      Tensor scores = model.forward(windows);
      return (scores.shape().rank() == 3 ? scores.select(1, -1) : scores).toArray();
    }
  }

  private int draw(float[] scores, Rng rng) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    if (temperature == 0) {
      return best;
    }
    double[] shares = new double[scores.length];
    double all = 0;
    for (int c = 0; c < scores.length; c++) {
      shares[c] = StrictMath.exp((scores[c] - scores[best]) / temperature);
      all += shares[c];
    }
    double left = all * rng.nextDouble();
    for (int c = 0; c < shares.length; c++) {
      left -= shares[c];
      if (left < 0) {
        return c;
      }
    }
    return best;
  }
}
