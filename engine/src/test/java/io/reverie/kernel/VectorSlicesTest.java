package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of matrices in slices, against sums in double. */
class VectorSlicesTest {
  @BeforeEach
  void bySimd() {
    assumeTrue(Kernels.simd(), "slices are as wide as vectors");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "5, 2, 16", "6, 3, 17", "7, 4, 1", "12, 5, 33", "48, 7, 64", "13, 9, 3"})
  void sumsAreRight(int m, int vectors, int k) {
    int lanes = VectorTiling.PANEL / (VectorTiling.WIDE ? 4 : 2);
    int n = vectors * lanes;
    int apart = (m + 7) * lanes;
    int slices = (k + lanes - 1) / lanes;
    Random random = new Random(m * 31L + k);
    float[] a = floats(random, 3 + slices * apart);
    float[] b = floats(random, 5 + n * k);
    float[] c = floats(random, 2 + vectors * apart);
    float[] before = c.clone();

    VectorSlices.product(m, n, k, a, 3, b, 5, apart, c, 2);

    for (int j = 0; j < n; j++) {
      for (int i = 0; i < apart / lanes; i++) {
        int at = 2 + j / lanes * apart + i * lanes + j % lanes;
        double wanted = i < m ? sum(i, j, n, k, a, b, apart, lanes) : before[at];
        assertThat(c[at]).as("row %d, column %d", i, j).isCloseTo((float) wanted, within(1e-4f));
      }
    }
  }

  private static double sum(
      int i, int j, int n, int k, float[] a, float[] b, int apart, int lanes) {
    int first = 0;
    int wide = VectorSlices.wide(0, n);
    while (first + wide <= j) {
      first += wide;
      wide = VectorSlices.wide(first, n);
    }
    double sum = 0;
    for (int p = 0; p < k; p++) {
      double left = a[3 + p / lanes * apart + i * lanes + p % lanes];
      sum += left * b[5 + first * k + p * wide + j - first];
    }
    return sum;
  }

  private static float[] floats(Random random, int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = random.nextFloat() * 2 - 1;
    }
    return floats;
  }
}
