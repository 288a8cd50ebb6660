package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Piecewise} by SIMD: one loop a kernel, and the definition finishes the last few elements.
 */
final class VectorPiecewise extends Piecewise {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void leakyRelu(int n, float slope, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.mul(slope).blend(v, v.compare(VectorOperators.GT, 0f)).intoArray(y, yo + i);
    }
    super.leakyRelu(n - i, slope, x, xo + i, y, yo + i);
  }

  @Override
  public void leakyReluGradient(
      int n, float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(slope).blend(g, v.compare(VectorOperators.GT, 0f))).intoArray(dx, dxo + i);
    }
    super.leakyReluGradient(n - i, slope, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void hardSigmoid(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.add(3f).max(0f).min(6f).div(6f).intoArray(y, yo + i);
    }
    super.hardSigmoid(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void hardSigmoidGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(FloatVector.zero(SPECIES).blend(g.div(6f), v.abs().compare(VectorOperators.LT, 3f)))
          .intoArray(dx, dxo + i);
    }
    super.hardSigmoidGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void hardSwish(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.mul(v.add(3f).max(0f).min(6f)).div(6f).intoArray(y, yo + i);
    }
    super.hardSwish(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void hardSwishGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(
              g.mul(v.div(3f).add(0.5f))
                  .blend(g, v.compare(VectorOperators.LT, 3f).not())
                  .blend(0f, v.compare(VectorOperators.LE, -3f)))
          .intoArray(dx, dxo + i);
    }
    super.hardSwishGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void softsign(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.div(v.abs().add(1f)).intoArray(y, yo + i);
    }
    super.softsign(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void softsignGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.div(v.abs().add(1f)).div(v.abs().add(1f))).intoArray(dx, dxo + i);
    }
    super.softsignGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void hardshrink(int n, float lambda, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.blend(0f, v.abs().compare(VectorOperators.LE, lambda)).intoArray(y, yo + i);
    }
    super.hardshrink(n - i, lambda, x, xo + i, y, yo + i);
  }

  @Override
  public void shrinkGradient(
      int n, float lambda, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.blend(0f, v.abs().compare(VectorOperators.LE, lambda))).intoArray(dx, dxo + i);
    }
    super.shrinkGradient(n - i, lambda, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void threshold(int n, float threshold, float value, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.blend(value, v.compare(VectorOperators.LE, threshold)).intoArray(y, yo + i);
    }
    super.threshold(n - i, threshold, value, x, xo + i, y, yo + i);
  }

  @Override
  public void thresholdGradient(
      int n, float threshold, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.blend(0f, v.compare(VectorOperators.LE, threshold))).intoArray(dx, dxo + i);
    }
    super.thresholdGradient(n - i, threshold, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void abs(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.abs().intoArray(y, yo + i);
    }
    super.abs(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void hardTanhGradient(
      int n, float low, float high, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(
              g.blend(
                  0f,
                  v.compare(VectorOperators.GT, low)
                      .and(v.compare(VectorOperators.LT, high))
                      .not()))
          .intoArray(dx, dxo + i);
    }
    super.hardTanhGradient(n - i, low, high, x, xo + i, dy, dyo + i, dx, dxo + i);
  }
}
