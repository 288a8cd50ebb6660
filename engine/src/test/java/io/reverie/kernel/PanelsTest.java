package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products with a matrix laid out beforehand, against sums in double. */
class PanelsTest {
  private static final Panels[] FORMS = {new Panels(), Kernels.PANELS};

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 64, 3",
    "2, 65, 17",
    "5, 7, 40",
    "6, 63, 9",
    "7, 130, 64",
    "16, 200, 33",
    "17, 16, 129",
    "13, 150, 513"
  })
  void sumsAreRight(int m, int n, int k) {
    for (Panels form : FORMS) {
      for (boolean trans : new boolean[] {false, true}) {
        for (boolean add : new boolean[] {false, true}) {
          check(form, trans, add, m, n, k);
        }
      }
    }
  }

  private static void check(Panels form, boolean trans, boolean add, int m, int n, int k) {
    Random random = new Random(m * 31L + n);
    int lda = k + 3;
    int ldb = (trans ? k : n) + 2;
    int ldc = n + 5;
    float[] a = floats(random, 4 + (m - 1) * lda + k);
    float[] b = floats(random, 1 + ((trans ? n : k) - 1) * ldb + (trans ? k : n));
    float[] c = floats(random, 2 + m * ldc);
    float[] before = c.clone();
    int at = Panels.START + 16;
    float[] panels = form.memory(Scratch.STATES, 16 + form.size(k, n));
    for (int j = 0; j < n; j += Panels.COLUMNS) {
      form.lay(j, Math.min(n, j + Panels.COLUMNS), trans, n, k, b, 1, ldb, panels, at);
    }
    form.multiply(0, n, m, n, k, a, 4, lda, panels, at, add, c, 2, ldc);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < ldc; j++) {
        int place = 2 + i * ldc + j;
        double sum = add || j >= n ? before[place] : 0;
        for (int p = 0; p < k && j < n; p++) {
          sum += (double) a[4 + i * lda + p] * b[1 + (trans ? j * ldb + p : p * ldb + j)];
        }
        assertThat(c[place]).as("row %d, column %d", i, j).isCloseTo((float) sum, within(1e-4f));
      }
    }
    piecesGiveTheSameBits(form, m, n, k, a, lda, panels, at, add, before, c, ldc);
  }

  /** Rows and ranges of columns one by one. */
  private static void piecesGiveTheSameBits(
      Panels form,
      int m,
      int n,
      int k,
      float[] a,
      int lda,
      float[] panels,
      int at,
      boolean add,
      float[] pieces,
      float[] whole,
      int ldc) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j += Panels.COLUMNS) {
        int end = Math.min(n, j + Panels.COLUMNS);
        int row = 4 + i * lda;
        form.multiply(j, end, 1, n, k, a, row, lda, panels, at, add, pieces, 2 + i * ldc, ldc);
      }
    }
    assertThat(pieces).isEqualTo(whole);
  }

  private static float[] floats(Random random, int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
