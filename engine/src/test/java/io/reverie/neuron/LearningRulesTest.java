package io.reverie.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Perceptron, Adaline and Hebbian rules against the theorems about them. */
class LearningRulesTest {

  /** Novikoff's bound holds for the margin of any separating weights: here those that made it. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void mistakesStayBelowNovikoffsBound(int classes) {
    Rng rng = Rng.of(classes);
    float[] teacher = Tensor.randn(rng, classes * 4).toArray(); // Three inputs and a bias.
    double norm = 0;
    for (float w : teacher) {
      norm += (double) w * w;
    }
    int n = 200;
    float[] x = new float[3 * n];
    int[] labels = new int[n];
    double margin = Double.POSITIVE_INFINITY;
    double radius = 0;
    for (int i = 0; i < n; ) {
      float[] point = Tensor.randn(rng, 3).toArray();
      double[] drives = new double[classes];
      for (int c = 0; c < classes; c++) {
        drives[c] = teacher[4 * c + 3];
        for (int j = 0; j < 3; j++) {
          drives[c] += teacher[4 * c + j] * point[j];
        }
      }
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = drives[c] > drives[best] ? c : best;
      }
      double lead = Double.POSITIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        lead = c == best ? lead : Math.min(lead, (drives[best] - drives[c]) / Math.sqrt(norm));
      }
      if (lead < 0.05) {
        continue;
      }
      System.arraycopy(point, 0, x, 3 * i, 3);
      labels[i++] = best;
      margin = Math.min(margin, lead);
      radius =
          Math.max(
              radius,
              1
                  + (double) point[0] * point[0]
                  + (double) point[1] * point[1]
                  + (double) point[2] * point[2]);
    }
    var perceptron = Perceptron.of(3, classes);
    int mistakes = 0;
    int last;
    do {
      last = perceptron.learn(Tensor.of(x, n, 3), labels);
      mistakes += last;
      assertThat((double) mistakes).isLessThanOrEqualTo(2 * radius / (margin * margin));
    } while (last > 0);
    assertThat(mistakes).isGreaterThan(classes);
    for (int i = 0; i < n; i++) {
      assertThat(perceptron.answer(x[3 * i], x[3 * i + 1], x[3 * i + 2])).isEqualTo(labels[i]);
    }
  }

  /** Rosenblatt's own two-class rule, w ← w ± x, is the difference of the two units. */
  @Test
  void twoClassesAreTheClassicalPerceptron() {
    Rng rng = Rng.of(1);
    var perceptron = Perceptron.of(2, 2);
    double[] w = new double[3];
    for (int step = 0; step < 500; step++) {
      float a = rng.nextGaussian();
      float b = rng.nextGaussian();
      int label = a + 0.3f * rng.nextGaussian() > b ? 1 : 0;
      boolean fires = w[0] * a + w[1] * b + w[2] > 0;
      assertThat(perceptron.answer(a, b)).isEqualTo(fires ? 1 : 0);
      assertThat(perceptron.learn(label, a, b)).isEqualTo(fires != (label == 1));
      int sign = label - (fires ? 1 : 0);
      w[0] += sign * a;
      w[1] += sign * b;
      w[2] += sign;
    }
    Tensor units = perceptron.weight();
    assertThat((units.at(1, 0) - units.at(0, 0)) / 2.0).isCloseTo(w[0], within(1e-3));
    assertThat((perceptron.bias().at(1) - perceptron.bias().at(0)) / 2.0).isEqualTo(w[2]);
  }

  /** Minsky and Papert's point: a pass over exclusive or is never free of mistakes. */
  @Test
  void exclusiveOrIsNeverLearnt() {
    var perceptron = Perceptron.of(2, 2);
    Tensor x = Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
    for (int pass = 0; pass < 1000; pass++) {
      assertThat(perceptron.learn(x, 0, 1, 1, 0)).isPositive();
    }
  }

  /** The normal equations, solved by elimination. */
  @Test
  void adalineFindsTheLeastSquares() {
    Rng rng = Rng.of(3);
    int n = 400;
    float[] x = Tensor.randn(rng, n, 2).toArray();
    float[] targets = new float[n];
    double[][] sums = new double[3][4];
    for (int i = 0; i < n; i++) {
      targets[i] = 2 * x[2 * i] - x[2 * i + 1] + 0.5f + rng.nextGaussian();
      double[] row = {x[2 * i], x[2 * i + 1], 1, targets[i]};
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 4; b++) {
          sums[a][b] += row[a] * row[b];
        }
      }
    }
    for (int a = 0; a < 3; a++) {
      for (int c = 0; c < 3; c++) {
        double factor = c == a ? 0 : sums[c][a] / sums[a][a];
        for (int b = 0; b < 4; b++) {
          sums[c][b] -= factor * sums[a][b];
        }
      }
    }
    var adaline = Adaline.of(2);
    double first = adaline.learn(1e-3f, Tensor.of(x, n, 2), targets);
    double last = 0;
    for (int pass = 0; pass < 100; pass++) {
      last = adaline.learn(2e-4f, Tensor.of(x, n, 2), targets);
    }
    assertThat(last).isLessThan(first / 2);
    assertThat((double) adaline.weight().at(0, 0)).isCloseTo(sums[0][3] / sums[0][0], within(.01));
    assertThat((double) adaline.weight().at(0, 1)).isCloseTo(sums[1][3] / sums[1][1], within(.01));
    assertThat((double) adaline.bias()).isCloseTo(sums[2][3] / sums[2][2], within(.01));
  }

  /** Samples with these deviations along three directions at right angles. */
  private static float[][] cloud(int n, float... deviations) {
    float r = (float) Math.sqrt(0.5);
    float[][] directions = {{r, r, 0}, {-r, r, 0}, {0, 0, 1}};
    Rng rng = Rng.of(11);
    float[][] samples = new float[n][3];
    for (float[] sample : samples) {
      for (int d = 0; d < 3; d++) {
        float length = deviations[d] * rng.nextGaussian();
        for (int j = 0; j < 3; j++) {
          sample[j] += length * directions[d][j];
        }
      }
    }
    return samples;
  }

  /**
   * The first components by power iteration on the covariance, each after the one before is gone.
   */
  private static double[][] components(float[][] samples, int count) {
    double[][] covariance = new double[3][3];
    for (float[] sample : samples) {
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          covariance[a][b] += (double) sample[a] * sample[b] / samples.length;
        }
      }
    }
    double[][] found = new double[count][];
    for (int k = 0; k < count; k++) {
      double[] v = {1, 0.7, 0.4};
      double length = 1;
      for (int round = 0; round < 500; round++) {
        double[] next = new double[3];
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            next[a] += covariance[a][b] * v[b];
          }
        }
        length = Math.sqrt(dot(next, next));
        for (int a = 0; a < 3; a++) {
          v[a] = next[a] / length;
        }
      }
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          covariance[a][b] -= length * v[a] * v[b];
        }
      }
      found[k] = v;
    }
    return found;
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] unit(Hebbian units, int i) {
    Tensor w = units.weight();
    return new double[] {w.at(i, 0), w.at(i, 1), w.at(i, 2)};
  }

  private static Hebbian learnt(Hebbian.Rule rule, int units, float[][] samples, int passes) {
    var learner = Hebbian.of(rule, 3, units, Rng.of(5));
    for (int pass = 0; pass < passes; pass++) {
      for (float[] sample : samples) {
        learner.learn(0.02f / (1 + pass), sample);
      }
    }
    return learner;
  }

  @Test
  void ojaFindsTheFirstComponent() {
    float[][] samples = cloud(2000, 1.5f, 0.8f, 0.3f);
    double[] first = components(samples, 1)[0];
    var units = learnt(Hebbian.Rule.OJA, 2, samples, 20);
    for (int i = 0; i < 2; i++) {
      double[] w = unit(units, i);
      assertThat(Math.sqrt(dot(w, w))).isCloseTo(1, within(0.01));
      assertThat(Math.abs(dot(w, first))).isGreaterThan(0.999);
    }
    float[] x = {1, 2, 3};
    assertThat((double) units.answer(x)[1])
        .isCloseTo(dot(unit(units, 1), new double[] {1, 2, 3}), within(1e-5));
  }

  @Test
  void sangerFindsThemInOrder() {
    float[][] samples = cloud(2000, 1.5f, 0.8f, 0.3f);
    double[][] components = components(samples, 3);
    var units = learnt(Hebbian.Rule.SANGER, 3, samples, 40);
    for (int i = 0; i < 3; i++) {
      assertThat(Math.abs(dot(unit(units, i), components[i])))
          .as("component %d", i)
          .isGreaterThan(0.99);
    }
  }

  /** The direction is right, the length explodes: why Oja's rule was needed. */
  @Test
  void hebbsOwnRuleGrowsWithoutBound() {
    float[][] samples = cloud(500, 1.5f, 0.8f, 0.3f);
    double[] w = unit(learnt(Hebbian.Rule.HEBB, 1, samples, 2), 0);
    double length = Math.sqrt(dot(w, w));
    assertThat(length).isGreaterThan(1e6);
    assertThat(Math.abs(dot(w, components(samples, 1)[0])) / length).isGreaterThan(0.99);
  }

  @Test
  void misfitsSaySo() {
    var perceptron = Perceptron.of(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Perceptron.of(2, 1))
        .withMessage("1 classes: two are needed to tell apart");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adaline.of(0))
        .withMessageContaining("1 units with 0 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.answer(1, 2, 3))
        .withMessage("3 numbers for neurons of 2 inputs: one an input");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.learn(1, 1, Float.NaN))
        .withMessageStartingWith("input 1 is NaN");
    assertThatThrownBy(() -> perceptron.learn(2, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("class 2: 0 to 1 is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.learn(Tensor.zeros(3, 2), 0, 1))
        .withMessage("samples of shape [3, 2] for 2 answers: [2, inputs] is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Adaline.of(1).learn(0, 1f, 1f))
        .withMessage("a learning rate of 0.0: it must be above 0");
  }
}
