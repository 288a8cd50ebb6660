package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Flatness by formulas in plain doubles, and that rescaling cannot fake it. */
class SharpnessTest {
  private static final Dataset DATA = Toys.blobs(3, 2, 20, 1, 1, 2);

  /** The mean loss of a linear layer with these numbers. */
  private static double loss(double[] theta) {
    double sum = 0;
    for (int i = 0; i < DATA.size(); i++) {
      var one = DATA.batch(i);
      sum += ByHand.crossEntropy(ByHand.logits(theta, one.inputs().toArray()), one.labels()[0]);
    }
    return sum / DATA.size();
  }

  private static double[] theta(Linear linear) {
    return ByHand.doubles(linear.parameters().snapshot());
  }

  private static Sequential trained(long seed) {
    var rng = Rng.of(seed);
    var model = Sequential.of(Linear.of(2, 12, rng), Activation.RELU, Linear.of(12, 3, rng));
    var learner = Learner.of(model, Sgd.of(model, 0.3f), rng);
    for (int step = 0; step < 200; step++) {
      learner.step(DATA.all());
    }
    return model;
  }

  /** The same function: the first layer times a factor, the second divided by it. */
  private static Sequential rescaled(Sequential model, float factor) {
    var copy = (Sequential) model.copy();
    var first = (Linear) copy.layers().get(0);
    var second = (Linear) copy.layers().get(2);
    scale(first.weight(), factor);
    scale(first.bias(), factor);
    scale(second.weight(), 1 / factor);
    return copy;
  }

  private static void scale(Parameter parameter, float factor) {
    for (int i = 0; i < parameter.size(); i++) {
      parameter.array()[parameter.offset() + i] *= factor;
    }
  }

  @Test
  void theObjectiveIsTheMeanLossWithItsGradient() {
    var linear = Toys.linear(2, 3, 4);
    var objective = new Objective(linear, DATA);
    double[] theta = theta(linear);
    assertThat(objective.loss()).isCloseTo(loss(theta), Offset.offset(1e-5));
    double[] gradient = ByHand.gradient(SharpnessTest::loss, theta);
    assertThat(objective.gradients()).isCloseTo(loss(theta), Offset.offset(1e-5));
    float[] found = linear.parameters().gradients();
    for (int i = 0; i < gradient.length; i++) {
      assertThat((double) found[i]).isCloseTo(gradient[i], Offset.offset(1e-5));
    }
    assertThatThrownBy(() -> new Objective(linear, DATA.first(0)))
        .hasMessageContaining("no samples");
  }

  @Test
  void oneStepOfAdaptiveSharpnessIsAsamsFormula() {
    var linear = Toys.linear(2, 3, 4);
    double[] theta = theta(linear);
    double[] gradient = ByHand.gradient(SharpnessTest::loss, theta);
    double squares = 0;
    for (int i = 0; i < theta.length; i++) {
      squares += Math.pow(theta[i] * gradient[i], 2);
    }
    double[] moved = theta.clone();
    for (int i = 0; i < theta.length; i++) {
      moved[i] += 0.3 * theta[i] * theta[i] * gradient[i] / Math.sqrt(squares);
    }
    double expected = loss(moved) - loss(theta);
    var objective = new Objective(linear, DATA);
    assertThat(Sharpness.adaptive(objective, 0.3, 1)).isCloseTo(expected, Offset.offset(1e-5));
    // More steps find more, or as much.
    assertThat(Sharpness.adaptive(objective, 0.3, 10)).isGreaterThan(expected * 0.999);
    assertThat(theta(linear)).isEqualTo(theta);
    assertThat(Sharpness.adaptive(objective, 0, 3)).isZero();
    assertThatThrownBy(() -> Sharpness.adaptive(objective, 1, 0)).hasMessageContaining("0 steps");
  }

  @Test
  void theRelativeEigenvalueIsThatOfTheScaledHessian() {
    var linear = Toys.linear(2, 3, 4);
    double[] theta = theta(linear);
    int n = theta.length;
    double[] scaled = new double[n * n];
    double[] plain = new double[n * n];
    double step = 1e-4;
    for (int i = 0; i < n; i++) {
      double[] up = theta.clone();
      double[] down = theta.clone();
      up[i] += step;
      down[i] -= step;
      double[] above = ByHand.gradient(SharpnessTest::loss, up);
      double[] below = ByHand.gradient(SharpnessTest::loss, down);
      for (int j = 0; j < n; j++) {
        plain[i * n + j] = (above[j] - below[j]) / (2 * step);
        scaled[i * n + j] = Math.abs(theta[i] * theta[j]) * plain[i * n + j];
      }
    }
    var objective = new Objective(linear, DATA);
    assertThat(Sharpness.relativeEigenvalue(objective, 60, Rng.of(1)))
        .isCloseTo(Spectrum.of(scaled, n)[0], Offset.offset(2e-3));
    assertThat(Sharpness.eigenvalue(objective, 60, Rng.of(1)))
        .isCloseTo(Spectrum.of(plain, n)[0], Offset.offset(2e-3));
  }

  @Test
  void rescalingFakesThePlainMeasureAlone() {
    var model = new Objective(trained(3), DATA);
    var faked = new Objective(rescaled((Sequential) model.model(), 8), DATA);
    assertThat(faked.loss()).isCloseTo(model.loss(), Offset.offset(1e-5));
    double adaptive = Sharpness.adaptive(model, 0.5, 5);
    assertThat(adaptive).isGreaterThan(0.01);
    assertThat(Sharpness.adaptive(faked, 0.5, 5))
        .isCloseTo(adaptive, Offset.offset(0.01 * adaptive));
    double relative = Sharpness.relativeEigenvalue(model, 30, Rng.of(1));
    assertThat(Sharpness.relativeEigenvalue(faked, 30, Rng.of(1)))
        .isCloseTo(relative, Offset.offset(0.05 * relative));
    double plain = Sharpness.eigenvalue(model, 30, Rng.of(1));
    assertThat(Sharpness.eigenvalue(faked, 30, Rng.of(1))).isGreaterThan(5 * plain);
  }

  @Test
  void aDirectionIsAsLongAsEachFilter() {
    var model = trained(3);
    float[] direction = Landscape.direction(model, Rng.of(2));
    float[] weights = model.parameters().snapshot();
    // 12 rows of 2, 12 biases, 3 rows of 12, 3 biases.
    for (int row = 0; row < 15; row++) {
      int from = row < 12 ? 2 * row : 36 + 12 * (row - 12);
      int length = row < 12 ? 2 : 12;
      double own = 0;
      double drawn = 0;
      for (int i = from; i < from + length; i++) {
        own += weights[i] * weights[i];
        drawn += direction[i] * direction[i];
      }
      assertThat(drawn).isCloseTo(own, Offset.offset(1e-5 * (1 + own)));
    }
    for (int i = 24; i < 36; i++) {
      assertThat(direction[i]).isZero();
    }
  }

  @Test
  void aLandscapeIsTheLossAtEachPlace() {
    var linear = Toys.linear(2, 3, 4);
    var objective = new Objective(linear, DATA);
    double[] theta = theta(linear);
    float[] one = Landscape.direction(linear, Rng.of(2));
    float[] other = Landscape.direction(linear, Rng.of(3));
    double[][] plane = Landscape.plane(objective, one, other, -1, 0, 0.5);
    double[] places = {-1, 0, 0.5};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double[] moved = theta.clone();
        for (int k = 0; k < moved.length; k++) {
          moved[k] += places[i] * one[k] + places[j] * other[k];
        }
        assertThat(plane[i][j]).isCloseTo(loss(moved), Offset.offset(1e-5));
      }
    }
    assertThat(Landscape.line(objective, one, 0.5)[0]).isEqualTo(plane[2][1]);
    assertThat(theta(linear)).isEqualTo(theta);
    assertThatThrownBy(() -> Landscape.line(objective, new float[3], 1))
        .hasMessageContaining("3 and 3");
  }

  @Test
  void aBarrierStandsBetweenBasins() {
    // Softmax regression is convex: none.
    assertThat(Landscape.barrier(Toys.linear(2, 3, 1), Toys.linear(2, 3, 2), DATA, 10))
        .isLessThan(1e-6);
    var model = trained(3);
    assertThat(Landscape.barrier(model, model, DATA, 5)).isLessThan(1e-6);
    // The same function with its hidden units in another order lies beyond one.
    var turned = (Sequential) model.copy();
    var first = (Linear) turned.layers().get(0);
    var second = (Linear) turned.layers().get(2);
    for (int h = 0; h < 12; h++) {
      var from = (Linear) model.layers().get(0);
      int to = (h + 5) % 12;
      for (int i = 0; i < 2; i++) {
        first.weight().array()[first.weight().offset() + 2 * to + i] = from.weight().at(h, i);
      }
      first.bias().array()[first.bias().offset() + to] = from.bias().at(h);
      for (int o = 0; o < 3; o++) {
        second.weight().array()[second.weight().offset() + 12 * o + to] =
            ((Linear) model.layers().get(2)).weight().at(o, h);
      }
    }
    assertThat(new Objective(turned, DATA).loss())
        .isCloseTo(new Objective(model, DATA).loss(), Offset.offset(1e-5));
    assertThat(Landscape.barrier(model, turned, DATA, 10)).isGreaterThan(0.1);
  }
}
