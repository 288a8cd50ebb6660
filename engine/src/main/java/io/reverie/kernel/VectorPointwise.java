package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Pointwise} by SIMD.
 *
 * <p>Each kernel is its own loop over whole vectors, and the definition finishes the last few
 * elements. Loops are written out because a vector that crosses a call which the compiler does not
 * inline is boxed, and the loop then runs ten to seven hundred times slower; {@link VectorMath}
 * holds the few functions that are small enough to be inlined always.
 */
final class VectorPointwise extends Pointwise {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  static String describe() {
    return SPECIES.vectorBitSize() + "-bit vectors";
  }

  @Override
  public void add(int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, ao + i);
        left.add(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector right = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, a, ao + i).add(right).intoArray(y, yo + i);
      }
    } else if (bs == 1 && n >= LANES) {
      FloatVector left = FloatVector.broadcast(SPECIES, a[ao]);
      for (; i <= n - LANES; i += LANES) {
        left.add(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    }
    super.add(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void subtract(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, ao + i);
        left.sub(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector right = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, a, ao + i).sub(right).intoArray(y, yo + i);
      }
    } else if (bs == 1 && n >= LANES) {
      FloatVector left = FloatVector.broadcast(SPECIES, a[ao]);
      for (; i <= n - LANES; i += LANES) {
        left.sub(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    }
    super.subtract(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void multiply(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, ao + i);
        left.mul(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector right = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, a, ao + i).mul(right).intoArray(y, yo + i);
      }
    } else if (bs == 1 && n >= LANES) {
      FloatVector left = FloatVector.broadcast(SPECIES, a[ao]);
      for (; i <= n - LANES; i += LANES) {
        left.mul(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    }
    super.multiply(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void divide(
      int n, float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo) {
    int i = 0;
    if (as == 1 && bs == 1) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, ao + i);
        left.div(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    } else if (as == 1 && n >= LANES) {
      FloatVector right = FloatVector.broadcast(SPECIES, b[bo]);
      for (; i <= n - LANES; i += LANES) {
        FloatVector.fromArray(SPECIES, a, ao + i).div(right).intoArray(y, yo + i);
      }
    } else if (bs == 1 && n >= LANES) {
      FloatVector left = FloatVector.broadcast(SPECIES, a[ao]);
      for (; i <= n - LANES; i += LANES) {
        left.div(FloatVector.fromArray(SPECIES, b, bo + i)).intoArray(y, yo + i);
      }
    }
    super.divide(n - i, a, ao + i * as, as, b, bo + i * bs, bs, y, yo + i);
  }

  @Override
  public void affine(int n, float factor, float shift, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i).mul(factor).add(shift).intoArray(y, yo + i);
    }
    super.affine(n - i, factor, shift, x, xo + i, y, yo + i);
  }

  @Override
  public void addScaled(int n, float factor, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector scaled = FloatVector.fromArray(SPECIES, x, xo + i).mul(factor);
      FloatVector.fromArray(SPECIES, y, yo + i).add(scaled).intoArray(y, yo + i);
    }
    super.addScaled(n - i, factor, x, xo + i, y, yo + i);
  }

  @Override
  public void addSquares(int n, float factor, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yo + i);
      sum.add(value.mul(factor).mul(value)).intoArray(y, yo + i);
    }
    super.addSquares(n - i, factor, x, xo + i, y, yo + i);
  }

  /** How many numbers are added in float before the sum goes on in double. */
  private static final int FLOAT_SUM = 64 * LANES;

  @Override
  public double sum(int n, float[] x, int xo) {
    double sum = 0;
    int i = 0;
    while (i <= n - LANES) {
      int end = Math.min(i + FLOAT_SUM, n);
      FloatVector block = FloatVector.zero(SPECIES);
      for (; i <= end - LANES; i += LANES) {
        block = block.add(FloatVector.fromArray(SPECIES, x, xo + i));
      }
      sum += VectorMath.sumLanes(block);
    }
    return sum + super.sum(n - i, x, xo + i);
  }

  @Override
  public double dot(int n, float[] a, int ao, float[] b, int bo) {
    double sum = 0;
    int i = 0;
    while (i <= n - LANES) {
      int end = Math.min(i + FLOAT_SUM, n);
      FloatVector block = FloatVector.zero(SPECIES);
      for (; i <= end - LANES; i += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, a, ao + i);
        block = left.fma(FloatVector.fromArray(SPECIES, b, bo + i), block);
      }
      sum += VectorMath.sumLanes(block);
    }
    return sum + super.dot(n - i, a, ao + i, b, bo + i);
  }

  @Override
  public void reluGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var passes = FloatVector.fromArray(SPECIES, y, yo + i).compare(VectorOperators.GT, 0f);
      FloatVector arriving = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(arriving, passes).intoArray(dx, dxo + i);
    }
    super.reluGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void relu(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      value.max(0f).intoArray(y, yo + i);
    }
    super.relu(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void exp(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      if (value.abs().compare(VectorOperators.LE, VectorMath.WITHIN).allTrue()) {
        VectorMath.expWithin(value).intoArray(y, yo + i);
      } else {
        expOfAny(x, xo + i, y, yo + i);
      }
    }
    super.exp(n - i, x, xo + i, y, yo + i);
  }

  /** Of one vector, some of whose numbers are large or NaN. */
  private static void expOfAny(float[] x, int xo, float[] y, int yo) {
    VectorMath.exp(FloatVector.fromArray(SPECIES, x, xo)).intoArray(y, yo);
  }

  @Override
  public void log(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.log(value).intoArray(y, yo + i);
    }
    super.log(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void tanh(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.tanh(value).intoArray(y, yo + i);
    }
    super.tanh(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void sqrt(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      value.sqrt().intoArray(y, yo + i);
    }
    super.sqrt(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void square(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      value.mul(value).intoArray(y, yo + i);
    }
    super.square(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void sigmoid(int n, float[] x, int xo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      VectorMath.sigmoid(value).intoArray(y, yo + i);
    }
    super.sigmoid(n - i, x, xo + i, y, yo + i);
  }

  @Override
  public void addProduct(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector left = FloatVector.fromArray(SPECIES, a, ao + i);
      FloatVector product = left.mul(FloatVector.fromArray(SPECIES, b, bo + i));
      FloatVector.fromArray(SPECIES, y, yo + i).add(product).intoArray(y, yo + i);
    }
    super.addProduct(n - i, a, ao + i, b, bo + i, y, yo + i);
  }

  @Override
  public void logGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(slope.div(value)).intoArray(dx, dxo + i);
    }
    super.logGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void sqrtGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(slope.mul(0.5f).div(value)).intoArray(dx, dxo + i);
    }
    super.sqrtGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void squareGradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, x, xo + i);
      FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(slope.mul(value.add(value))).intoArray(dx, dxo + i);
    }
    super.squareGradient(n - i, x, xo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void sigmoidGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(slope.mul(value).mul(value.neg().add(1f))).intoArray(dx, dxo + i);
    }
    super.sigmoidGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }

  @Override
  public void tanhGradient(int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, y, yo + i);
      FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyo + i);
      FloatVector sum = FloatVector.fromArray(SPECIES, dx, dxo + i);
      sum.add(slope.mul(value.mul(value).neg().add(1f))).intoArray(dx, dxo + i);
    }
    super.tanhGradient(n - i, y, yo + i, dy, dyo + i, dx, dxo + i);
  }
}
