package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.tensor.Tensor;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/**
 * How well a test was answered. A sample with a score of NaN or +∞ among those that may answer has
 * no answer: it counts as wrong, with a loss without limit.
 *
 * @param accuracy the share of samples whose label has the largest score; of equal scores the first
 *     counts
 * @param bits the mean of −log₂ softmax(scores)[label]: of a text, bits a character. Means
 *     something only where scores are logits
 * @param calibration the expected calibration error (Naeini et al. 2015): how far confidence and
 *     accuracy lie apart in each of 15 equal bins of confidence, on average over samples; 0 to 1
 */
public record Exam(double accuracy, double bits, double calibration) {
  /** Test samples that are asked at once. */
  private static final int PIECE = 500;

  private static final int BINS = 15;

  /**
   * Asks for every sample of a test.
   *
   * @param scores what is asked, such as {@code strategy::scores}: {@code [n, …]} to {@code [n,
   *     classes]}
   * @param answers the classes that may answer; the others are as if they were not there
   * @throws IllegalArgumentException if the test is empty
   */
  public static Exam of(UnaryOperator<Tensor> scores, Dataset test, IntPredicate answers) {
    if (test.size() == 0) {
      throw new IllegalArgumentException("a test of no samples: at least 1 is needed");
    }
    Marks marks = new Marks();
    for (Batch samples : test.batches(PIECE)) {
      Tensor outputs = scores.apply(samples.inputs());
      if (outputs.shape().rank() != 2 || outputs.dim(0) != samples.size()) {
        throw new IllegalArgumentException(
            "scores %s for %d samples: one row of scores a sample is needed"
                .formatted(outputs.shape(), samples.size()));
      }
      int classes = outputs.dim(1);
      for (int i = 0; i < samples.size(); i++) {
        marks.add(
            outputs.array(), outputs.offset() + i * classes, classes, samples.labels()[i], answers);
      }
    }
    return marks.exam();
  }

  /** Asks among all classes. */
  public static Exam of(UnaryOperator<Tensor> scores, Dataset test) {
    return of(scores, test, label -> true);
  }

  /** The sums behind an exam. */
  private static final class Marks {
    private final double[] confidence = new double[BINS];
    private final int[] hits = new int[BINS];
    private int n;
    private int right;
    private double nats;

    void add(float[] scores, int at, int classes, int label, IntPredicate answers) {
      int best = best(scores, at, classes, answers);
      n++;
      if (best < 0) {
        nats = Double.POSITIVE_INFINITY;
        return;
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        if (answers.test(c)) {
          sum += Math.exp((double) scores[at + c] - scores[at + best]);
        }
      }
      boolean asked = label >= 0 && label < classes && answers.test(label);
      nats +=
          asked
              ? Math.log(sum) - ((double) scores[at + label] - scores[at + best])
              : Double.POSITIVE_INFINITY;
      int hit = best == label ? 1 : 0;
      right += hit;
      // Bins are open below and closed above, as in Guo et al. 2017.
      int bin = Math.clamp((int) Math.ceil(BINS / sum) - 1, 0, BINS - 1);
      confidence[bin] += 1 / sum;
      hits[bin] += hit;
    }

    /** The class that answers; −1 if none may or a score is NaN or +∞. */
    private static int best(float[] scores, int at, int classes, IntPredicate answers) {
      int best = -1;
      for (int c = 0; c < classes; c++) {
        if (answers.test(c)) {
          if (!(scores[at + c] < Float.POSITIVE_INFINITY)) {
            return -1;
          }
          if (best < 0 || scores[at + c] > scores[at + best]) {
            best = c;
          }
        }
      }
      return best;
    }

    Exam exam() {
      double apart = 0;
      for (int bin = 0; bin < BINS; bin++) {
        apart += Math.abs(confidence[bin] - hits[bin]);
      }
      return new Exam((double) right / n, nats / n / Math.log(2), apart / n);
    }
  }
}
