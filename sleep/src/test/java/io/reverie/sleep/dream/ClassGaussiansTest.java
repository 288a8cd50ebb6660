package io.reverie.sleep.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Draws have the moments of the members. */
class ClassGaussiansTest {
  private static final int WIDTH = 3;
  private static final int MEMBERS = 40;

  private static final int[] LABELS = new int[2 * MEMBERS];
  private static final Tensor FEATURES = Tensor.randn(Rng.of(3), 2 * MEMBERS, WIDTH);

  static {
    // Class 0 and class 2, with features that hang together in different ways.
    for (int i = 0; i < LABELS.length; i++) {
      LABELS[i] = i % 2 == 0 ? 0 : 2;
      float[] x = FEATURES.array();
      x[i * WIDTH + 1] = x[i * WIDTH + 1] * 0.5f + (LABELS[i] == 0 ? 1 : -1) * x[i * WIDTH];
      x[i * WIDTH + 2] += LABELS[i] == 0 ? 5 : -5;
    }
  }

  private static double[] mean(Tensor x, int[] labels, int label) {
    var mean = new double[WIDTH];
    int n = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        n++;
        for (int j = 0; j < WIDTH; j++) {
          mean[j] += x.at(i, j);
        }
      }
    }
    for (int j = 0; j < WIDTH; j++) {
      mean[j] /= n;
    }
    return mean;
  }

  private static double covariance(Tensor x, int[] labels, int label, int j, int k) {
    double[] mean = mean(x, labels, label);
    double sum = 0;
    int n = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        n++;
        sum += (x.at(i, j) - mean[j]) * (x.at(i, k) - mean[k]);
      }
    }
    return sum / n;
  }

  private static void drawsHaveTheMoments(float shrink) {
    var gaussians = ClassGaussians.of(FEATURES, LABELS, 4, shrink);
    var asked = new int[20000];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = i % 4 < 2 ? 0 : 2;
    }
    Tensor drawn = gaussians.sample(asked, Rng.of(5));
    for (int label = 0; label < 3; label += 2) {
      double[] mean = mean(drawn, asked, label);
      double[] wanted = mean(FEATURES, LABELS, label);
      for (int j = 0; j < WIDTH; j++) {
        assertThat(mean[j]).isCloseTo(wanted[j], Offset.offset(0.06));
        for (int k = 0; k < WIDTH; k++) {
          double share = j == k ? 1 : 1 - shrink;
          double members = share * covariance(FEATURES, LABELS, label, j, k);
          assertThat(covariance(drawn, asked, label, j, k)).isCloseTo(members, Offset.offset(0.09));
        }
      }
    }
    assertThat(gaussians.count(0)).isEqualTo(MEMBERS);
    assertThat(gaussians.count(1)).isZero();
  }

  @Test
  void drawsHaveTheMembersMeansAndCovariances() {
    drawsHaveTheMoments(0);
  }

  @Test
  void shrinkageTakesFromTheCovariancesAndLeavesTheVariances() {
    drawsHaveTheMoments(0.5f);
    drawsHaveTheMoments(1);
  }

  @Test
  void aSingleMemberIsDrawnAgain() {
    var one = ClassGaussians.of(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2), new int[] {1}, 2, 0);
    Tensor drawn = one.sample(new int[] {1, 1}, Rng.of(1));
    assertThat(drawn.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(drawn.toArray())
        .containsExactly(new float[] {1, 2, 3, 4, 1, 2, 3, 4}, Offset.offset(1e-5f));
  }

  @Test
  void fewerMembersThanFeaturesGiveFiniteDraws() {
    var few = ClassGaussians.of(Tensor.randn(Rng.of(1), 5, 30), new int[5], 1, 0);
    for (float x : few.sample(new int[50], Rng.of(2)).toArray()) {
      assertThat(x).isBetween(-30f, 30f);
    }
  }

  @Test
  void equalStreamsGiveEqualDraws() {
    var gaussians = ClassGaussians.of(FEATURES, LABELS, 4, 0.2f);
    assertThat(gaussians.sample(new int[] {0, 2}, Rng.of(1)).toArray())
        .isEqualTo(gaussians.sample(new int[] {0, 2}, Rng.of(1)).toArray());
  }

  @Test
  void aClassWithoutMembersAndAShrinkageOutOfRangeAreRefused() {
    var gaussians = ClassGaussians.of(FEATURES, LABELS, 4, 0);
    assertThatThrownBy(() -> gaussians.sample(new int[] {0, 1}, Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class 1");
    assertThatThrownBy(() -> ClassGaussians.of(FEATURES, LABELS, 4, 1.5f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
  }
}
