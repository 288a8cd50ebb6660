package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The measures, by hand. */
class AccuracyMatrixTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static AccuracyMatrix matrix(double[]... rows) {
    return new AccuracyMatrix(rows);
  }

  @Test
  void averageIsTheMeanOfTheLastRow() {
    var matrix =
        matrix(new double[] {1, 0, 0}, new double[] {0.5, 1, 0}, new double[] {0.2, 0.4, 0.9});
    assertThat(matrix.average()).isCloseTo(0.5, EXACT);
  }

  @Test
  void forgettingIsTheBestMinusTheLast() {
    var matrix =
        matrix(
            new double[] {0.9, 0.1, 0},
            new double[] {0.95, 0.8, 0.1},
            new double[] {0.25, 0.6, 0.7});
    assertThat(matrix.forgetting()).isCloseTo((0.95 - 0.25 + 0.8 - 0.6) / 2, EXACT);
  }

  @Test
  void aTaskThatIsBestAtTheEndWasNotForgotten() {
    var matrix =
        matrix(new double[] {0.7, 0, 0}, new double[] {0.8, 0.9, 0}, new double[] {0.85, 0.6, 0.7});
    assertThat(matrix.forgetting()).isCloseTo((0 + 0.9 - 0.6) / 2, EXACT);
  }

  @Test
  void whatWasNotYetLearnedCannotBeForgotten() {
    var matrix =
        matrix(
            new double[] {0.9, 0.99, 0}, new double[] {0.9, 0.5, 0}, new double[] {0.9, 0.4, 0.7});
    assertThat(matrix.forgetting()).isCloseTo((0 + 0.5 - 0.4) / 2, EXACT);
  }

  @Test
  void theLastTaskIsLeftOut() {
    var matrix = matrix(new double[] {1, 0.9}, new double[] {1, 0.1});
    assertThat(matrix.forgetting()).isZero();
  }

  @Test
  void everythingAtOnceForgetsNothing() {
    var joint = matrix(new double[] {0.8, 0.9, 0.7});
    assertThat(joint.forgetting()).isZero();
    assertThat(joint.average()).isCloseTo(0.8, EXACT);
    assertThat(joint.rows()).isEqualTo(1);
    assertThat(joint.columns()).isEqualTo(3);
  }

  @Test
  void oneTestOfSeveralTasksForgetsNothing() {
    assertThat(matrix(new double[] {0.8}, new double[] {0.5}).forgetting()).isZero();
  }

  @Test
  void isACopyAndGivesCopies() {
    double[][] rows = {{0.5, 0.25}, {0.75, 1}};
    var matrix = new AccuracyMatrix(rows);
    rows[0][0] = 9;
    matrix.row(0)[1] = 9;
    assertThat(matrix.row(0)).containsExactly(0.5, 0.25);
    assertThat(matrix.at(1, 0)).isEqualTo(0.75);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> matrix()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> matrix(new double[0])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> matrix(new double[] {1, 1}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("1 columns");
  }

  /** The mean over a list, to write measures out. */
  private static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static final double[][] THREE = {
    {0.9, 0.2, 0.1},
    {0.7, 0.8, 0.3},
    {0.75, 0.5, 0.6}
  };

  @Test
  void transferIsBackwardAndForward() {
    var matrix = matrix(THREE);
    assertThat(matrix.backwardTransfer()).isCloseTo(mean(0.75 - 0.9, 0.5 - 0.8), EXACT);
    assertThat(matrix.forwardTransfer(0.5, 0.05, 0.1))
        .isCloseTo(mean(0.2 - 0.05, 0.3 - 0.1), EXACT);
    assertThat(matrix(new double[] {0.5, 0.5}).backwardTransfer()).isZero();
    assertThat(matrix(new double[] {0.5, 0.5}).forwardTransfer(0, 0)).isNaN();
    assertThatThrownBy(() -> matrix.forwardTransfer(0.1))
        .hasMessageContaining("1 accuracies")
        .hasMessageContaining("3 tasks");
  }

  @Test
  void learningIsTheDiagonal() {
    var matrix = matrix(THREE);
    assertThat(matrix.learningAccuracy()).isCloseTo(mean(0.9, 0.8, 0.6), EXACT);
    assertThat(matrix.plasticity(0.9, 1, 0.8)).containsExactly(new double[] {1, 0.8, 0.75}, EXACT);
  }

  @Test
  void aStreamInPartsHasLearnedATaskWithItsLastPart() {
    // Two tasks in two parts each.
    var matrix =
        matrix(
            new double[] {0.95, 0.1},
            new double[] {0.8, 0.2},
            new double[] {0.85, 0.6},
            new double[] {0.5, 0.7});
    assertThat(matrix.learned(0)).isEqualTo(1);
    assertThat(matrix.learned(1)).isEqualTo(3);
    assertThat(matrix.forgetting()).isCloseTo(0.85 - 0.5, EXACT);
    assertThat(matrix.backwardTransfer()).isCloseTo(0.5 - 0.8, EXACT);
    assertThat(matrix.learningAccuracy()).isCloseTo(mean(0.8, 0.7), EXACT);
    assertThat(matrix.forwardTransfer(0, 0.05)).isCloseTo(0.2 - 0.05, EXACT);
  }

  @Test
  void whatWasNotAskedIsNoForgetting() {
    double none = Double.NaN;
    var matrix = matrix(new double[] {0.9, none, none}, new double[] {none, 0.8, none}, THREE[2]);
    assertThat(matrix.forgetting()).isCloseTo(mean(0.9 - 0.75, 0.8 - 0.5), EXACT);
    assertThat(matrix.learningAccuracy()).isCloseTo(mean(0.9, 0.8, 0.6), EXACT);
    assertThat(matrix.forwardTransfer(0, 0, 0)).isNaN();
  }
}
