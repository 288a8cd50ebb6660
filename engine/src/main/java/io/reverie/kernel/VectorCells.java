package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Cells} by SIMD; the definition finishes the last few neurons. */
final class VectorCells extends Cells {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void rnn(int from, int n, boolean rectify, float[] a, int ao, float[] h, int ho) {
    int i = from;
    if (rectify) {
      for (; i <= n - LANES; i += LANES) {
        FloatVector y = FloatVector.fromArray(SPECIES, a, ao + i).max(0f);
        y.intoArray(a, ao + i);
        y.intoArray(h, ho + i);
      }
    } else {
      for (; i <= n - LANES; i += LANES) {
        FloatVector y = tanh(FloatVector.fromArray(SPECIES, a, ao + i));
        y.intoArray(a, ao + i);
        y.intoArray(h, ho + i);
      }
    }
    super.rnn(i, n, rectify, a, ao, h, ho);
  }

  @Override
  public void lstm(
      int from,
      int n,
      float[] gates,
      int go,
      float[] c,
      int co,
      float[] squashed,
      int so,
      float[] h,
      int ho) {
    int i = from;
    for (; i <= n - LANES; i += LANES) {
      int at = go + i;
      FloatVector in = VectorMath.sigmoid(FloatVector.fromArray(SPECIES, gates, at));
      FloatVector keep = VectorMath.sigmoid(FloatVector.fromArray(SPECIES, gates, at + n));
      FloatVector fresh = tanh(FloatVector.fromArray(SPECIES, gates, at + 2 * n));
      FloatVector out = VectorMath.sigmoid(FloatVector.fromArray(SPECIES, gates, at + 3 * n));
      FloatVector cell = keep.mul(FloatVector.fromArray(SPECIES, c, co + i)).add(in.mul(fresh));
      FloatVector squash = tanh(cell);
      in.intoArray(gates, at);
      keep.intoArray(gates, at + n);
      fresh.intoArray(gates, at + 2 * n);
      out.intoArray(gates, at + 3 * n);
      cell.intoArray(c, co + i);
      squash.intoArray(squashed, so + i);
      out.mul(squash).intoArray(h, ho + i);
    }
    super.lstm(i, n, gates, go, c, co, squashed, so, h, ho);
  }

  @Override
  public void lstmGradient(
      int from,
      int n,
      float[] gates,
      int go,
      float[] c,
      int co,
      float[] squashed,
      int so,
      float[] dh,
      int dho,
      float[] dc,
      int dco) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int i = from;
    for (; i <= n - LANES; i += LANES) {
      int at = go + i;
      FloatVector in = FloatVector.fromArray(SPECIES, gates, at);
      FloatVector keep = FloatVector.fromArray(SPECIES, gates, at + n);
      FloatVector fresh = FloatVector.fromArray(SPECIES, gates, at + 2 * n);
      FloatVector out = FloatVector.fromArray(SPECIES, gates, at + 3 * n);
      FloatVector squash = FloatVector.fromArray(SPECIES, squashed, so + i);
      FloatVector slope = FloatVector.fromArray(SPECIES, dh, dho + i);
      FloatVector through = slope.mul(out).mul(one.sub(squash.mul(squash)));
      FloatVector cell = FloatVector.fromArray(SPECIES, dc, dco + i).add(through);
      FloatVector before = FloatVector.fromArray(SPECIES, c, co + i);
      cell.mul(fresh).mul(in).mul(one.sub(in)).intoArray(gates, at);
      cell.mul(before).mul(keep).mul(one.sub(keep)).intoArray(gates, at + n);
      cell.mul(in).mul(one.sub(fresh.mul(fresh))).intoArray(gates, at + 2 * n);
      slope.mul(squash).mul(out).mul(one.sub(out)).intoArray(gates, at + 3 * n);
      cell.mul(keep).intoArray(dc, dco + i);
      FloatVector.zero(SPECIES).intoArray(dh, dho + i);
    }
    super.lstmGradient(i, n, gates, go, c, co, squashed, so, dh, dho, dc, dco);
  }

  @Override
  public void gru(int from, int n, float[] gates, int go, float[] m, int mo, float[] h, int ho) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int i = from;
    for (; i <= n - LANES; i += LANES) {
      int at = go + i;
      FloatVector reset = VectorMath.sigmoid(FloatVector.fromArray(SPECIES, gates, at));
      FloatVector keep = VectorMath.sigmoid(FloatVector.fromArray(SPECIES, gates, at + n));
      FloatVector memory = reset.mul(FloatVector.fromArray(SPECIES, m, mo + i));
      FloatVector fresh = tanh(FloatVector.fromArray(SPECIES, gates, at + 2 * n).add(memory));
      reset.intoArray(gates, at);
      keep.intoArray(gates, at + n);
      fresh.intoArray(gates, at + 2 * n);
      FloatVector old = keep.mul(FloatVector.fromArray(SPECIES, h, ho + i));
      one.sub(keep).mul(fresh).add(old).intoArray(h, ho + i);
    }
    super.gru(i, n, gates, go, m, mo, h, ho);
  }

  @Override
  public void gruGradient(
      int from,
      int n,
      float[] gates,
      int go,
      float[] m,
      int mo,
      float[] h,
      int ho,
      float[] dh,
      int dho) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int i = from;
    for (; i <= n - LANES; i += LANES) {
      int at = go + i;
      FloatVector reset = FloatVector.fromArray(SPECIES, gates, at);
      FloatVector keep = FloatVector.fromArray(SPECIES, gates, at + n);
      FloatVector fresh = FloatVector.fromArray(SPECIES, gates, at + 2 * n);
      FloatVector slope = FloatVector.fromArray(SPECIES, dh, dho + i);
      FloatVector atFresh = slope.mul(one.sub(keep)).mul(one.sub(fresh.mul(fresh)));
      FloatVector memory = FloatVector.fromArray(SPECIES, m, mo + i);
      FloatVector change = FloatVector.fromArray(SPECIES, h, ho + i).sub(fresh);
      atFresh.mul(memory).mul(reset).mul(one.sub(reset)).intoArray(gates, at);
      slope.mul(change).mul(keep).mul(one.sub(keep)).intoArray(gates, at + n);
      atFresh.intoArray(gates, at + 2 * n);
      atFresh.mul(reset).intoArray(m, mo + i);
      slope.mul(keep).intoArray(dh, dho + i);
    }
    super.gruGradient(i, n, gates, go, m, mo, h, ho, dh, dho);
  }

  /**
   * The hyperbolic tangent (Cephes, Moshier): near 0 an odd polynomial, elsewhere 1 − 2 / (e²ˣ +
   * 1).
   */
  private static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector e = VectorMath.exp(size.add(size)).add(1f);
    FloatVector far = FloatVector.broadcast(SPECIES, 2f).div(e).neg().add(1f);
    FloatVector signed = far.blend(far.neg(), x.compare(VectorOperators.LT, 0f));
    FloatVector z = x.mul(x);
    FloatVector p = FloatVector.broadcast(SPECIES, -5.70498872745e-3f);
    p = p.fma(z, FloatVector.broadcast(SPECIES, 2.06390887954e-2f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, -5.37397155531e-2f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, 1.33314422036e-1f));
    p = p.fma(z, FloatVector.broadcast(SPECIES, -3.33332819422e-1f));
    FloatVector near = x.add(x.mul(z).mul(p));
    return signed.blend(near, size.compare(VectorOperators.LT, 0.625f));
  }
}
