package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Selection} by SIMD: one loop a kernel, and the definition finishes the last few elements.
 */
final class VectorSelection extends Selection {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void maximum(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        u.max(v).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector v = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        u.max(v).intoArray(y, yo + i);
      }
    }
    super.maximum(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void minimum(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        u.min(v).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector v = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        u.min(v).intoArray(y, yo + i);
      }
    }
    super.minimum(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void passLarger(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
        g.blend(g.mul(0.5f), u.compare(VectorOperators.EQ, v))
            .blend(0f, u.lt(v))
            .intoArray(t, to + i);
      }
    }
    super.passLarger(n - i, dy, dyo + i, a, ao + i * as, as, b, bo + i * bs, bs, t, to + i);
  }

  @Override
  public void passLess(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
        g.blend(0f, u.lt(v).not()).intoArray(t, to + i);
      }
    }
    super.passLess(n - i, dy, dyo + i, a, ao + i * as, as, b, bo + i * bs, bs, t, to + i);
  }

  @Override
  public void passLessOrEqual(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
        g.blend(0f, u.compare(VectorOperators.LE, v).not()).intoArray(t, to + i);
      }
    }
    super.passLessOrEqual(n - i, dy, dyo + i, a, ao + i * as, as, b, bo + i * bs, bs, t, to + i);
  }

  @Override
  public void clamp(int n, float low, float high, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      v.max(low).min(high).intoArray(y, yo + i);
    }
    super.clamp(n - i, low, high, x, xo + i, y, yo + i);
  }

  @Override
  public void clampGradient(
      int n, float low, float high, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(
              g.blend(
                  0f,
                  v.compare(VectorOperators.GE, low)
                      .and(v.compare(VectorOperators.LE, high))
                      .not()))
          .intoArray(dx, dxo + i);
    }
    super.clampGradient(n - i, low, high, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void equal(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.EQ, v)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector v = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.EQ, v)).intoArray(y, yo + i);
      }
    }
    super.equal(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void differ(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.NE, v)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector v = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.NE, v)).intoArray(y, yo + i);
      }
    }
    super.differ(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void less(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.LT, v)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector v = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.LT, v)).intoArray(y, yo + i);
      }
    }
    super.less(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void lessOrEqual(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector v = FloatVector.fromArray(SPECIES, b, bo + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.LE, v)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector v = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, a, ao + i);
        FloatVector.zero(SPECIES).blend(1f, u.compare(VectorOperators.LE, v)).intoArray(y, yo + i);
      }
    }
    super.lessOrEqual(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void step(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector.zero(SPECIES).blend(1f, v.compare(VectorOperators.GE, 0f)).intoArray(y, yo + i);
    }
    super.step(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void put(
      int n,
      boolean wanted,
      float[] mask,
      int mo,
      int ms,
      float[] x,
      int xo,
      int xs,
      float[] y,
      int yo) {
    int i = 0;
    if (ms == 1 && xs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector m = FloatVector.fromArray(SPECIES, mask, mo + i);
        VectorMask<Float> zero = m.compare(VectorOperators.EQ, 0f);
        FloatVector old = FloatVector.fromArray(SPECIES, y, yo + i);
        FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
        old.blend(v, wanted ? zero.not() : zero).intoArray(y, yo + i);
      }
    }
    super.put(n - i, wanted, mask, mo + i * ms, ms, x, xo + i * xs, xs, y, yo + i);
  }

  @Override
  public void pass(
      int n, boolean wanted, float[] mask, int mo, int ms, float[] dy, int dyo, float[] t, int to) {
    int i = 0;
    if (ms == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector m = FloatVector.fromArray(SPECIES, mask, mo + i);
        VectorMask<Float> zero = m.compare(VectorOperators.EQ, 0f);
        FloatVector g = FloatVector.fromArray(SPECIES, dy, dyo + i);
        g.blend(0f, wanted ? zero : zero.not()).intoArray(t, to + i);
      }
    }
    super.pass(n - i, wanted, mask, mo + i * ms, ms, dy, dyo + i, t, to + i);
  }
}
