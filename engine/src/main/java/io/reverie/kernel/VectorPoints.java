package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * From pixels and taps to values of polynomials at six points and back, along one line: the
 * matrices of {@link VectorWinograd}.
 *
 * <p>Each lane is a channel, so a step is a sum of rows of numbers times constants. Rows are {@code
 * step} apart, those they become {@code stepTo}; and so {@code count} times, each {@code next}, and
 * {@code nextTo}, further on.
 */
final class VectorPoints {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** The points, and what comes of them. */
  private static final float P = 0.75f;

  private static final float Q = 1.5f;
  private static final float PP = P * P;
  private static final float QQ = Q * Q;
  private static final float PPQQ = PP * QQ;
  private static final float PP_QQ = PP + QQ;
  private static final float G0 = 1 / PPQQ;
  private static final float GP = 1 / (2 * PP * (PP - QQ));
  private static final float GQ = 1 / (2 * QQ * (QQ - PP));

  private VectorPoints() {}

  /** Bᵀ: values of six rows of n pixels. */
  static void b(
      int count,
      int n,
      float[] from,
      int fo,
      int step,
      int next,
      float[] to,
      int at,
      int stepTo,
      int nextTo) {
    for (int t = 0; t < count; t++) {
      int f0 = fo + t * next;
      int f1 = f0 + step;
      int f2 = f1 + step;
      int f3 = f2 + step;
      int f4 = f3 + step;
      int f5 = f4 + step;
      int t0 = at + t * nextTo;
      int t1 = t0 + stepTo;
      int t2 = t1 + stepTo;
      int t3 = t2 + stepTo;
      int t4 = t3 + stepTo;
      int t5 = t4 + stepTo;
      for (int i = 0; i < n; i += L) {
        var d1 = FloatVector.fromArray(S, from, f1 + i);
        var d2 = FloatVector.fromArray(S, from, f2 + i);
        var d3 = FloatVector.fromArray(S, from, f3 + i);
        var d4 = FloatVector.fromArray(S, from, f4 + i);
        var far = d2.fma(broadcast(-PP_QQ), d4);
        FloatVector.fromArray(S, from, f0 + i).fma(broadcast(PPQQ), far).intoArray(to, t0 + i);
        var even = d2.fma(broadcast(-QQ), d4);
        var odd = d1.fma(broadcast(-QQ), d3);
        odd.fma(broadcast(P), even).intoArray(to, t1 + i);
        odd.fma(broadcast(-P), even).intoArray(to, t2 + i);
        even = d2.fma(broadcast(-PP), d4);
        odd = d1.fma(broadcast(-PP), d3);
        odd.fma(broadcast(Q), even).intoArray(to, t3 + i);
        odd.fma(broadcast(-Q), even).intoArray(to, t4 + i);
        far = d3.fma(broadcast(-PP_QQ), FloatVector.fromArray(S, from, f5 + i));
        d1.fma(broadcast(PPQQ), far).intoArray(to, t5 + i);
      }
    }
  }

  /** Aᵀ: four rows of places from six of values. */
  static void a(
      int count,
      int n,
      float[] from,
      int fo,
      int step,
      int next,
      float[] to,
      int at,
      int stepTo,
      int nextTo) {
    for (int t = 0; t < count; t++) {
      int f0 = fo + t * next;
      int f1 = f0 + step;
      int f2 = f1 + step;
      int f3 = f2 + step;
      int f4 = f3 + step;
      int f5 = f4 + step;
      int t0 = at + t * nextTo;
      int t1 = t0 + stepTo;
      int t2 = t1 + stepTo;
      int t3 = t2 + stepTo;
      for (int i = 0; i < n; i += L) {
        var m1 = FloatVector.fromArray(S, from, f1 + i);
        var m2 = FloatVector.fromArray(S, from, f2 + i);
        var m3 = FloatVector.fromArray(S, from, f3 + i);
        var m4 = FloatVector.fromArray(S, from, f4 + i);
        var p = m1.add(m2);
        var q = m3.add(m4);
        FloatVector.fromArray(S, from, f0 + i).add(p).add(q).intoArray(to, t0 + i);
        p.mul(PP).add(q.mul(QQ)).intoArray(to, t2 + i);
        p = m1.sub(m2);
        q = m3.sub(m4);
        p.mul(P).add(q.mul(Q)).intoArray(to, t1 + i);
        var far = p.fma(broadcast(P * PP), FloatVector.fromArray(S, from, f5 + i));
        q.fma(broadcast(Q * QQ), far).intoArray(to, t3 + i);
      }
    }
  }

  /** A: values from four rows of slopes. */
  static void aBack(
      int count,
      int n,
      float[] from,
      int fo,
      int step,
      int next,
      float[] to,
      int at,
      int stepTo,
      int nextTo) {
    for (int t = 0; t < count; t++) {
      int f0 = fo + t * next;
      int f1 = f0 + step;
      int f2 = f1 + step;
      int f3 = f2 + step;
      int t0 = at + t * nextTo;
      int t1 = t0 + stepTo;
      int t2 = t1 + stepTo;
      int t3 = t2 + stepTo;
      int t4 = t3 + stepTo;
      int t5 = t4 + stepTo;
      for (int i = 0; i < n; i += L) {
        var s0 = FloatVector.fromArray(S, from, f0 + i);
        var s1 = FloatVector.fromArray(S, from, f1 + i);
        var s2 = FloatVector.fromArray(S, from, f2 + i);
        var s3 = FloatVector.fromArray(S, from, f3 + i);
        s0.intoArray(to, t0 + i);
        var even = s2.fma(broadcast(PP), s0);
        var odd = s3.fma(broadcast(PP), s1);
        odd.fma(broadcast(P), even).intoArray(to, t1 + i);
        odd.fma(broadcast(-P), even).intoArray(to, t2 + i);
        even = s2.fma(broadcast(QQ), s0);
        odd = s3.fma(broadcast(QQ), s1);
        odd.fma(broadcast(Q), even).intoArray(to, t3 + i);
        odd.fma(broadcast(-Q), even).intoArray(to, t4 + i);
        s3.intoArray(to, t5 + i);
      }
    }
  }

  /** G: values of three rows of taps. */
  static void g(int n, float[] from, int fo, int step, float[] to, int at, int stepTo) {
    for (int i = 0; i < n; i += L) {
      var g0 = FloatVector.fromArray(S, from, fo + i);
      var g1 = FloatVector.fromArray(S, from, fo + step + i);
      var g2 = FloatVector.fromArray(S, from, fo + 2 * step + i);
      g0.mul(G0).intoArray(to, at + i);
      var even = g2.fma(broadcast(PP), g0).mul(GP);
      g1.fma(broadcast(P * GP), even).intoArray(to, at + stepTo + i);
      g1.fma(broadcast(-P * GP), even).intoArray(to, at + 2 * stepTo + i);
      even = g2.fma(broadcast(QQ), g0).mul(GQ);
      g1.fma(broadcast(Q * GQ), even).intoArray(to, at + 3 * stepTo + i);
      g1.fma(broadcast(-Q * GQ), even).intoArray(to, at + 4 * stepTo + i);
      g2.intoArray(to, at + 5 * stepTo + i);
    }
  }

  /** Gᵀ: three rows of taps' slopes from six of their values'. */
  static void gBack(int n, float[] from, int fo, int step, float[] to, int at, int stepTo) {
    for (int i = 0; i < n; i += L) {
      var u1 = FloatVector.fromArray(S, from, fo + step + i);
      var u2 = FloatVector.fromArray(S, from, fo + 2 * step + i);
      var u3 = FloatVector.fromArray(S, from, fo + 3 * step + i);
      var u4 = FloatVector.fromArray(S, from, fo + 4 * step + i);
      var p = u1.add(u2).mul(GP);
      var q = u3.add(u4).mul(GQ);
      var u0 = FloatVector.fromArray(S, from, fo + i);
      u0.fma(broadcast(G0), p.add(q)).intoArray(to, at + i);
      var u5 = FloatVector.fromArray(S, from, fo + 5 * step + i);
      p.fma(broadcast(PP), q.fma(broadcast(QQ), u5)).intoArray(to, at + 2 * stepTo + i);
      p = u1.sub(u2).mul(P * GP);
      q = u3.sub(u4).mul(Q * GQ);
      p.add(q).intoArray(to, at + stepTo + i);
    }
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(S, value);
  }
}
