package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The SIMD forms of {@link Pointwise} against its definitions. */
class VectorPointwiseTest {
  /**
   * How far the two forms of a kernel may be apart: by so many ulps, or by the floor. Steps say
   * whether operands move.
   */
  private record Kernel(String name, int stepA, int stepB, double ulps, double floor) {
    @Override
    public String toString() {
      return name + (stepA + stepB == 2 ? "" : " with steps " + stepA + " and " + stepB);
    }
  }

  static final List<Kernel> KERNELS = kernels();

  private static List<Kernel> kernels() {
    List<Kernel> all = new ArrayList<>();
    // The same operations in the same order: the same bits.
    for (String name : List.of("add", "subtract", "multiply", "divide")) {
      for (int steps = 0; steps < 4; steps++) {
        all.add(new Kernel(name, steps / 2, steps % 2, 0, 0));
      }
    }
    for (String name :
        List.of(
            "affine",
            "addScaled",
            "addSquares",
            "addProduct",
            "relu",
            "reluGradient",
            "sqrt",
            "sqrtGradient",
            "square",
            "squareGradient",
            "logGradient",
            "sigmoidGradient",
            "tanhGradient")) {
      all.add(new Kernel(name, 1, 1, 0, 0));
    }
    // Polynomials in float against rounded doubles; ExpTest holds exp against exact values.
    all.add(new Kernel("exp", 1, 1, 2, 0));
    all.add(new Kernel("log", 1, 1, 2, 0));
    all.add(new Kernel("tanh", 1, 1, 4, 0));
    // The error of e⁻ˣ, then a sum and a quotient that are rounded too. Where e⁻ˣ overflows, the
    // result is 0 instead of a number below the smallest normal one.
    all.add(new Kernel("sigmoid", 1, 1, 4, Float.MIN_NORMAL));
    return all;
  }

  /** Runs a kernel on windows a and b with the output y. */
  private static void run(Kernel kernel, Pointwise k, int n, Memory m) {
    float[] a = m.arrays[0];
    float[] b = m.arrays[1];
    float[] y = m.arrays[2];
    int ao = m.at[0];
    int bo = m.at[1];
    int yo = m.at[2];
    int s = kernel.stepA;
    int t = kernel.stepB;
    switch (kernel.name) {
      case "add" -> k.add(n, a, ao, s, b, bo, t, y, yo);
      case "subtract" -> k.subtract(n, a, ao, s, b, bo, t, y, yo);
      case "multiply" -> k.multiply(n, a, ao, s, b, bo, t, y, yo);
      case "divide" -> k.divide(n, a, ao, s, b, bo, t, y, yo);
      case "affine" -> k.affine(n, 1.3f, -0.7f, a, ao, y, yo);
      case "addScaled" -> k.addScaled(n, 1.3f, a, ao, y, yo);
      case "addSquares" -> k.addSquares(n, 1.3f, a, ao, y, yo);
      case "addProduct" -> k.addProduct(n, a, ao, b, bo, y, yo);
      case "relu" -> k.relu(n, a, ao, y, yo);
      case "reluGradient" -> k.reluGradient(n, a, ao, b, bo, y, yo);
      case "sqrt" -> k.sqrt(n, a, ao, y, yo);
      case "sqrtGradient" -> k.sqrtGradient(n, a, ao, b, bo, y, yo);
      case "square" -> k.square(n, a, ao, y, yo);
      case "squareGradient" -> k.squareGradient(n, a, ao, b, bo, y, yo);
      case "exp" -> k.exp(n, a, ao, y, yo);
      case "log" -> k.log(n, a, ao, y, yo);
      case "logGradient" -> k.logGradient(n, a, ao, b, bo, y, yo);
      case "sigmoid" -> k.sigmoid(n, a, ao, y, yo);
      case "sigmoidGradient" -> k.sigmoidGradient(n, a, ao, b, bo, y, yo);
      case "tanh" -> k.tanh(n, a, ao, y, yo);
      case "tanhGradient" -> k.tanhGradient(n, a, ao, b, bo, y, yo);
      default -> throw new IllegalArgumentException(kernel.name);
    }
  }

  @BeforeAll
  static void needsTheVectorModule() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  private static Pointwise vector() {
    return new VectorPointwise();
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void ordinaryNumbers(Kernel kernel) {
    for (int n : Memory.SIZES) {
      for (int trial = 0; trial < 4; trial++) {
        // A window of step 0 has one number, whatever n is.
        compare(kernel, n, Memory.ordinary(31 * n + trial, Math.max(1, n), Math.max(1, n), n));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void specialNumbers(Kernel kernel) {
    int kinds = Memory.SPECIAL.length;
    int n = kinds * kinds + 5;
    compare(kernel, n, Memory.special(n, n, n));
    for (int shift = 0; shift < kinds; shift++) {
      // Each in turn comes first: where the step is 0, it stands for all.
      Memory memory = Memory.special(n, n, n);
      memory.at[0] += shift;
      memory.at[1] += shift * kinds;
      compare(kernel, 17, memory);
    }
  }

  private static void compare(Kernel kernel, int n, Memory before) {
    Memory expected = before.copy();
    Memory actual = before.copy();
    run(kernel, new Pointwise(), n, expected);
    run(kernel, vector(), n, actual);
    actual.assertIs(expected, before, 2, n, kernel.ulps, kernel.floor);
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void theOutputMayBeAnInput(Kernel kernel) {
    for (int n : Memory.SIZES) {
      for (int input = 0; input < 2; input++) {
        if ((input == 0 ? kernel.stepA : kernel.stepB) == 1) {
          Memory before = Memory.ordinary(n, Math.max(1, n), Math.max(1, n), n);
          Memory expected = before.copy().withOutputIn(input);
          Memory actual = before.copy().withOutputIn(input);
          run(kernel, new Pointwise(), n, expected);
          run(kernel, vector(), n, actual);
          actual.assertIs(expected, before, input, n, kernel.ulps, kernel.floor);
        }
      }
    }
  }

  @Test
  void sumsAreAsGoodAsTheirNumbers() {
    for (int n : Memory.SIZES) {
      Memory m = Memory.ordinary(n, n, n);
      float[] a = m.arrays[0];
      float[] b = m.arrays[1];
      double size = 0;
      double sizeOfProducts = 0;
      for (int i = 0; i < n; i++) {
        size += Math.abs(a[m.at[0] + i]);
        sizeOfProducts += Math.abs(a[m.at[0] + i] * b[m.at[1] + i]);
      }
      // 64 numbers a lane and then the lanes are added in float: 70 roundings of 2⁻²⁴ at most.
      assertThat(vector().sum(n, a, m.at[0]))
          .isCloseTo(new Pointwise().sum(n, a, m.at[0]), within(5e-6 * size));
      assertThat(vector().dot(n, a, m.at[0], b, m.at[1]))
          .isCloseTo(new Pointwise().dot(n, a, m.at[0], b, m.at[1]), within(5e-6 * sizeOfProducts));
    }
  }

  @Test
  void longSumsGoOnInDouble() {
    float[] ones = new float[20_000_003];
    Arrays.fill(ones, 1f);
    for (Pointwise kernels : List.of(new Pointwise(), vector())) {
      assertThat(kernels.sum(ones.length, ones, 0)).isEqualTo(20_000_003);
      assertThat(kernels.dot(ones.length, ones, 0, ones, 0)).isEqualTo(20_000_003);
    }
  }

  @Test
  void oneNaNOrInfinityIsEnough() {
    for (float one : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int place = 0; place < 40; place++) {
        float[] x = new float[40];
        float[] ones = new float[40];
        Arrays.fill(ones, 1f);
        x[place] = one;
        assertThat(vector().sum(40, x, 0)).isEqualTo(Double.valueOf(one));
        assertThat(vector().dot(40, x, 0, ones, 0)).isEqualTo(Double.valueOf(one));
      }
    }
  }

  @Test
  void everyKernelIsHere() {
    Set<String> here = KERNELS.stream().map(Kernel::name).collect(Collectors.toSet());
    here.addAll(Set.of("sum", "dot"));
    here.add("lerp"); // AgreementTest has it, on odd numbers too.
    assertThat(Overrides.kernels(Pointwise.class, VectorPointwise.class)).isSubsetOf(here);
  }
}
