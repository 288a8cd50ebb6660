package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** tanh by pieces, closer than {@link SweepTest} looks: all pieces densely, and their borders. */
class VectorTanhTest {
  private static final int LANES = 16;

  /** A prime number of floats from one that is looked at to the next. */
  private static final int STRIDE = 97;

  @Test
  void errsByOneUnitInTheLastPlaceAndIsOdd() {
    assumeTrue(Kernels.simd() && VectorTanh.FITS, "a register holds a table of 16 pieces");
    int last = Float.floatToRawIntBits(12f);
    for (int bits = Float.floatToRawIntBits(0x1p-13f); bits < last; bits += LANES * STRIDE) {
      check(bits, STRIDE);
    }
  }

  @Test
  void piecesMeetAtTheirBorders() {
    assumeTrue(Kernels.simd() && VectorTanh.FITS, "a register holds a table of 16 pieces");
    int last = Float.floatToRawIntBits(16f);
    for (int bits = Float.floatToRawIntBits(0x1p-4f); bits <= last; bits += 1 << 22) {
      check(bits - LANES / 2, 1);
    }
  }

  private static void check(int bits, int stride) {
    float[] x = new float[2 * LANES];
    float[] y = new float[2 * LANES];
    for (int i = 0; i < LANES; i++) {
      x[i] = Float.intBitsToFloat(bits + i * stride);
      x[LANES + i] = -x[i];
    }
    Kernels.POINTWISE.tanh(2 * LANES, x, 0, y, 0);
    for (int i = 0; i < LANES; i++) {
      double wanted = StrictMath.tanh(x[i]);
      double ulps = Math.abs(y[i] - wanted) / Math.ulp((float) wanted);
      if (ulps > 1.02 || y[i] > 1 || y[LANES + i] != -y[i]) {
        assertThat(ulps)
            .as("ulps by which tanh(%s) = %s errs", x[i], y[i])
            .isLessThanOrEqualTo(1.02);
        assertThat(y[i]).as("tanh(%s)", x[i]).isLessThanOrEqualTo(1f);
        assertThat(y[LANES + i]).as("tanh(−%s)", x[i]).isEqualTo(-y[i]);
      }
    }
  }
}
