package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
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
 *
 * <p>Functions call others early and stay below 325 bytecodes, which is what C2 inlines. Beyond
 * some 18,000 nodes, or two exponentials, it inlines no more of our own methods into a loop, only
 * the JDK's: a small function at the end of a large one would be a call. So shared lines are
 * written out.
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

  /** The sign of a float, as bits. */
  private static final int SIGN = 0x80000000;

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

  /** The largest of all lanes; NaN only where all are. */
  static float maxLanes(FloatVector v) {
    FloatVector w = v.rearrange(ROTATE_8);
    v = v.blend(w, w.compare(VectorOperators.GT, v));
    w = v.rearrange(ROTATE_4);
    v = v.blend(w, w.compare(VectorOperators.GT, v));
    w = v.rearrange(ROTATE_2);
    v = v.blend(w, w.compare(VectorOperators.GT, v));
    w = v.rearrange(ROTATE_1);
    return v.blend(w, w.compare(VectorOperators.GT, v)).lane(0);
  }

  /**
   * eˣ. x = n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ by a polynomial (Cephes, Moshier), then 2ⁿ is
   * multiplied in two halves so that results below 2⁻¹²⁶ are rounded once, not flushed. Compare and
   * blend rather than {@code max} and {@code min}, which take thrice as long, for the sake of −0.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.blend(-104f, x.compare(VectorOperators.LT, -104f));
    clamped = clamped.blend(89f, x.compare(VectorOperators.GT, 89f));
    FloatVector shifted =
        clamped.fma(
            FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND + 254));
    FloatVector n = shifted.sub(ROUND + 254);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), clamped);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r, one).fma(r, one);
    // The low bits are n + 254, the exponents of both halves; those above are shifted out.
    IntVector whole = shifted.reinterpretAsInts();
    IntVector half = whole.lanewise(VectorOperators.LSHR, 1);
    IntVector low = half.lanewise(VectorOperators.LSHL, 23);
    IntVector high = whole.sub(half).lanewise(VectorOperators.LSHL, 23);
    return p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
  }

  /** How large x may be for {@link #expWithin}: eˣ is then neither infinite nor a denormal. */
  static final float WITHIN = 87f;

  /** eˣ for |x| up to {@link #WITHIN}: the same bits as {@link #exp}, by fewer steps. */
  static FloatVector expWithin(FloatVector x) {
    FloatVector shifted =
        x.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r, one).fma(r, one);
    // The low bits are n, with its sign: it is added to the exponent.
    IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return p.reinterpretAsInts().add(power).reinterpretAsFloats();
  }

  /**
   * eˣ for x that softmax makes, not above 88: as {@link #exp}, but 0 below −87, where what it is
   * added to does not notice.
   */
  static FloatVector expBelow(FloatVector x) {
    FloatVector shifted =
        x.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND + 127));
    FloatVector n = shifted.sub(ROUND + 127);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r, one).fma(r, one);
    // The low bits are n + 127, the exponent of 2ⁿ; those above them are shifted out.
    IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    FloatVector y = p.mul(power.reinterpretAsFloats());
    return y.blend(0f, x.compare(VectorOperators.LT, -87f));
  }

  /** 2ˣ: as {@link #exp}, with nothing lost in the reduction. */
  static FloatVector exp2(FloatVector x) {
    FloatVector clamped = x.max(-151f).min(129f);
    FloatVector shifted = clamped.add(ROUND);
    FloatVector r = clamped.sub(shifted.sub(ROUND)).mul((float) Math.log(2));
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    IntVector whole = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
    IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
    IntVector low = half.add(127).lanewise(VectorOperators.LSHL, 23);
    IntVector high = whole.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
    return p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
  }

  /**
   * eˣ − 1 without loss near 0: with x = n·ln 2 + r it is 2ⁿ·(eʳ − 1) + (2ⁿ − 1), computed at half
   * the size, because 2¹²⁸ is no float.
   */
  static FloatVector expm1(FloatVector x) {
    FloatVector clamped = x.max(-20f).min(89f);
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
    p = p.fma(r.mul(r), r);
    IntVector whole = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
    FloatVector half = whole.add(126).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    FloatVector y = p.fma(half, half.sub(0.5f));
    // Also keeps the sign of zero and the last bit of the smallest numbers.
    return y.add(y).blend(x, x.abs().compare(VectorOperators.LT, 0x1p-30f));
  }

  /** 1 / (1 + e⁻ˣ), from e^−|x| so that the smallest values keep all their digits. */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    return one.blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(1f));
  }

  /**
   * tanh x: by pieces where a register holds a table of them ({@link VectorTanh}), else a
   * polynomial below 0.625 (Cephes) and 1 − 2e / (1 + e) with e = e^−2|x| beyond.
   */
  static FloatVector tanh(FloatVector x) {
    if (VectorTanh.FITS) {
      return VectorTanh.tanh(x);
    }
    FloatVector size = x.abs();
    FloatVector e = expBelow(size.mul(-2f));
    FloatVector s = size.mul(size);
    FloatVector p = FloatVector.broadcast(SPECIES, -5.70498872745e-3f);
    p = p.fma(s, FloatVector.broadcast(SPECIES, 2.06390887954e-2f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, -5.37397155531e-2f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, 1.33314422036e-1f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, -3.33332819422e-1f));
    FloatVector near = p.mul(s).fma(size, size);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector far = one.sub(e.add(e).div(e.add(one)));
    FloatVector y = near.blend(far, size.compare(VectorOperators.GE, 0.625f));
    return y.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
  }

  /**
   * ln x. x = 2ⁿ·m with √½ ≤ m &lt; √2, and ln m by a polynomial (Cephes, Moshier); −∞ at 0, NaN
   * below.
   */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p23f), tiny).reinterpretAsInts();
    IntVector whole =
        bits.sub(Float.floatToRawIntBits((float) Math.sqrt(0.5)))
            .lanewise(VectorOperators.ASHR, 23);
    FloatVector m =
        bits.sub(whole.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector n = whole.add(Float.floatToRawIntBits(ROUND)).reinterpretAsFloats().sub(ROUND);
    n = n.blend(n.sub(23f), tiny);
    FloatVector p = logTail(m).mul(m.mul(m)).mul(m);
    p = n.fma(FloatVector.broadcast(SPECIES, LN2_LOW), p);
    p = m.mul(-0.5f).fma(m, p).add(m);
    FloatVector y = n.fma(FloatVector.broadcast(SPECIES, LN2_HIGH), p);
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    y = y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
    return y.blend(x, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY).not());
  }

  /** (ln(1 + m) − m + m²/2) / m³ for √½ ≤ 1 + m &lt; √2. */
  private static FloatVector logTail(FloatVector m) {
    FloatVector p = FloatVector.broadcast(SPECIES, 7.0376836292e-2f);
    p = p.fma(m, FloatVector.broadcast(SPECIES, -1.1514610310e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 1.1676998740e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, -1.2420140846e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 1.4249322787e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, -1.6668057665e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 2.0000714765e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, -2.4999993993e-1f));
    return p.fma(m, FloatVector.broadcast(SPECIES, 3.3333331174e-1f));
  }

  /** ln(1 + x): ln u with u = 1 + x rounded, and (x − (u − 1)) / u for what the rounding lost. */
  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1f);
    FloatVector lost = x.sub(u.sub(1f)).div(u);
    VectorMask<Float> all = u.abs().compare(VectorOperators.LT, Float.POSITIVE_INFINITY);
    FloatVector y = log(u);
    y = y.blend(y.add(lost), all.and(u.compare(VectorOperators.NE, 0f)));
    return y.blend(x, x.abs().compare(VectorOperators.LT, 0x1p-30f));
  }

  /**
   * ln(1 + eˣ) = max(x, 0) + ln(1 + e) with e = e^−|x|. As e is at most 1, its logarithm needs no
   * exponent: ln(1 + m) by the polynomial of {@link #log} with m = e up to √2 − 1, and with m = (e
   * − 1) / 2, plus ln 2, beyond.
   */
  static FloatVector softplus(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    VectorMask<Float> far = e.compare(VectorOperators.GT, 0.41421357f);
    FloatVector m = e.blend(e.sub(1f).mul(0.5f), far);
    FloatVector p = FloatVector.broadcast(SPECIES, 7.0376836292e-2f);
    p = p.fma(m, FloatVector.broadcast(SPECIES, -1.1514610310e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 1.1676998740e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, -1.2420140846e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 1.4249322787e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, -1.6668057665e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 2.0000714765e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, -2.4999993993e-1f));
    p = p.fma(m, FloatVector.broadcast(SPECIES, 3.3333331174e-1f));
    p = p.mul(m.mul(m)).mul(m);
    FloatVector y = m.mul(-0.5f).fma(m, p).add(m);
    return x.max(0f).add(y.blend(y.add((float) Math.log(2)), far));
  }

  /** erf x: a polynomial up to 0.93, 1 − e^q(x) beyond (after N. Juffa's erff). */
  static FloatVector erf(FloatVector x) {
    FloatVector t = x.abs();
    t = t.blend(4f, t.compare(VectorOperators.GT, 4f));
    FloatVector s = t.mul(t);
    FloatVector q = FloatVector.broadcast(SPECIES, -1.72853470e-5f);
    q = q.fma(t, FloatVector.broadcast(SPECIES, 3.83197126e-4f));
    FloatVector u = FloatVector.broadcast(SPECIES, -3.88396438e-3f);
    u = u.fma(t, FloatVector.broadcast(SPECIES, 2.42546219e-2f));
    q = q.fma(s, u);
    q = q.fma(t, FloatVector.broadcast(SPECIES, -1.06777877e-1f));
    q = q.fma(t, FloatVector.broadcast(SPECIES, -6.34846687e-1f));
    q = q.fma(t, FloatVector.broadcast(SPECIES, -1.28717512e-1f));
    FloatVector far = exp(q.fma(t, t.neg())).neg().add(1f);
    FloatVector p = FloatVector.broadcast(SPECIES, -5.96761703e-4f);
    p = p.fma(s, FloatVector.broadcast(SPECIES, 4.99119423e-3f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, -2.67681349e-2f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, 1.12819925e-1f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, -3.76125336e-1f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, 1.28379166e-1f));
    FloatVector near = p.fma(t, t);
    FloatVector y = near.blend(far, t.compare(VectorOperators.GT, 0.927734375f));
    return y.reinterpretAsInts().or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
  }

  /** The largest size of an angle for which {@link #sin} and {@link #cos} reduce it well. */
  static final float LARGEST_ANGLE = 30_000f;

  /** sin x for |x| up to {@link #LARGEST_ANGLE}. */
  static FloatVector sin(FloatVector x) {
    return sinOfQuarters(x, 0);
  }

  /** cos x for |x| up to {@link #LARGEST_ANGLE}. */
  static FloatVector cos(FloatVector x) {
    return sinOfQuarters(x, 1);
  }

  /**
   * sin(x + quarters·π/2). x = n·π/2 + r, with π/2 in three parts (Cody &amp; Waite), then the
   * polynomial of the quarter (after N. Juffa's sinf).
   */
  private static FloatVector sinOfQuarters(FloatVector x, int quarters) {
    FloatVector shifted = x.mul((float) (2 / Math.PI)).add(ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -0x1.921fb0p0f), x);
    r = n.fma(FloatVector.broadcast(SPECIES, -0x1.5110b4p-22f), r);
    r = n.fma(FloatVector.broadcast(SPECIES, -0x1.846988p-48f), r);
    FloatVector s = r.mul(r);
    FloatVector p = FloatVector.broadcast(SPECIES, 2.86567956e-6f);
    p = p.fma(s, FloatVector.broadcast(SPECIES, -1.98559923e-4f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, 8.33338592e-3f));
    p = p.fma(s, FloatVector.broadcast(SPECIES, -1.66666672e-1f));
    FloatVector sine = p.mul(s).fma(r, r);
    FloatVector c = FloatVector.broadcast(SPECIES, 2.44677067e-5f);
    c = c.fma(s, FloatVector.broadcast(SPECIES, -1.38877297e-3f));
    c = c.fma(s, FloatVector.broadcast(SPECIES, 4.16666567e-2f));
    c = c.fma(s, FloatVector.broadcast(SPECIES, -0.5f));
    FloatVector cosine = c.fma(s, FloatVector.broadcast(SPECIES, 1f));
    IntVector quarter = shifted.reinterpretAsInts().add(quarters);
    VectorMask<Float> odd = quarter.and(1).compare(VectorOperators.NE, 0).cast(SPECIES);
    IntVector sign = quarter.and(2).lanewise(VectorOperators.LSHL, 30);
    IntVector size = sine.blend(cosine, odd).reinterpretAsInts();
    return size.lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
  }
}
