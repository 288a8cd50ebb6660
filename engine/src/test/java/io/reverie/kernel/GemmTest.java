package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrix product against a plain triple loop in double, and the SIMD form against both. */
class GemmTest {
  private static final int[] SIZES = {
    1, 2, 3, 5, 6, 7, 10, 16, 17, 31, 33, 47, 63, 64, 65, 100, 129, 257
  };
  private static final int[] DEPTHS = {
    1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 65, 100, 129, 255, 256, 257, 400, 511, 600
  };

  /** The triple loop visits this many elements of C at most, picked at random. */
  private static final int CHECKED = 400;

  private static final float GUARD = 12345.5f;

  /** One product: sizes, flags, and windows at odd offsets with rows wider than needed. */
  private record Case(
      boolean transA, boolean transB, int m, int n, int k, boolean accumulate, long seed) {
    int lda() {
      return (transA ? m : k) + (int) (seed % 4);
    }

    int ldb() {
      return (transB ? k : n) + (int) (seed / 4 % 4);
    }

    int ldc() {
      return n + (int) (seed / 16 % 4);
    }

    int offset(int matrix) {
      return (int) (seed / 64 / (1 + 20L * matrix) % 20);
    }

    float[] operand(int matrix, int rows, int stride) {
      var random = new Random(seed + matrix);
      var array = new float[offset(matrix) + rows * stride + 3];
      for (int i = 0; i < array.length; i++) {
        array[i] = random.nextFloat() * 2 - 1;
      }
      return array;
    }

    float[] a() {
      return operand(0, transA ? k : m, lda());
    }

    float[] b() {
      return operand(1, transB ? n : k, ldb());
    }

    /** C's array before the product: guards all over, and the values to add to in the window. */
    float[] c() {
      var array = new float[offset(2) + m * ldc() + 3];
      Arrays.fill(array, GUARD);
      var random = new Random(seed + 2);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          array[offset(2) + i * ldc() + j] = random.nextFloat() * 2 - 1;
        }
      }
      return array;
    }

    float[] product(Gemm gemm) {
      var c = c();
      gemm.multiply(
          transA,
          transB,
          m,
          n,
          k,
          a(),
          offset(0),
          lda(),
          b(),
          offset(1),
          ldb(),
          accumulate,
          c,
          offset(2),
          ldc());
      return c;
    }
  }

  private static List<Case> cases() {
    var random = new Random(20251122);
    var cases = new ArrayList<Case>();
    for (int m : SIZES) {
      for (int n : SIZES) {
        int k = DEPTHS[random.nextInt(DEPTHS.length)];
        cases.add(aCase(random.nextInt(8), m, n, k, random));
        cases.add(aCase(random.nextInt(8), m, n, k, random));
      }
    }
    // The few rows of a small network's step meet every way a product can go, at every depth.
    for (int k : DEPTHS) {
      for (int flags = 0; flags < 8; flags++) {
        cases.add(aCase(flags, 10, 100, k, random));
        cases.add(aCase(flags, 100, 10, k, random));
        cases.add(aCase(flags, 1, 300, k, random));
        cases.add(aCase(flags, 300, 1, k, random));
      }
    }
    for (int flags = 0; flags < 8; flags++) {
      cases.add(aCase(flags, 10, 100, 784, random));
      cases.add(aCase(flags, 100, 784, 10, random));
      cases.add(aCase(flags, 17, 1031, 513, random));
      cases.add(aCase(flags, 1000, 333, 77, random));
      cases.add(aCase(flags, 300, 1300, 1100, random));
      cases.add(aCase(flags, 13, 2100, 70, random)); // more columns than panels at a time
      cases.add(new Case((flags & 1) != 0, (flags & 2) != 0, 1024, 70, 130, (flags & 4) != 0, 64));
    }
    return cases;
  }

  private static Case aCase(int flags, int m, int n, int k, Random random) {
    long seed = random.nextLong() >>> 1;
    return new Case((flags & 1) != 0, (flags & 2) != 0, m, n, k, (flags & 4) != 0, seed);
  }

  private static Gemm vector() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "needs --add-modules jdk.incubator.vector");
    return new VectorGemm();
  }

  @Test
  void scalarMatchesTheTripleLoop() {
    matchesTheTripleLoop(new Gemm());
  }

  @Test
  void vectorMatchesTheTripleLoop() {
    matchesTheTripleLoop(vector());
  }

  private static void matchesTheTripleLoop(Gemm gemm) {
    for (var one : cases()) {
      var c = one.product(gemm);
      var before = one.c();
      var a = one.a();
      var b = one.b();
      int elements = one.m * one.n;
      var random = new Random(one.seed);
      for (int check = 0; check < Math.min(elements, CHECKED); check++) {
        int element = elements <= CHECKED ? check : random.nextInt(elements);
        int i = element / one.n;
        int j = element % one.n;
        int at = one.offset(2) + i * one.ldc() + j;
        double sum = one.accumulate ? before[at] : 0;
        double size = Math.abs(sum);
        for (int p = 0; p < one.k; p++) {
          double x = a[one.offset(0) + (one.transA ? p * one.lda() + i : i * one.lda() + p)];
          double y = b[one.offset(1) + (one.transB ? j * one.ldb() + p : p * one.ldb() + j)];
          sum += x * y;
          size += Math.abs(x * y);
        }
        if (!(Math.abs(c[at] - sum) <= 1e-6 + 4e-6 * size)) {
          throw new AssertionError(one + " at [" + i + ", " + j + "]: " + c[at] + ", not " + sum);
        }
      }
      assertGuardsUntouched(one, c, before);
    }
  }

  private static void assertGuardsUntouched(Case one, float[] c, float[] before) {
    for (int at = 0; at < c.length; at++) {
      int within = at - one.offset(2);
      boolean window = within >= 0 && within / one.ldc() < one.m && within % one.ldc() < one.n;
      if (!window && c[at] != before[at]) {
        assertThat(c[at]).as("%s: outside C at index %d", one, at).isEqualTo(before[at]);
      }
    }
  }

  /** A bias that a product starts with gives the bits of one that stood there before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void affineIsTheProductAddedToTheBias(boolean simd) {
    assumeTrue(!simd || Kernels.simd());
    Gemm gemm = simd ? new VectorGemm() : new Gemm();
    for (int m : new int[] {0, 1, 2, 7, 12, 13, 49, 130}) {
      for (int n : new int[] {1, 5, 16, 64, 70, 200}) {
        for (int k : new int[] {0, 1, 40, 700}) {
          for (int trans = 0; trans < 4; trans++) {
            boolean ta = (trans & 1) != 0;
            boolean tb = (trans & 2) != 0;
            int lda = (ta ? m : k) + 1;
            int ldb = (tb ? k : n) + 1;
            float[] a = numbers((ta ? k : m) * lda + 3);
            float[] b = numbers((tb ? n : k) * ldb + 3);
            float[] bias = numbers(n + 5);
            int ldc = n + 2;
            float[] before = numbers(m * ldc + 3);
            float[] expected = before.clone();
            for (int i = 0; i < m; i++) {
              System.arraycopy(bias, 4, expected, 1 + i * ldc, n);
            }
            gemm.multiply(ta, tb, m, n, k, a, 2, lda, b, 1, ldb, true, expected, 1, ldc);
            float[] actual = before.clone();
            gemm.affine(ta, tb, m, n, k, a, 2, lda, b, 1, ldb, bias, 4, null, actual, 1, ldc);
            assertThat(actual).as("%d x %d x %d, %d", m, n, k, trans).isEqualTo(expected);
          }
        }
      }
    }
  }

  /** Whichever way a product goes, each number is finished once, and is complete by then. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEpilogueGetsEachNumberOnce(boolean simd) {
    assumeTrue(!simd || Kernels.simd());
    Gemm gemm = simd ? new VectorGemm() : new Gemm();
    int[][] sizes = {
      {0, 5, 3},
      {5, 0, 3},
      {3, 4, 0},
      {1, 70, 9},
      {70, 1, 9},
      {7, 33, 600},
      {13, 70, 40},
      {49, 200, 1100},
      {130, 70, 700},
      {400, 300, 130},
      {64, 2100, 20},
      {900, 40, 7}
    };
    try (var team = Parallel.of(3)) {
      for (int[] size : sizes) {
        for (int flags = 0; flags < 8; flags++) {
          int flag = flags;
          team.run(() -> finishesOnce(gemm, size[0], size[1], size[2], flag));
        }
      }
    }
  }

  private static void finishesOnce(Gemm gemm, int m, int n, int k, int flags) {
    boolean ta = (flags & 1) != 0;
    boolean tb = (flags & 2) != 0;
    int lda = (ta ? m : k) + 1;
    int ldb = (tb ? k : n) + 1;
    int ldc = n + 2;
    float[] a = numbers((ta ? k : m) * lda + 3);
    float[] b = numbers((tb ? n : k) * ldb + 3);
    float[] bias = (flags & 4) != 0 ? numbers(n + 5) : null;
    float[] expected = numbers(m * ldc + 3);
    float[] actual = expected.clone();
    gemm.affine(ta, tb, m, n, k, a, 2, lda, b, 1, ldb, bias, 4, null, expected, 1, ldc);
    for (int i = 0; i < m; i++) {
      twist(n, expected, 1 + i * ldc);
    }
    gemm.affine(ta, tb, m, n, k, a, 2, lda, b, 1, ldb, bias, 4, GemmTest::twist, actual, 1, ldc);
    assertThat(actual).as("%d x %d x %d, %d", m, n, k, flags).isEqualTo(expected);
  }

  /** Not the same when done twice, or when something is added afterwards. */
  private static void twist(int n, float[] c, int at) {
    for (int i = at; i < at + n; i++) {
      c[i] = 3 - c[i] * c[i];
    }
  }

  private static float[] numbers(int n) {
    var random = new Random(n);
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  @Test
  void scalarBitsDoNotDependOnThreads() {
    bitsDoNotDependOnThreads(new Gemm());
  }

  @Test
  void vectorBitsDoNotDependOnThreads() {
    bitsDoNotDependOnThreads(vector());
  }

  private static void bitsDoNotDependOnThreads(Gemm gemm) {
    try (var one = Parallel.of(1);
        var two = Parallel.of(2);
        var three = Parallel.of(3)) {
      for (var each : cases()) {
        if ((long) each.m * each.n * each.k < 100_000) {
          continue; // stays on the caller
        }
        var alone = one.call(() -> each.product(gemm));
        for (var team : List.of(two, three)) {
          var shared = team.call(() -> each.product(gemm));
          if (Arrays.mismatch(alone, shared) >= 0) {
            assertThat(shared).as("%s on %d threads", each, team.threads()).isEqualTo(alone);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void emptySizes(boolean simd) {
    var gemm = simd ? vector() : new Gemm();
    var c = new float[] {1, 2, 3, 4, 5, 6, 7};
    gemm.multiply(false, false, 0, 3, 2, c, 0, 2, c, 0, 3, false, c, 0, 3);
    gemm.multiply(false, false, 3, 0, 2, c, 0, 2, c, 0, 0, false, c, 0, 0);
    gemm.multiply(true, true, 2, 2, 0, new float[0], 0, 2, new float[0], 0, 0, true, c, 1, 3);
    assertThat(c).containsExactly(1, 2, 3, 4, 5, 6, 7);
    gemm.multiply(true, true, 2, 2, 0, new float[0], 0, 2, new float[0], 0, 0, false, c, 1, 3);
    assertThat(c).containsExactly(1, 0, 0, 4, 0, 0, 7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void badWindowsSayWhatWouldFit(boolean simd) {
    var gemm = simd ? vector() : new Gemm();
    var six = new float[6];
    assertThatThrownBy(
            () -> gemm.multiply(false, false, 2, 2, 3, six, 1, 3, six, 0, 2, false, six, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("A of [2, 3] with rows 3 apart covers 1..7 of an array of 6");
    assertThatThrownBy(
            () -> gemm.multiply(false, true, 2, 3, 3, six, 0, 3, six, 0, 3, false, six, 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("B of [3, 3]");
    assertThatThrownBy(
            () -> gemm.multiply(false, false, 2, 2, 3, six, 0, 3, six, 0, 2, false, six, -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("C of [2, 2]");
    assertThatThrownBy(
            () -> gemm.multiply(false, false, 2, 2, 3, six, 0, 2, six, 0, 2, false, six, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the stride must be 3 or more");
    assertThatThrownBy(
            () -> gemm.multiply(false, false, -2, 2, 3, six, 0, 3, six, 0, 2, false, six, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[-2, 3]");
    int huge = Integer.MAX_VALUE;
    assertThatThrownBy(() ->
            gemm.multiply(false, false, huge, 2, 3, six, 0, huge, six, 0, 2, false, six, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
