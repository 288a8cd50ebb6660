package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.sleep.ByHand;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Marks against plain doubles. */
class ExamTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  /** Inputs are the scores themselves. */
  private static Dataset scores(float[] scores, int... labels) {
    return Dataset.of(Tensor.of(scores, labels.length, scores.length / labels.length), labels);
  }

  @Test
  void accuracyAndBitsAreThoseOfPlainDoubles() {
    int n = 1100;
    var scores = Tensor.randn(Rng.of(1), n, 4).mul(3);
    int[] labels = new int[n];
    double right = 0;
    double bits = 0;
    for (int i = 0; i < n; i++) {
      labels[i] = (i * 7) % 4;
      double[] row = ByHand.doubles(scores.select(0, i).toArray());
      boolean best = true;
      for (double other : row) {
        best &= other <= row[labels[i]];
      }
      right += best ? 1 : 0;
      bits += ByHand.crossEntropy(row, labels[i]) / Math.log(2);
    }
    var exam = Exam.of(x -> x, Dataset.of(scores, labels));
    assertThat(exam.accuracy()).isCloseTo(right / n, CLOSE);
    assertThat(exam.bits()).isCloseTo(bits / n, CLOSE);
  }

  @Test
  void onlyWhoMayAnswerCounts() {
    var test = scores(new float[] {9, 1, 1, 0, 9, 0, 2, 0}, 1, 2);
    var exam = Exam.of(x -> x, test, label -> label == 1 || label == 2);
    assertThat(exam.accuracy()).isEqualTo(1);
    // Scores 1 and 1; 0 and 2.
    assertThat(exam.bits()).isCloseTo((1 + Math.log(1 + Math.exp(-2)) / Math.log(2)) / 2, CLOSE);
    assertThat(Exam.of(x -> x, test).accuracy()).isZero();
    assertThat(Exam.of(x -> x, test, label -> label == 3).accuracy()).isZero();
    assertThat(Exam.of(x -> x, test, label -> label == 3).bits())
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void scoresThatAreNoNumbersAnswerNothing() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      var exam = Exam.of(x -> x, scores(new float[] {bad, bad, 3, 1, bad, 1}, 0, 0, 0));
      assertThat(exam.accuracy()).as("%s", bad).isCloseTo(1 / 3.0, CLOSE);
      assertThat(exam.bits()).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(exam.calibration()).isBetween(0.0, 1.0);
    }
    var masked = scores(new float[] {Float.NEGATIVE_INFINITY, 0}, 1);
    assertThat(Exam.of(x -> x, masked).bits()).isZero();
    var aside = scores(new float[] {Float.NaN, 0, 1}, 2);
    assertThat(Exam.of(x -> x, aside, label -> label > 0).accuracy()).isEqualTo(1);
  }

  @Test
  void theFirstOfEqualScoresCounts() {
    assertThat(Exam.of(x -> x, scores(new float[] {1, 1}, 0)).accuracy()).isEqualTo(1);
    assertThat(Exam.of(x -> x, scores(new float[] {1, 1}, 1)).accuracy()).isZero();
  }

  @Test
  void calibrationIsConfidenceAgainstAccuracyBinByBin() {
    // Confidence 0.9 of ten samples, of which 6 are right; 0.6 of ten, of which 7 are right.
    float[] scores = new float[40];
    int[] labels = new int[20];
    for (int i = 0; i < 20; i++) {
      double p = i < 10 ? 0.9 : 0.6;
      scores[2 * i] = (float) Math.log(p / (1 - p));
      labels[i] = i % 10 < (i < 10 ? 6 : 7) ? 0 : 1;
    }
    assertThat(Exam.of(x -> x, scores(scores, labels)).calibration())
        .isCloseTo((0.3 + 0.1) / 2, CLOSE);
    // Sure and right is calibrated; sure and wrong is as far off as possible.
    assertThat(Exam.of(x -> x, scores(new float[] {99, 0}, 0)).calibration()).isZero();
    assertThat(Exam.of(x -> x, scores(new float[] {99, 0}, 1)).calibration()).isEqualTo(1);
  }

  @Test
  void nonsenseIsRefused() {
    var test = scores(new float[] {1, 2}, 0);
    assertThatThrownBy(() -> Exam.of(x -> x.reshape(2), test)).hasMessageContaining("[2]");
    assertThatThrownBy(() -> Exam.of(x -> x, test.first(0))).hasMessageContaining("no samples");
  }
}
