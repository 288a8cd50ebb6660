package io.reverie.kernel;

import static io.reverie.kernel.Kernels.ELEMENTARY;
import static io.reverie.kernel.Kernels.NONLINEAR;
import static io.reverie.kernel.Kernels.POINTWISE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Own transcendental functions against {@link StrictMath} over all floats: every sign, exponent,
 * denormal, infinity and NaN, some hundred to each exponent.
 */
class SweepTest {
  /** A function of n elements. */
  private interface Kernel {
    void map(int n, float[] x, int xo, float[] y, int yo);
  }

  private record Sweep(
      String name, double ulps, float largest, Kernel kernel, DoubleUnaryOperator definition) {
    @Override
    public String toString() {
      return name + " within " + ulps + " ulp";
    }
  }

  private static final float ALL = Float.POSITIVE_INFINITY;

  /** Steps between the bits of one number and the next: odd, so that all low bits occur. */
  private static final int STRIDE = 60_013;

  static Stream<Sweep> sweeps() {
    return Stream.of(
        new Sweep("exp", 1, ALL, POINTWISE::exp, StrictMath::exp),
        new Sweep("log", 1, ALL, POINTWISE::log, StrictMath::log),
        new Sweep("tanh", 1.5, ALL, POINTWISE::tanh, StrictMath::tanh),
        new Sweep("sigmoid", 2.5, ALL, POINTWISE::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
        new Sweep("erf", 1, ALL, ELEMENTARY::erf, SweepTest::erf),
        new Sweep("exp2", 1.5, ALL, ELEMENTARY::exp2, x -> StrictMath.pow(2, x)),
        new Sweep("expm1", 1.5, ALL, ELEMENTARY::expm1, StrictMath::expm1),
        new Sweep("log1p", 1.5, ALL, ELEMENTARY::log1p, StrictMath::log1p),
        new Sweep("log10", 1, ALL, ELEMENTARY::log10, StrictMath::log10),
        new Sweep("sin", 1.5, 30_000, ELEMENTARY::sin, StrictMath::sin),
        new Sweep("cos", 1.5, 30_000, ELEMENTARY::cos, StrictMath::cos),
        // Beyond, the plain definition takes over.
        new Sweep("sin of all", 2, ALL, ELEMENTARY::sin, Math::sin),
        new Sweep("cos of all", 2, ALL, ELEMENTARY::cos, Math::cos),
        new Sweep("softplus", 2, ALL, SweepTest::softplus, SweepTest::softplus));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void isWithin(Sweep sweep) {
    int n = 1 << 12;
    float[] x = new float[n];
    float[] y = new float[n];
    for (long bits = 0; bits < 1L << 32; bits += (long) n * STRIDE) {
      for (int i = 0; i < n; i++) {
        float v = Float.intBitsToFloat((int) (bits + (long) i * STRIDE));
        x[i] = Math.abs(v) <= sweep.largest || sweep.largest == ALL ? v : 1;
      }
      x[7] = Float.POSITIVE_INFINITY;
      x[11] = Float.NEGATIVE_INFINITY;
      x[13] = -0f;
      if (sweep.largest < ALL) {
        x[7] = x[11] = 0;
      }
      sweep.kernel.map(n, x, 0, y, 0);
      for (int i = 0; i < n; i++) {
        compare(x[i], y[i], sweep.definition.applyAsDouble(x[i]), sweep.ulps);
      }
    }
  }

  private static void compare(float x, float came, double wanted, double ulps) {
    float rounded = (float) wanted;
    if (Float.compare(came, rounded) != 0) {
      assertThat(Float.isFinite(came) && Float.isFinite(rounded))
          .as("f(%s): came %s, StrictMath has %s", x, came, wanted)
          .isTrue();
      assertThat(Math.abs(came - wanted) / Math.ulp(rounded))
          .as("ulps by which f(%s) = %s misses %s", x, came, wanted)
          .isLessThanOrEqualTo(ulps);
    }
  }

  private static void softplus(int n, float[] x, int xo, float[] y, int yo) {
    NONLINEAR.softplus(n, 1, 30, x, xo, y, yo);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** By the series without cancellation; 1 within a float's precision beyond 6. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double sum = 0;
    double term = x;
    for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      sum += term;
      term *= 2 * x * x / (2 * k + 1);
    }
    return sum == 0 ? x : 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }
}
