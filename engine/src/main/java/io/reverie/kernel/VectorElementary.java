package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementary} by SIMD: one loop a kernel, and the definition finishes the last few elements.
 */
final class VectorElementary extends Elementary {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void reciprocal(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(y, yo + i);
    }
    super.reciprocal(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void reciprocalGradient(
      int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(v).mul(v).neg()).intoArray(dx, dxo + i);
    }
    super.reciprocalGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void rsqrt(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector.broadcast(SPECIES, 1f).div(v.sqrt()).intoArray(y, yo + i);
    }
    super.rsqrt(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void rsqrtGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(-0.5f).mul(v).mul(v).mul(v)).intoArray(dx, dxo + i);
    }
    super.rsqrtGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void exp2(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.exp2(v).intoArray(y, yo + i);
    }
    super.exp2(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void exp2Gradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(v).mul(LN_2)).intoArray(dx, dxo + i);
    }
    super.exp2Gradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void expm1(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.expm1(v).intoArray(y, yo + i);
    }
    super.expm1(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void expm1Gradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(v.add(1f))).intoArray(dx, dxo + i);
    }
    super.expm1Gradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void log1p(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.log1p(v).intoArray(y, yo + i);
    }
    super.log1p(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void log1pGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.div(v.add(1f))).intoArray(dx, dxo + i);
    }
    super.log1pGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void log2Gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.div(v.mul(LN_2))).intoArray(dx, dxo + i);
    }
    super.log2Gradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void log10Gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.div(v.mul(LN_10))).intoArray(dx, dxo + i);
    }
    super.log10Gradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void sin(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      if (v.abs().compare(VectorOperators.GT, VectorMath.LARGEST_ANGLE).anyTrue()) {
        super.sin(LANES, x, xo + i, y, yo + i);
      } else {
        VectorMath.sin(v).intoArray(y, yo + i);
      }
    }
    super.sin(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void sinGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      if (v.abs().compare(VectorOperators.GT, VectorMath.LARGEST_ANGLE).anyTrue()) {
        super.sinGradient(LANES, x, xo + i, dy, dyo + i, dx, dxo + i);
      } else {
        sum.add(g.mul(VectorMath.cos(v))).intoArray(dx, dxo + i);
      }
    }
    super.sinGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void cos(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      if (v.abs().compare(VectorOperators.GT, VectorMath.LARGEST_ANGLE).anyTrue()) {
        super.cos(LANES, x, xo + i, y, yo + i);
      } else {
        VectorMath.cos(v).intoArray(y, yo + i);
      }
    }
    super.cos(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void cosGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      if (v.abs().compare(VectorOperators.GT, VectorMath.LARGEST_ANGLE).anyTrue()) {
        super.cosGradient(LANES, x, xo + i, dy, dyo + i, dx, dxo + i);
      } else {
        sum.add(g.mul(VectorMath.sin(v)).neg()).intoArray(dx, dxo + i);
      }
    }
    super.cosGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void tanGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.mul(v.mul(v).add(1f))).intoArray(dx, dxo + i);
    }
    super.tanGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void atanGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(g.div(v.mul(v).add(1f))).intoArray(dx, dxo + i);
    }
    super.atanGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void erf(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.erf(v).intoArray(y, yo + i);
    }
    super.erf(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void erfGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(VectorMath.exp(v.mul(v).neg()).mul(TWO_BY_ROOT_PI).mul(g)).intoArray(dx, dxo + i);
    }
    super.erfGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  /** Whole exponents up to here are multiplied out. */
  private static final int SMALL = 16;

  /** By repeated squaring where the exponent is a small whole number. */
  @Override
  public void power(int n, float exponent, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    if (exponent == (int) exponent && exponent >= 0 && exponent <= SMALL) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector square = FloatVector.fromArray(SPECIES, x, xo + i);
        FloatVector product = FloatVector.broadcast(SPECIES, 1f);
        for (int left = (int) exponent; left > 0; left >>= 1) {
          if ((left & 1) == 1) {
            product = product.mul(square);
          }
          square = square.mul(square);
        }
        product.intoArray(y, yo + i);
      }
    }
    super.power(n - i, exponent, x, xo + i, y, yo + i);
  }

  @Override
  public void powerGradient(
      int n, float exponent, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    if (exponent == (int) exponent && exponent >= 1 && exponent <= SMALL) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector square = FloatVector.fromArray(SPECIES, x, xo + i);
        FloatVector product = FloatVector.broadcast(SPECIES, exponent);
        for (int left = (int) exponent - 1; left > 0; left >>= 1) {
          if ((left & 1) == 1) {
            product = product.mul(square);
          }
          square = square.mul(square);
        }
        FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
        FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
        sum.add(product.mul(g)).intoArray(dx, dxo + i);
      }
    }
    super.powerGradient(n - i, exponent, x, xo + i, dy, dyo + i, dx, dxo + i);
  }
}
