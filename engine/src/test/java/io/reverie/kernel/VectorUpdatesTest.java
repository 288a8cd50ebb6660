package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SIMD forms of {@link Updates} do the same operations in the same order: the same bits. */
class VectorUpdatesTest {
  private interface Step {
    void on(Updates kernels, int from, int to, float[] w, float[] g, float[] m, float[] v);
  }

  @BeforeAll
  static void needsTheVectorModule() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, false, 0",
    "0, 0, false, 0.1",
    "0.9, 0, false, 0",
    "0.9, 0.5, false, 0.1",
    "0.9, 0, true, 0",
    "0.5, 0, true, 0.1"
  })
  void sgd(float momentum, float dampening, boolean nesterov, float decay) {
    var settings = new Updates.Sgd(momentum, dampening, nesterov);
    for (boolean first : new boolean[] {true, false}) {
      compare((k, from, to, w, g, _, v) -> k.sgd(from, to, 0.05f, decay, settings, first, w, g, v));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "0.1, false", "0.1, true"})
  void moments(float decay, boolean decoupled) {
    for (float lookAhead : new float[] {0, 0.3f}) {
      var settings = new Updates.Moments(0.9f, 0.999f, 1e-8f, 1.7f, lookAhead, 1.2f, decoupled);
      compare((k, from, to, w, g, m, v) -> k.moments(from, to, 0.05f, decay, settings, w, g, m, v));
    }
    var settings = new Updates.Moments(0.9f, 0.999f, 1e-8f, 1.7f, 0, 1.2f, decoupled);
    compare((k, from, to, w, g, m, v) ->
        k.largestMoments(from, to, 0.05f, decay, settings, w, g, m, v, new float[w.length]));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f})
  void adagrad(float decay) {
    compare((k, from, to, w, g, _, v) -> k.adagrad(from, to, 0.05f, decay, 1e-10f, w, g, v));
  }

  @Test
  void blend() {
    compare((k, from, to, w, g, _, _) -> k.blend(from, to, 0.3f, g, w));
  }

  private static void compare(Step step) {
    for (int n : Memory.SIZES) {
      for (int from : new int[] {0, 1, 5, 16}) {
        Memory memory =
            Memory.ordinary(n + from, from + n + 3, from + n + 3, from + n + 3, from + n + 3);
        float[][] before = new float[4][];
        for (int k = 0; k < 4; k++) {
          int at = memory.at[k];
          before[k] = Arrays.copyOfRange(memory.arrays[k], at, at + from + n + 3);
        }
        for (int i = 0; i < before[3].length; i++) {
          before[3][i] = Math.abs(before[3][i]); // Adam's variance; a velocity may as well be.
        }
        float[][] expected = Arrays.stream(before).map(float[]::clone).toArray(float[][]::new);
        float[][] actual = Arrays.stream(before).map(float[]::clone).toArray(float[][]::new);
        int to = from + n;
        step.on(new Updates(), from, to, expected[0], expected[1], expected[2], expected[3]);
        step.on(new VectorUpdates(), from, to, actual[0], actual[1], actual[2], actual[3]);
        for (int k = 0; k < 4; k++) {
          assertThat(actual[k]).as("array %d, %d to %d", k, from, to).isEqualTo(expected[k]);
          for (int i = 0; i < before[k].length; i++) {
            if (i < from || i >= to) {
              assertThat(actual[k][i]).as("outside, at %d", i).isEqualTo(before[k][i]);
            }
          }
        }
      }
    }
  }

  @Test
  void withoutMomentumThereIsNoVelocity() {
    float[] w = new float[40];
    float[] g = new float[40];
    Arrays.fill(g, 2f);
    var settings = new Updates.Sgd(0, 0, false);
    new VectorUpdates().sgd(0, 40, 0.25f, 0, settings, false, w, g, new float[0]);
    assertThat(w).containsOnly(-0.5f);
  }

  @Test
  void everyKernelIsHere() {
    // The others have no SIMD form; OptimizerTest holds them against PyTorch's values.
    var plain = Set.of("adadelta", "adamax", "clamp", "direction", "lion", "rmsprop");
    var here = Set.of("sgd", "moments", "largestMoments", "adagrad", "blend");
    for (Method method : VectorUpdates.class.getDeclaredMethods()) {
      assertThat(plain).doesNotContain(method.getName());
    }
    assertThat(Overrides.kernels(Updates.class, VectorUpdates.class))
        .hasSize(plain.size() + here.size())
        .containsAll(plain)
        .containsAll(here);
  }
}
