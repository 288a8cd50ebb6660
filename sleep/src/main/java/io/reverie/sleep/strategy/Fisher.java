package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * How the diagonal of the Fisher information is estimated: with which weight each class's squared
 * gradient counts.
 *
 * <p>The diagonal is the mean over samples x of Σ_c w_c · (∂ log p(c|x) / ∂θ)², one sample at a
 * time: the square of a batch's gradient is something else. Libraries and papers disagree on w, and
 * λ means something else with each (van de Ven 2025, "On the computation of the Fisher information
 * in continual learning"). One's own is a lambda.
 */
@FunctionalInterface
public interface Fisher {
  /**
   * Writes the weight of each class.
   *
   * @param probabilities what the model thinks of each class
   * @param label which one is right
   * @param weights to be written; zeros at first
   */
  void weigh(float[] probabilities, int label, float[] weights);

  /** w_c = p(c|x): the Fisher information itself, at the price of a backward pass a class. */
  static Fisher exact() {
    return (p, label, w) -> System.arraycopy(p, 0, w, 0, w.length);
  }

  /** One class drawn from the model's own answer: the Fisher information in expectation. */
  static Fisher sampled(Rng rng) {
    return (p, label, w) -> {
      float left = rng.nextFloat();
      int c = 0;
      while (c < p.length - 1 && left >= p[c]) {
        left -= p[c++];
      }
      w[c] = 1;
    };
  }

  /** The label alone, w = 1: the "empirical Fisher", which is 0 where everything is known. */
  static Fisher empirical() {
    return (p, label, w) -> w[label] = 1;
  }

  /**
   * The label alone, weighted with its probability: what the library Mammoth does, and with it the
   * settings and figures of Buzzega et al. 2020.
   */
  static Fisher labelProbability() {
    return (p, label, w) -> w[label] = p[label];
  }

  /** The diagonal at the model's weights of now. Charged as gradient samples, once a class used. */
  default float[] diagonal(Learner learner, Dataset data) {
    if (data.size() == 0) {
      return new float[learner.parameters().size()];
    }
    var squares = new SampleGradients(learner, SampleGradients.Size.SQUARE, data);
    for (Batch batch : squares.pieces(data)) {
      var rounds = new Rounds(this, batch);
      do {
        squares.add(batch, rounds);
      } while (rounds.more());
    }
    float[] fisher = squares.sums();
    for (int i = 0; i < fisher.length; i++) {
      fisher[i] /= data.size();
    }
    return fisher;
  }

  /** One batch, differentiated for one class of each sample at a time. */
  final class Rounds implements SampleGradients.Slopes {
    private final Fisher fisher;
    private final Batch batch;
    private final float[][] weights;
    private final int[] next;

    private Rounds(Fisher fisher, Batch batch) {
      this.fisher = fisher;
      this.batch = batch;
      this.weights = new float[batch.size()][];
      this.next = new int[batch.size()];
    }

    /** √w · ∂(−log p(c)) / ∂logits, whose square has the weight w. */
    @Override
    public void write(Tensor logits, float[] slopes) {
      int classes = logits.dim(1);
      float[] probabilities = logits.softmax().toArray();
      float[] p = new float[classes];
      for (int n = 0; n < weights.length; n++) {
        System.arraycopy(probabilities, n * classes, p, 0, classes);
        if (weights[n] == null) {
          weights[n] = new float[classes];
          fisher.weigh(p, batch.labels()[n], weights[n]);
        }
        int c = chosen(n);
        if (c == classes) {
          continue;
        }
        float root = (float) Math.sqrt(weights[n][c]);
        for (int i = 0; i < classes; i++) {
          slopes[n * classes + i] = root * (p[i] - (i == c ? 1 : 0));
        }
        next[n] = c + 1;
      }
    }

    /** The next class that has a weight, or the number of classes. */
    private int chosen(int n) {
      int c = next[n];
      while (c < weights[n].length && weights[n][c] == 0) {
        c++;
      }
      return c;
    }

    /** Whether a sample has a class left. */
    private boolean more() {
      for (int n = 0; n < weights.length; n++) {
        if (chosen(n) < weights[n].length) {
          return true;
        }
      }
      return false;
    }
  }
}
