package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Cells} by SIMD; the definition finishes the last few neurons.
 *
 * <p>Forward is a few passes over what lies in the first-level cache anyway, since five
 * exponentials in one loop are more than C2 inlines: it would put their vectors on the heap.
 */
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
      Kernels.POINTWISE.tanh(n - i, a, ao + i, a, ao + i);
      System.arraycopy(a, ao + i, h, ho + i, n - i);
      return;
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
    Pointwise each = Kernels.POINTWISE;
    int m = n - from;
    int in = go + from;
    int keep = in + n;
    int fresh = keep + n;
    int out = fresh + n;
    each.sigmoid(m, gates, in, gates, in);
    each.sigmoid(m, gates, keep, gates, keep);
    each.tanh(m, gates, fresh, gates, fresh);
    each.sigmoid(m, gates, out, gates, out);
    each.multiply(m, gates, keep, 1, c, co + from, 1, c, co + from);
    each.addProduct(m, gates, in, gates, fresh, c, co + from);
    each.tanh(m, c, co + from, squashed, so + from);
    each.multiply(m, gates, out, 1, squashed, so + from, 1, h, ho + from);
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
    Pointwise each = Kernels.POINTWISE;
    int length = n - from;
    int reset = go + from;
    int keep = reset + n;
    int fresh = keep + n;
    each.sigmoid(length, gates, reset, gates, reset);
    each.sigmoid(length, gates, keep, gates, keep);
    each.addProduct(length, gates, reset, m, mo + from, gates, fresh);
    each.tanh(length, gates, fresh, gates, fresh);
    // (1 − z)·n + z·h = z·(h − n) + n
    each.subtract(length, h, ho + from, 1, gates, fresh, 1, h, ho + from);
    each.multiply(length, gates, keep, 1, h, ho + from, 1, h, ho + from);
    each.add(length, gates, fresh, 1, h, ho + from, 1, h, ho + from);
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
}
