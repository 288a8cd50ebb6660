package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Surrogates} by SIMD: one loop a kernel, and the definition finishes the last few elements.
 */
final class VectorSurrogates extends Surrogates {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void sigmoid(
      int n, float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      FloatVector s = VectorMath.sigmoid(v.mul(slope));
      FloatVector steep = s.mul(s.neg().add(1f)).mul(slope);
      sum.add(g.mul(steep)).intoArray(dx, dxo + i);
    }
    super.sigmoid(n - i, slope, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void fastSigmoid(
      int n, float slope, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.div(v.abs().mul(slope).add(1f)).div(v.abs().mul(slope).add(1f)))
          .intoArray(dx, dxo + i);
    }
    super.fastSigmoid(n - i, slope, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void arctan(
      int n, float alpha, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(alpha / 2).div(v.mul(HALF_PI * alpha).mul(v.mul(HALF_PI * alpha)).add(1f)))
          .intoArray(dx, dxo + i);
    }
    super.arctan(n - i, alpha, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void triangle(
      int n,
      float height,
      float width,
      float[] x,
      int xo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(v.abs().div(width).neg().add(1f).max(0f).mul(height).mul(g)).intoArray(dx, dxo + i);
    }
    super.triangle(n - i, height, width, x, xo + i, dy, dyo + i, dx, dxo + i);
  }
}
