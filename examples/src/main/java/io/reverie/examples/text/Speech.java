package io.reverie.examples.text;

import io.reverie.data.Tokenizer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/** Text that a model makes up, token by token. */
public final class Speech {
  private Speech() {}

  /**
   * This many tokens that follow the prompt, each drawn with the probabilities softmax(scores /
   * temperature): below 1 bolder, at 0 always the likeliest.
   */
  public static String of(
      LanguageModel model,
      Tokenizer tokenizer,
      String prompt,
      int length,
      float temperature,
      Rng rng) {
    LanguageModel.Reader reader = model.reader();
    int[] said = new int[length];
    Tensor scores = reader.read(tokenizer.encode(prompt));
    for (int i = 0; i < length; i++) {
      said[i] = draw(scores, temperature, rng);
      scores = reader.read(said[i]);
    }
    return prompt + tokenizer.decode(said);
  }

  static int draw(Tensor scores, float temperature, Rng rng) {
    if (temperature == 0) {
      return scores.argmax().values()[0];
    }
    float[] shares = scores.div(temperature).softmax().toArray();
    double left = rng.nextDouble();
    for (int token = 0; token < shares.length; token++) {
      left -= shares[token];
      if (left < 0) {
        return token;
      }
    }
    return shares.length - 1;
  }
}
