package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** How good the SIMD exponential is. */
class ExpTest {
  private static final int PIECE = 1 << 16;
  private static final int POINTS = 64 * PIECE;

  @BeforeAll
  static void needsTheVectorModule() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @Test
  void isWithinTwoUlps(TestReporter reporter) {
    double worst = 0;
    float where = 0;
    float[] x = new float[PIECE];
    float[] y = new float[PIECE];
    for (int point = 0; point < POINTS; point += PIECE) {
      for (int i = 0; i < PIECE; i++) {
        x[i] = (float) (-104 + (point + i) * (193.0 / POINTS));
      }
      new VectorPointwise().exp(PIECE, x, 0, y, 0);
      for (int i = 0; i < PIECE; i++) {
        double error = ulps(StrictMath.exp(x[i]), y[i]);
        if (error > worst) {
          worst = error;
          where = x[i];
        }
      }
    }
    reporter.publishEntry("largest error of exp", "%.3f ulp, at %s".formatted(worst, where));
    assertThat(worst).as("at %s", where).isLessThanOrEqualTo(2);
  }

  /** The distance of y from the exact result, in units of the float next to that. */
  private static double ulps(double exact, float y) {
    if (exact > Float.MAX_VALUE) {
      // Beyond the largest float: infinite is right, the largest float is the nearest below.
      return y == Float.POSITIVE_INFINITY || y == Float.MAX_VALUE ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(y - exact) / Math.ulp((float) exact);
  }

  @Test
  void knowsTheEdges() {
    float[] x = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      89f,
      1e30f,
      Float.MAX_VALUE,
      -105f,
      -1e30f,
      -Float.MAX_VALUE,
      Float.MIN_VALUE,
      -Float.MIN_VALUE
    };
    float infinite = Float.POSITIVE_INFINITY;
    float[] expected = {
      Float.NaN, infinite, 0f, 1f, 1f, infinite, infinite, infinite, 0f, 0f, 0f, 1f, 1f
    };
    for (int edge = 0; edge < x.length; edge++) {
      float[] in = new float[32];
      float[] out = new float[32];
      java.util.Arrays.fill(in, x[edge]);
      new VectorPointwise().exp(32, in, 0, out, 0);
      assertThat(out).as("exp of %s", x[edge]).containsOnly(expected[edge]);
    }
  }

  /** Neighbours decide whether the short form or the other is taken: it must not show. */
  @Test
  void isTheSameBesideLargeNumbers() {
    float[] x = new float[PIECE];
    float[] beside = new float[PIECE];
    float[] y = new float[PIECE];
    float[] z = new float[PIECE];
    for (int i = 0; i < PIECE; i++) {
      x[i] = (float) (-87 + i * (174.0 / PIECE));
      beside[i] = i % 2 == 0 ? x[i] : i % 3 == 0 ? Float.NaN : 200;
    }
    new VectorPointwise().exp(PIECE, x, 0, y, 0);
    new VectorPointwise().exp(PIECE, beside, 0, z, 0);
    for (int i = 0; i < PIECE; i += 2) {
      assertThat(z[i]).as("exp of %s", x[i]).isEqualTo(y[i]);
    }
  }

  @Test
  void smallResultsAreRoundedNotFlushed() {
    float[] in = new float[32];
    float[] out = new float[32];
    java.util.Arrays.fill(in, -100f);
    new VectorPointwise().exp(32, in, 0, out, 0);
    assertThat(out).containsOnly((float) StrictMath.exp(-100));
    assertThat(out[0]).isPositive().isLessThan(Float.MIN_NORMAL);
  }
}
