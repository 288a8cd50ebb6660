package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent cells and attention's softmax by SIMD against their definitions, at odd offsets. */
class SequenceKernelsTest {
  private static final Cells PLAIN = new Cells();
  private static final Attending DEFINED = new Attending();

  @BeforeAll
  static void simdIsThere() {
    assumeTrue(Kernels.simd());
  }

  /** One kernel run on four arrays of its own. */
  private interface Run {
    void on(float[] a, float[] b, float[] c, float[] d);
  }

  private static void compare(int n, Run fast, Run plain) {
    float[][] one = arrays(n);
    float[][] two = arrays(n);
    fast.on(one[0], one[1], one[2], one[3]);
    plain.on(two[0], two[1], two[2], two[3]);
    for (int k = 0; k < 4; k++) {
      for (int i = 0; i < one[k].length; i++) {
        assertThat(one[k][i])
            .as("array %d, place %d of n = %d", k, i, n)
            .isCloseTo(two[k][i], within(1e-6f * Math.max(1, Math.abs(two[k][i]))));
      }
    }
  }

  private static float[][] arrays(int n) {
    Random random = new Random(n);
    float[][] all = new float[4][4 * n + 9];
    for (float[] array : all) {
      for (int i = 0; i < array.length; i++) {
        array[i] = 4 * random.nextFloat() - 2;
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 8, 15, 16, 17, 33, 100})
  void cells(int n) {
    Cells fast = Kernels.CELLS;
    for (boolean rectify : new boolean[] {true, false}) {
      compare(
          n,
          (a, b, c, d) -> fast.rnn(0, n, rectify, a, 3, b, 1),
          (a, b, c, d) -> PLAIN.rnn(0, n, rectify, a, 3, b, 1));
    }
    compare(
        n,
        (a, b, c, d) -> fast.lstm(0, n, a, 1, b, 2, c, 3, d, 4),
        (a, b, c, d) -> PLAIN.lstm(0, n, a, 1, b, 2, c, 3, d, 4));
    compare(
        n,
        (a, b, c, d) -> fast.lstmGradient(0, n, a, 1, b, 2, c, 3, d, 4, b, 2 + n),
        (a, b, c, d) -> PLAIN.lstmGradient(0, n, a, 1, b, 2, c, 3, d, 4, b, 2 + n));
    compare(
        n,
        (a, b, c, d) -> fast.gru(0, n, a, 1, b, 2, c, 3),
        (a, b, c, d) -> PLAIN.gru(0, n, a, 1, b, 2, c, 3));
    compare(
        n,
        (a, b, c, d) -> fast.gruGradient(0, n, a, 1, b, 2, c, 3, d, 4),
        (a, b, c, d) -> PLAIN.gruGradient(0, n, a, 1, b, 2, c, 3, d, 4));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0f, 1e-30f, 1e-4f, 0.3f, 0.62f, 0.63f, 3, 9, 20, 1e30f})
  void tangentsAreRightToAFewUlps(float x) {
    float[] a = new float[32];
    float[] h = new float[32];
    Arrays.fill(a, 0, 16, x);
    Arrays.fill(a, 16, 32, -x);
    Kernels.CELLS.rnn(0, 32, false, a, 0, h, 0);
    float expected = (float) StrictMath.tanh(x);
    assertThat(h[0]).isCloseTo(expected, within(3 * Math.ulp(expected)));
    assertThat(h[31]).isCloseTo(-expected, within(3 * Math.ulp(expected)));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void tangentsOfNoNumbers(float x) {
    float[] a = new float[16];
    Arrays.fill(a, x);
    Kernels.CELLS.rnn(0, 16, false, a, 0, new float[16], 0);
    assertThat(Float.compare(a[3], (float) Math.tanh(x))).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 15, 16, 17, 33, 100})
  void softmaxByTiles(int keys) {
    Attending fast = Kernels.ATTENDING;
    for (int apart : new int[] {32, 48}) {
      int far = apart * keys;
      int n = apart * keys + 32;
      compare(
          n,
          (s, _, _, _) -> fast.fold(keys, 32, apart, s, 101, 1, 33, 65),
          (s, _, _, _) -> DEFINED.fold(keys, 32, apart, s, 101, 1, 33, 65));
      compare(
          n,
          (s, _, _, _) -> fast.slopes(keys, 32, apart, 0.3f, s, 101, 101 + far, 1, 33),
          (s, _, _, _) -> DEFINED.slopes(keys, 32, apart, 0.3f, s, 101, 101 + far, 1, 33));
    }
    for (int width : new int[] {1, 15, 16, 41}) {
      compare(
          keys * (width + 3) + 32,
          (s, y, _, _) -> fast.scale(keys, width, s, 7, y, 5, width + 3),
          (s, y, _, _) -> DEFINED.scale(keys, width, s, 7, y, 5, width + 3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 41})
  void dotsOfRows(int width) {
    int rows = 7;
    float[][] all = arrays(rows * (width + 3));
    float[] dots = new float[rows + 2];
    float[] expected = new float[rows + 2];
    int wide = width + 3;
    Kernels.ATTENDING.dots(rows, width, all[0], 3, width + 2, all[1], 5, wide, dots, 1);
    DEFINED.dots(rows, width, all[0], 3, width + 2, all[1], 5, wide, expected, 1);
    for (int r = 0; r < dots.length; r++) {
      // No product is larger than 4.
      assertThat(dots[r]).as("row %d", r).isCloseTo(expected[r], within(4e-7f * width));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 19})
  void aQueryThatSeesNothingSumsUpNothing(int keys) {
    for (Attending kernel : new Attending[] {Kernels.ATTENDING, DEFINED}) {
      float[] s = new float[48 + 32 * keys];
      Arrays.fill(s, 48, 48 + 16 * keys, Float.NEGATIVE_INFINITY);
      Arrays.fill(s, 0, 16, Float.NEGATIVE_INFINITY);
      float[] folded = s.clone();
      kernel.fold(keys, 16, 16, folded, 48, 0, 16, 32);
      assertThat(Arrays.copyOf(folded, 16)).containsOnly(Float.NEGATIVE_INFINITY);
      assertThat(Arrays.copyOfRange(folded, 16, folded.length)).containsOnly(0f);
      kernel.slopes(keys, 16, 16, 1, s, 48, 48 + 16 * keys, 0, 16);
      assertThat(Arrays.copyOfRange(s, 48, s.length)).containsOnly(0f);
    }
  }
}
