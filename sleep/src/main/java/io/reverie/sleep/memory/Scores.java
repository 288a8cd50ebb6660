package io.reverie.sleep.memory;

import io.reverie.tensor.Tensor;
import java.util.Objects;

/**
 * How well a network answers each of several samples, from its outputs before softmax.
 *
 * <p>These are what priorities are made of. In plain doubles, one pass over the outputs.
 */
public final class Scores {
  /**
   * Of one answer.
   *
   * @param loss cross-entropy, −ln p(label), 0 or more
   * @param margin p(label) minus the largest other p, −1 to 1: below 0 is wrong, near 0 the border
   *     between two classes; 1 where there is no other class
   * @param error ‖p − one-hot(label)‖₂, EL2N (Paul et al. 2021): the norm of the loss's gradient by
   *     the outputs, 0 to √2
   * @param right whether the label's output is larger than all others; equals are not right
   */
  public record Score(float loss, float margin, float error, boolean right) {}

  private Scores() {}

  /**
   * The score of each row.
   *
   * @param outputs {@code [n, classes]}; a row with NaN gives NaN, and is not right
   * @throws IllegalArgumentException if there is not one label a row
   */
  public static Score[] of(Tensor outputs, int... labels) {
    if (outputs.shape().rank() != 2 || outputs.dim(0) != labels.length) {
      throw new IllegalArgumentException(
          "scores of outputs %s for %d labels: [%d, classes] is needed"
              .formatted(outputs.shape(), labels.length, labels.length));
    }
    int classes = outputs.dim(1);
    Score[] scores = new Score[labels.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = of(outputs.array(), outputs.offset() + i * classes, classes, labels[i]);
    }
    return scores;
  }

  /** The losses alone. */
  public static float[] losses(Tensor outputs, int... labels) {
    Score[] scores = of(outputs, labels);
    float[] losses = new float[scores.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = scores[i].loss();
    }
    return losses;
  }

  private static Score of(float[] outputs, int from, int classes, int label) {
    float mine = outputs[from + Objects.checkIndex(label, classes)];
    float most = mine;
    float other = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      float output = outputs[from + c];
      most = Math.max(most, output);
      if (c != label) {
        other = Math.max(other, output); // NaN stays
      }
    }
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < classes; c++) {
      double e = Math.exp((double) outputs[from + c] - most);
      sum += e;
      squares += c == label ? 0 : e * e;
    }
    double p = Math.exp((double) mine - most) / sum;
    double runnerUp = Math.exp((double) other - most) / sum;
    double rest = (sum - Math.exp((double) mine - most)) / sum;
    return new Score(
        (float) (Math.log(sum) + most - mine),
        (float) (p - runnerUp),
        (float) Math.sqrt(squares / sum / sum + rest * rest),
        mine > other);
  }
}
