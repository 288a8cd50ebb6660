package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The SIMD forms of {@link Rows} against its definitions. */
class VectorRowsTest {
  /** How far the two forms of a kernel may be apart: by so many ulps, or by the floor. */
  private record Kernel(String name, double ulps, double floor) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Sums of exponentials are added in another order, and each is right within 2 ulp: 64 ulp are 8
   * in a million, as far off as a float sum of 4097 numbers may be. Where the logarithm of that sum
   * is taken off x the floor says the same of the larger of the two.
   */
  static final List<Kernel> KERNELS =
      List.of(
          new Kernel("softmax", 64, Float.MIN_NORMAL),
          new Kernel("softmaxGradient", 64, 1e-4),
          new Kernel("logSoftmax", 64, 1e-5),
          new Kernel("logSoftmaxGradient", 64, 1e-4),
          // The same additions in the same order: the same bits.
          new Kernel("addRows", 0, 0),
          new Kernel("fillRows", 0, 0),
          new Kernel("argmax", 0, 0));

  /** Runs a kernel on windows a and b with the output y, and gives what it returns, or 0. */
  private static double run(String kernel, Rows k, int rows, int cols, Memory m) {
    float[] a = m.arrays[0];
    float[] b = m.arrays[1];
    float[] y = m.arrays[2];
    int ao = m.at[0];
    int bo = m.at[1];
    int yo = m.at[2];
    switch (kernel) {
      case "softmax" -> k.softmax(rows, cols, a, ao, y, yo);
      case "softmaxGradient" -> k.softmaxGradient(rows, cols, a, ao, b, bo, y, yo);
      case "logSoftmax" -> k.logSoftmax(rows, cols, a, ao, y, yo);
      case "logSoftmaxGradient" -> k.logSoftmaxGradient(rows, cols, a, ao, b, bo, y, yo);
      case "addRows" -> k.addRows(rows, cols, cols, a, ao, y, yo);
      case "fillRows" -> k.fillRows(rows, cols, a, ao, y, yo);
      case "argmax" -> {
        return k.argmax(cols, a, ao);
      }
      default -> throw new IllegalArgumentException(kernel);
    }
    return 0;
  }

  /** How many numbers of the output a kernel may write. */
  private static int written(String kernel, int rows, int cols) {
    return switch (kernel) {
      case "addRows" -> cols;
      case "argmax" -> 0;
      default -> rows * cols;
    };
  }

  @BeforeAll
  static void needsTheVectorModule() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void ordinaryNumbers(Kernel kernel) {
    for (int cols : Memory.SIZES) {
      for (int rows : new int[] {1, 2, 5, 0}) {
        if (cols > 0) {
          int n = rows * cols;
          compare(
              kernel,
              rows,
              cols,
              Memory.ordinary(31 * n + 1, Math.max(n, cols), n, Math.max(n, cols)));
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void specialNumbers(Kernel kernel) {
    for (int cols : new int[] {1, 3, 24, 33}) {
      int n = 50 * cols;
      compare(kernel, 50, cols, Memory.special(n, n, n));
    }
  }

  @ParameterizedTest
  @FieldSource("KERNELS")
  void rowsFarFromZero(Kernel kernel) {
    for (float shift : new float[] {1000, -1000, 80, -80}) {
      Memory memory = Memory.ordinary(8, 99, 99, 99);
      for (int i = 0; i < 99; i++) {
        memory.arrays[0][memory.at[0] + i] += shift;
      }
      compare(kernel, 3, 33, memory);
    }
  }

  private static void compare(Kernel kernel, int rows, int cols, Memory before) {
    Memory expected = before.copy();
    Memory actual = before.copy();
    double result = run(kernel.name, new Rows(), rows, cols, expected);
    double fast = run(kernel.name, new VectorRows(), rows, cols, actual);
    int changed = written(kernel.name, rows, cols);
    actual.assertIs(expected, before, 2, changed, kernel.ulps, kernel.floor);
    assertThat(Memory.near(result, fast, 64, 1e-5 * Math.max(1, rows)))
        .as("%s and %s returned for %d rows of %d", result, fast, rows, cols)
        .isTrue();
  }

  @Test
  void everyKernelIsHere() {
    Set<String> here = KERNELS.stream().map(Kernel::name).collect(Collectors.toSet());
    here.add("softmaxRow"); // What softmax and logSoftmax are made of.
    assertThat(Overrides.kernels(Rows.class, VectorRows.class)).isSubsetOf(here);
  }
}
