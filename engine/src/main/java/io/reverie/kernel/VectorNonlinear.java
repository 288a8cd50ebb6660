package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Nonlinear} by SIMD: one loop a kernel, and the definition finishes the last few elements.
 */
final class VectorNonlinear extends Nonlinear {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void elu(
      int n, float scale, float alpha, float rate, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.expm1(v.mul(rate))
          .mul(scale * alpha)
          .blend(v.mul(scale), v.compare(VectorOperators.GT, 0f))
          .intoArray(y, yo + i);
    }
    super.elu(n - i, scale, alpha, rate, x, xo + i, y, yo + i);
  }

  @Override
  public void eluGradient(
      int n,
      float scale,
      float alpha,
      float rate,
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
      sum.add(
              VectorMath.exp(v.mul(rate))
                  .mul(scale * alpha * rate)
                  .blend(scale, v.compare(VectorOperators.GT, 0f))
                  .mul(g))
          .intoArray(dx, dxo + i);
    }
    super.eluGradient(n - i, scale, alpha, rate, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void silu(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.mul(VectorMath.sigmoid(v)).intoArray(y, yo + i);
    }
    super.silu(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void siluGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      FloatVector s = VectorMath.sigmoid(v);
      FloatVector slope = s.neg().add(1f).mul(v).add(1f).mul(s);
      sum.add(g.mul(slope)).intoArray(dx, dxo + i);
    }
    super.siluGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void mish(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector e = VectorMath.exp(v.min(20f));
      FloatVector m = e.mul(e.add(2f));
      m.div(m.add(2f)).mul(v).intoArray(y, yo + i);
    }
    super.mish(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void mishGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      FloatVector e = VectorMath.exp(v.min(20f));
      FloatVector m = e.mul(e.add(2f));
      FloatVector t = m.div(m.add(2f));
      // σ(x) = e / (e + 1): a second exponential would be too much for C2 to inline.
      FloatVector s = e.div(e.add(1f));
      FloatVector slope = t.mul(t).neg().add(1f).mul(s).mul(v).add(t);
      sum.add(g.mul(slope)).intoArray(dx, dxo + i);
    }
    super.mishGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void softplus(int n, float beta, float threshold, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.softplus(v.mul(beta))
          .div(beta)
          .blend(v, v.mul(beta).compare(VectorOperators.GT, threshold))
          .intoArray(y, yo + i);
    }
    super.softplus(n - i, beta, threshold, x, xo + i, y, yo + i);
  }

  @Override
  public void softplusGradient(
      int n,
      float beta,
      float threshold,
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
      sum.add(
              VectorMath.sigmoid(v.mul(beta))
                  .blend(1f, v.mul(beta).compare(VectorOperators.GT, threshold))
                  .mul(g))
          .intoArray(dx, dxo + i);
    }
    super.softplusGradient(n - i, beta, threshold, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void logSigmoid(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.softplus(v.neg()).neg().intoArray(y, yo + i);
    }
    super.logSigmoid(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void logSigmoidGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(VectorMath.sigmoid(v.neg()).mul(g)).intoArray(dx, dxo + i);
    }
    super.logSigmoidGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void gelu(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.erf(v.mul(ROOT_HALF)).add(1f).mul(v.mul(0.5f)).intoArray(y, yo + i);
    }
    super.gelu(n - i, x, xo + i, y, yo + i);
  }

  /**
   * Φ(−|x|) from the same e^−x²/2 as the density, within 10⁻⁷ (Abramowitz &amp; Stegun 7.1.26): a
   * second exponential would be too much for C2 to inline.
   */
  @Override
  public void geluGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      FloatVector b = v.blend(-GELU_FLAT, v.compare(VectorOperators.LT, -GELU_FLAT));
      b = b.blend(GELU_FLAT, v.compare(VectorOperators.GT, GELU_FLAT));
      FloatVector e = VectorMath.exp(b.mul(b).mul(-0.5f));
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector k = one.div(b.abs().mul(0.3275911f * ROOT_HALF).add(1f));
      FloatVector p = FloatVector.broadcast(SPECIES, 1.061405429f);
      p = p.fma(k, FloatVector.broadcast(SPECIES, -1.453152027f));
      p = p.fma(k, FloatVector.broadcast(SPECIES, 1.421413741f));
      p = p.fma(k, FloatVector.broadcast(SPECIES, -0.284496736f));
      p = p.fma(k, FloatVector.broadcast(SPECIES, 0.254829592f));
      FloatVector below = p.mul(k).mul(e).mul(0.5f);
      below = below.blend(one.sub(below), b.compare(VectorOperators.GE, 0f));
      FloatVector slope = e.mul(DENSITY_AT_0).mul(b).add(below);
      sum.add(g.mul(slope)).intoArray(dx, dxo + i);
    }
    super.geluGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void geluTanh(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.mul(VectorMath.sigmoid(v.mul(v).mul(GELU_CUBIC).add(GELU_LINEAR).mul(v)))
          .intoArray(y, yo + i);
    }
    super.geluTanh(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void geluTanhGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      FloatVector b = v.blend(-GELU_FLAT, v.compare(VectorOperators.LT, -GELU_FLAT));
      b = b.blend(GELU_FLAT, v.compare(VectorOperators.GT, GELU_FLAT));
      FloatVector square = b.mul(b).mul(GELU_CUBIC);
      FloatVector s = VectorMath.sigmoid(square.add(GELU_LINEAR).mul(b));
      FloatVector steep = square.mul(3f).add(GELU_LINEAR).mul(b);
      FloatVector slope = s.neg().add(1f).mul(steep).add(1f).mul(s);
      sum.add(g.mul(slope)).intoArray(dx, dxo + i);
    }
    super.geluTanhGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void tanhshrink(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.sub(VectorMath.tanh(v)).intoArray(y, yo + i);
    }
    super.tanhshrink(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void tanhshrinkGradient(
      int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      FloatVector t = VectorMath.tanh(v);
      FloatVector slope = t.mul(t);
      sum.add(g.mul(slope)).intoArray(dx, dxo + i);
    }
    super.tanhshrinkGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void glu(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
      FloatVector.fromArray(SPECIES, a, ao + i).mul(VectorMath.sigmoid(v)).intoArray(y, yo + i);
    }
    super.glu(n - i, a, ao + i, b, bo + i, y, yo + i);
  }

  @Override
  public void gluGradient(
      int n,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] dy,
      int dyo,
      float[] da,
      int dao,
      float[] db,
      int dbo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
      FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector s = VectorMath.sigmoid(v);
      FloatVector left = g.mul(s);
      FloatVector right = s.neg().add(1f).mul(s).mul(u).mul(g);
      FloatVector.fromArray(SPECIES, da, dao + i).add(left).intoArray(da, dao + i);
      FloatVector.fromArray(SPECIES, db, dbo + i).add(right).intoArray(db, dbo + i);
    }
    super.gluGradient(n - i, a, ao + i, b, bo + i, dy, dyo + i, da, dao + i, db, dbo + i);
  }

  @Override
  public void swiGlu(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, a, ao + i);
      v.mul(VectorMath.sigmoid(v))
          .mul(FloatVector.fromArray(SPECIES, b, bo + i))
          .intoArray(y, yo + i);
    }
    super.swiGlu(n - i, a, ao + i, b, bo + i, y, yo + i);
  }

  @Override
  public void swiGluGradient(
      int n,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] dy,
      int dyo,
      float[] da,
      int dao,
      float[] db,
      int dbo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
      FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector s = VectorMath.sigmoid(u);
      FloatVector left = s.neg().add(1f).mul(u).add(1f).mul(s).mul(v).mul(g);
      FloatVector right = u.mul(s).mul(g);
      FloatVector.fromArray(SPECIES, da, dao + i).add(left).intoArray(da, dao + i);
      FloatVector.fromArray(SPECIES, db, dbo + i).add(right).intoArray(db, dbo + i);
    }
    super.swiGluGradient(n - i, a, ao + i, b, bo + i, dy, dyo + i, da, dao + i, db, dbo + i);
  }
}
