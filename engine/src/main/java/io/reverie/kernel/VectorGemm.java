package io.reverie.kernel;

import jdk.incubator.vector.*;

public class VectorGemm extends Gemm {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int MR = VectorTile.ROWS;
  private static final int NR = 4 * L;
  private static final int KC = Integer.getInteger("KC", 512);
  private static final int MC = Integer.getInteger("MC", 32) * MR;
  private static final int NC = Integer.getInteger("NC", 2048);
  private static final int NB = Integer.getInteger("NB", 8);
  private static final int DIRECT = Integer.getInteger("DIRECT", 96);
  private static final int DOT = Integer.getInteger("DOT", 48);
  private static final long SMALL = 1L << Integer.getInteger("SMALL", 19);
  private static final long TASK = 1L << Integer.getInteger("TASK", 19);
  private static final ThreadLocal<float[][]> PANELS =
      ThreadLocal.withInitial(() -> new float[3][0]);

  static int ceil(int x, int y) {
    return (x + y - 1) / y;
  }

  static int even(int total, int most, int unit) {
    return ceil(ceil(total, ceil(total, most)), unit) * unit;
  }

  @Override
  void product(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean accumulate,
      float[] c,
      int co,
      int ldc) {
    if (n == 1 && ldc == 1 && m > 1) {
      product(!transB, !transA, 1, m, k, b, bo, ldb, a, ao, lda, accumulate, c, co, m);
      return;
    }
    if (transB && m <= DOT) {
      dots(transA, m, n, k, a, ao, lda, b, bo, ldb, accumulate, c, co, ldc);
      return;
    }
    boolean pack = transB || m > DIRECT || n < L;
    int nr = Math.min(NR, ceil(n, L) * L);
    boolean small = (long) m * n * k < SMALL;
    for (int j0 = 0; j0 < n; j0 += NC) {
      int nc = Math.min(NC, n - j0), panels = ceil(nc, NR), jj = j0;
      int kc = even(k, KC, 1);
      for (int p = 0; p < k; p += kc) {
        int pp = p;
        int depth = Math.min(kc, k - p);
        float[] bp = pack ? scratch(0, panels * nr * depth + 12) : b;
        if (pack)
          Parallel.chunks(
              panels,
              small ? panels : 4,
              (from, to) -> {
                for (int q = from; q < to; q++)
                  packB(
                      transB,
                      b,
                      bo,
                      ldb,
                      pp,
                      depth,
                      jj + q * NR,
                      Math.min(NR, nc - q * NR),
                      bp,
                      12 + q * nr * depth,
                      nr);
              });
        boolean add = accumulate || p > 0;
        int bStart = pack ? 12 : bo + p * ldb + j0,
            bNext = pack ? nr * depth : NR,
            lb = pack ? nr : ldb;
        int mc = even(m, MC, MR), rowBlocks = ceil(m, mc);
        int nb = (int) Math.min(NB, Math.max(1, TASK / ((long) Math.min(m, mc) * NR * depth)));
        if ((long) m * n * depth / 16 > (long) mc * NR * depth * nb) nb = NB;
        int perCol = even(panels, nb, 1), colBlocks = ceil(panels, perCol);
        Parallel.chunks(
            rowBlocks * colBlocks,
            small ? rowBlocks * colBlocks : 1,
            (from, to) -> {
              for (int t = from; t < to; t++) {
                int i0 = t / colBlocks * mc,
                    q0 = t % colBlocks * perCol,
                    q1 = Math.min(panels, q0 + perCol);
                int rows = Math.min(mc, m - i0);
                float[] ap = a;
                int ai = ao + i0 * lda + pp, la = lda;
                if (transA) {
                  ap = scratch(1, mc * (KC + 16));
                  transpose(a, ao + pp * lda + i0, lda, depth, rows, ap, 0, KC + 16);
                  ai = 0;
                  la = KC + 16;
                }
                for (int i = 0; i < rows; i += MR)
                  for (int q = q0; q < q1; q++) {
                    int width = Math.min(NR, nc - q * NR);
                    tile(
                        Math.min(MR, rows - i),
                        width,
                        depth,
                        ap,
                        ai + i * la,
                        la,
                        bp,
                        bStart + q * bNext,
                        lb,
                        add,
                        c,
                        co + (i0 + i) * ldc + jj + q * NR,
                        ldc,
                        pack);
                  }
              }
            });
      }
    }
  }

  static void tile(
      int rows,
      int width,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean add,
      float[] c,
      int co,
      int ldc,
      boolean padded) {
    if (width == 4 * L) {
      VectorTile.four(rows, k, a, ao, lda, b, bo, ldb, add, c, co, ldc);
      return;
    }
    int j = 0;
    if (width >= 2 * L) {
      VectorTile.two(rows, k, a, ao, lda, b, bo, ldb, add, c, co, ldc);
      j = 2 * L;
    }
    if (width - j >= L) {
      VectorTile.one(rows, k, a, ao, lda, b, bo + j, ldb, add, c, co + j, ldc);
      j += L;
    }
    if (j < width) {
      int back = padded ? 0 : j + L - width;
      var edge = scratch(2, MR * NR + 12);
      VectorTile.one(rows, k, a, ao, lda, b, bo + j - back, ldb, false, edge, 12, L);
      for (int r = 0; r < rows; r++) {
        int e = 12 + r * L + back - j, f = co + r * ldc;
        for (int x = j; x < width; x++) c[f + x] = add ? c[f + x] + edge[e + x] : edge[e + x];
      }
    }
  }

  private static final int KD = Integer.getInteger("KD", 1024);

  void dots(
      boolean transA,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      boolean accumulate,
      float[] c,
      int co,
      int ldc) {
    if (transA) {
      var ap = scratch(1, m * k);
      transpose(a, ao, lda, k, m, ap, 0, k);
      dots(false, m, n, k, ap, 0, k, b, bo, ldb, accumulate, c, co, ldc);
      return;
    }
    boolean small = (long) m * n * k < SMALL;
    int groups = ceil(n, 4), perTask = (int) Math.max(1, (TASK / 2) / (4L * m * k));
    Parallel.chunks(
        groups,
        small ? groups : perTask,
        (from, to) -> {
          int kd = even(k, KD, L);
          var sums = scratch(2, 12 + 20 * L);
          for (int p = 0; p < k; p += kd) {
            int depth = Math.min(kd, k - p);
            boolean add = accumulate || p > 0;
            for (int q = from; q < to; q++) {
              int width = Math.min(4, n - 4 * q);
              for (int i = 0; i < m; i += 5) {
                int rows = Math.min(5, m - i), ai = ao + i * lda + p, bi = bo + 4 * q * ldb + p;
                if (rows == 1) VectorDot.row(width, depth, a, ai, lda, b, bi, ldb, sums);
                else VectorDot.block(rows, width, depth, a, ai, lda, b, bi, ldb, sums);
                VectorDot.finish(
                    rows,
                    width,
                    depth,
                    a,
                    ai,
                    lda,
                    b,
                    bi,
                    ldb,
                    sums,
                    add,
                    c,
                    co + i * ldc + 4 * q,
                    ldc);
              }
            }
          }
        });
  }

  private static float[] scratch(int which, int size) {
    var panels = PANELS.get();
    if (panels[which].length < size) {
      panels[which] = new float[size];
    }
    return panels[which];
  }

  static void packB(
      boolean trans,
      float[] b,
      int bo,
      int ldb,
      int p0,
      int depth,
      int j0,
      int width,
      float[] to,
      int at,
      int nr) {
    if (!trans) {
      int from = bo + p0 * ldb + j0;
      if (width == NR) {
        for (int p = 0; p < depth; p++) {
          int f = from + p * ldb, t = at + p * NR;
          var x0 = FloatVector.fromArray(S, b, f);
          var x1 = FloatVector.fromArray(S, b, f + L);
          var x2 = FloatVector.fromArray(S, b, f + 2 * L);
          var x3 = FloatVector.fromArray(S, b, f + 3 * L);
          x0.intoArray(to, t);
          x1.intoArray(to, t + L);
          x2.intoArray(to, t + 2 * L);
          x3.intoArray(to, t + 3 * L);
        }
        return;
      } else
        for (int p = 0; p < depth; p++) System.arraycopy(b, from + p * ldb, to, at + p * nr, width);
    } else transpose(b, bo + j0 * ldb + p0, ldb, width, depth, to, at, nr);
    if (width < nr)
      for (int p = 0; p < depth; p++)
        java.util.Arrays.fill(to, at + p * nr + width, at + p * nr + nr, 0);
  }

  static final VectorSpecies<Float> Q = FloatVector.SPECIES_128;
  static final VectorShuffle<Float> X1 = VectorShuffle.fromOp(Q, i -> i ^ 1),
      X2 = VectorShuffle.fromOp(Q, i -> i ^ 2);
  static final VectorMask<Float> B0 = VectorMask.fromValues(Q, false, true, false, true),
      B1 = VectorMask.fromValues(Q, false, false, true, true);
  static final VectorMask<Float> N0 = B0.not(), N1 = B1.not();

  /** from is rows x columns; to is columns x rows. */
  static void transpose(
      float[] from, int fo, int lf, int rows, int columns, float[] to, int at, int lt) {
    for (int jb = 0; jb < columns; jb += 64) {
      int je = Math.min(columns, jb + 64), j4 = jb + ((je - jb) & ~3);
      int i = 0;
      for (; i + 4 <= rows; i += 4) {
        int f0 = fo + i * lf, f1 = f0 + lf, f2 = f1 + lf, f3 = f2 + lf;
        int t = at + i + jb * lt;
        int j = jb;
        for (; j < j4; j += 4) {
          var r0 = FloatVector.fromArray(Q, from, f0 + j);
          var r1 = FloatVector.fromArray(Q, from, f1 + j);
          var r2 = FloatVector.fromArray(Q, from, f2 + j);
          var r3 = FloatVector.fromArray(Q, from, f3 + j);
          var s0 = r0.blend(r1.rearrange(X1), B0);
          var s1 = r1.blend(r0.rearrange(X1), N0);
          var s2 = r2.blend(r3.rearrange(X1), B0);
          var s3 = r3.blend(r2.rearrange(X1), N0);
          r0 = s0.blend(s2.rearrange(X2), B1);
          r2 = s2.blend(s0.rearrange(X2), N1);
          r1 = s1.blend(s3.rearrange(X2), B1);
          r3 = s3.blend(s1.rearrange(X2), N1);
          r0.intoArray(to, t);
          r1.intoArray(to, t + lt);
          r2.intoArray(to, t + 2 * lt);
          r3.intoArray(to, t + 3 * lt);
          t += 4 * lt;
        }
        for (; j < je; j++, t += lt) {
          to[t] = from[f0 + j];
          to[t + 1] = from[f1 + j];
          to[t + 2] = from[f2 + j];
          to[t + 3] = from[f3 + j];
        }
      }
      for (; i < rows; i++) {
        int f = fo + i * lf, t = at + i + jb * lt;
        for (int j = jb; j < je; j++, t += lt) to[t] = from[f + j];
      }
    }
  }
}
