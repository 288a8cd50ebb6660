package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of whole vectors, small enough that the compiler inlines them into every loop.
 *
 * <p>Own polynomials rather than {@code lanewise(EXP)}: that calls a platform's library, whose last
 * bits differ between platforms, and sums in a fixed tree rather than {@code reduceLanes(ADD)},
 * whose order is not promised and differs between the interpreter and the compiler. With these the
 * same program gives the same bits whatever has been compiled so far.
 */
final class VectorMath {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> ROTATE_8 = rotate(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotate(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotate(2);
  private static final VectorShuffle<Float> ROTATE_1 = rotate(1);

  private static final float LOG2_E = 1.44269504088896341f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding it rounds to a whole number, which then stands in the low bits of the float. */
  private static final float ROUND = 0x1.8p23f;

  private VectorMath() {}

  private static VectorShuffle<Float> rotate(int by) {
    return VectorShuffle.iota(SPECIES, by % LANES, 1, true);
  }

  /** The sum of all lanes, halves first. */
  static float sumLanes(FloatVector v) {
    if (LANES > 8) {
      v = v.add(v.rearrange(ROTATE_8));
    }
    if (LANES > 4) {
      v = v.add(v.rearrange(ROTATE_4));
    }
    if (LANES > 2) {
      v = v.add(v.rearrange(ROTATE_2));
    }
    return v.add(v.rearrange(ROTATE_1)).lane(0);
  }

  /**
   * eˣ. x = n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ by a polynomial (Cephes, Moshier), then 2ⁿ is
   * multiplied in two halves so that results below 2⁻¹²⁶ are rounded once, not flushed.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-104f).min(89f);
    FloatVector shifted = clamped.mul(LOG2_E).add(ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.mul(-LN2_HIGH).add(clamped);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    IntVector whole = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
    IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
    FloatVector low = power(half);
    FloatVector high = power(whole.sub(half));
    return p.mul(low).mul(high);
  }

  /** 2ⁿ for −126 ≤ n ≤ 127, by writing n into the exponent's bits. */
  private static FloatVector power(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  /** 1 / (1 + e⁻ˣ). */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    return one.div(exp(x.neg()).add(1f));
  }
}
