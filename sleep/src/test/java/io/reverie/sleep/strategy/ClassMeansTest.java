package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The nearest mean, by plain doubles. */
class ClassMeansTest {
  private static final int[] LABELS = {0, 2, 2, 0, 2, 0};

  private final Tensor rows = Tensor.randn(Rng.of(5), LABELS.length, 2, 2);

  private static double[] row(Tensor x, int i, boolean onSphere) {
    double[] row = new double[4];
    double squares = 0;
    for (int d = 0; d < 4; d++) {
      row[d] = x.toArray()[4 * i + d];
      squares += row[d] * row[d];
    }
    for (int d = 0; onSphere && d < 4; d++) {
      row[d] /= Math.sqrt(squares);
    }
    return row;
  }

  private static void areTheDistances(ClassMeans means, Tensor rows, boolean onSphere) {
    Tensor asked = Tensor.randn(Rng.of(6), 3, 4);
    Tensor scores = means.scores(asked);
    for (int c : new int[] {0, 2}) {
      double[] mean = new double[4];
      double squares = 0;
      for (int d = 0; d < 4; d++) {
        for (int i = 0; i < LABELS.length; i++) {
          mean[d] += LABELS[i] == c ? row(rows, i, onSphere)[d] / 3 : 0;
        }
        squares += mean[d] * mean[d];
      }
      for (int i = 0; i < 3; i++) {
        double[] x = row(asked, i, onSphere);
        double away = 0;
        for (int d = 0; d < 4; d++) {
          double m = onSphere ? mean[d] / Math.sqrt(squares) : mean[d];
          away += (x[d] - m) * (x[d] - m);
        }
        assertThat((double) scores.at(i, c)).isCloseTo(-away, Offset.offset(1e-5));
      }
    }
    assertThat(scores.at(1, 1)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void areTheDistancesToTheMeansInWhateverPiecesMembersCome() {
    ClassMeans plain = ClassMeans.plain(3);
    plain.add(rows.slice(0, 0, 1), 0);
    plain.add(rows.slice(0, 1, 6), 2, 2, 0, 2, 0);
    areTheDistances(plain, rows, false);
    ClassMeans sphere = ClassMeans.onSphere(3);
    sphere.add(rows, LABELS);
    areTheDistances(sphere, rows, true);
    assertThat(sphere.bytes()).isEqualTo(8 * 3 * 4);
  }

  @Test
  void rowsOfZerosStayAndNothingIsNothing() {
    ClassMeans means = ClassMeans.onSphere(2);
    assertThat(means.scores(Tensor.ones(1, 3)).toArray()).containsOnly(Float.NEGATIVE_INFINITY);
    means.add(Tensor.zeros(0, 3));
    assertThat(means.isEmpty()).isTrue();
    means.add(Tensor.zeros(2, 3), 0, 0);
    assertThat(means.scores(Tensor.of(new float[] {3, 0, 0}, 1, 3)).at(0, 0)).isEqualTo(-1);
    assertThat(means.scores(Tensor.zeros(0, 3)).size()).isZero();
  }

  @Test
  void saysWhatDoesNotFit() {
    ClassMeans means = ClassMeans.plain(2);
    means.add(Tensor.ones(1, 3), 1);
    assertThatThrownBy(() -> means.add(Tensor.ones(1, 4), 1)).hasMessageContaining("of 3 numbers");
    assertThatThrownBy(() -> means.scores(Tensor.ones(1, 4))).hasMessageContaining("of 3 numbers");
    assertThatThrownBy(() -> means.add(Tensor.ones(1, 3), 2)).hasMessageContaining("label 2");
    assertThatThrownBy(() -> means.add(Tensor.ones(2, 3), 1)).hasMessageContaining("1 labels");
    assertThatThrownBy(() -> ClassMeans.onSphere(0)).hasMessageContaining("0 classes");
  }
}
