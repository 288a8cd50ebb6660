package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

/** Against Hessians that are known on paper. */
class CurvatureTest {
  private static Parameters single(Parameter w) {
    var named = new LinkedHashMap<String, Parameter>();
    named.put("w", w);
    return Parameters.of(named);
  }

  @Test
  void ofAQuadraticFormIsItsMatrix() {
    Rng rng = Rng.of(4);
    int n = 7;
    Tensor half = Tensor.randn(rng, n, n);
    Tensor a = half.matmul(half.transpose()); // Symmetric; the loss is w·A·w / 2.
    Parameter w = Parameter.of(Tensor.randn(rng, n));
    Parameters parameters = single(w);
    float[] v = Tensor.randn(rng, n).toArray();
    float[] product = Curvature.hessianVector(parameters, () -> quadratic(w, a), v);
    float[] expected = a.matmul(Tensor.of(v)).toArray();
    for (int i = 0; i < n; i++) {
      assertThat(product[i]).isCloseTo(expected[i], within(2e-2f));
    }
  }

  private static void quadratic(Parameter w, Tensor a) {
    try (var tape = Tape.probe()) {
      tape.backward(w.mul(a.matmul(w)).sum().mul(0.5f));
    }
  }

  @Test
  void ofASoftmaxIsTheCovarianceOfItsClasses() {
    Rng rng = Rng.of(8);
    Parameter w = Parameter.of(Tensor.randn(rng, 1, 5));
    Parameters parameters = single(w);
    float[] v = Tensor.randn(rng, 5).toArray();
    Runnable gradients =
        () -> {
          try (var tape = Tape.probe()) {
            tape.backward(w.crossEntropy(2));
          }
        };
    float[] product = Curvature.hessianVector(parameters, gradients, v);
    float[] p = w.softmax().toArray();
    double mean = 0;
    for (int i = 0; i < 5; i++) {
      mean += (double) p[i] * v[i];
    }
    for (int i = 0; i < 5; i++) {
      assertThat(product[i]).isCloseTo((float) (p[i] * (v[i] - mean)), within(1e-3f));
    }
  }

  @Test
  void findsTheLargestEigenvalueAlsoIfNegative() {
    Tensor a = Tensor.of(new float[] {1, 0, 0, 0, -6, 0, 0, 0, 2}, 3, 3);
    Parameter w = Parameter.of(Tensor.of(0.3f, -0.2f, 1));
    Runnable gradients = () -> quadratic(w, a);
    assertThat(Curvature.largestEigenvalue(single(w), gradients, 30, Rng.of(1)))
        .isCloseTo(-6, within(0.05));
  }

  @Test
  void leavesTheModelAsItWas() {
    Parameter w = Parameter.of(Tensor.of(1, 2));
    Parameters parameters = single(w);
    parameters.gradients()[1] = 5;
    Runnable failing =
        () -> {
          throw new IllegalStateException("no");
        };
    assertThatThrownBy(() -> Curvature.hessianVector(parameters, failing, new float[] {1, 1}))
        .hasMessage("no");
    assertThat(parameters.values()).containsExactly(1, 2);
    assertThat(parameters.gradients()).containsExactly(0, 5);
  }

  @Test
  void refusesDirectionsThatDoNotFit() {
    Parameters parameters = single(Parameter.of(Tensor.of(1, 2)));
    assertThatThrownBy(() -> Curvature.hessianVector(parameters, () -> {}, new float[3]))
        .hasMessage("a direction of 3 numbers for 2 parameters: one each is needed");
    assertThatThrownBy(() -> Curvature.hessianVector(parameters, () -> {}, new float[2]))
        .hasMessageContaining("leads nowhere");
  }
}
