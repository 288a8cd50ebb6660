package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link VectorOuter} against sums in double, where it pays and where not; A ends with its array.
 */
class VectorOuterTest {
  @BeforeEach
  void vectorsAreThere() {
    assumeTrue(Kernels.simd());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0",
    "48, 64, 96, 0",
    "48, 65, 96, 1",
    "50, 64, 97, 0",
    "96, 80, 130, 3",
    "97, 577, 100, 0",
    "131, 70, 1030, 2",
    "100, 40, 96, 0"
  })
  void sumsAreRight(int m, int n, int k, int apart) {
    for (boolean add : new boolean[] {false, true}) {
      Random random = new Random(m + n);
      int lda = m + apart;
      int ldb = n + apart;
      int ldc = n + apart;
      float[] a = floats(random, 7 + (k - 1) * lda + m);
      float[] b = floats(random, 5 + (k - 1) * ldb + n);
      float[] c = floats(random, 3 + m * ldc);
      float[] before = c.clone();
      float[] alone = c.clone();
      VectorOuter.product(m, n, k, a, 7, lda, b, 5, ldb, add, c, 3, ldc);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < ldc; j++) {
          int place = 3 + i * ldc + j;
          double sum = add || j >= n ? before[place] : 0;
          for (int p = 0; p < k && j < n; p++) {
            sum += (double) a[7 + p * lda + i] * b[5 + p * ldb + j];
          }
          assertThat(c[place]).as("row %d, column %d", i, j).isCloseTo((float) sum, within(1e-3f));
        }
      }
      try (Parallel one = Parallel.of(1)) {
        one.run(() -> VectorOuter.product(m, n, k, a, 7, lda, b, 5, ldb, add, alone, 3, ldc));
      }
      assertThat(alone).isEqualTo(c);
    }
  }

  private static float[] floats(Random random, int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
