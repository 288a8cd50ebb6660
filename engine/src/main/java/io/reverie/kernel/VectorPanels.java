package io.reverie.kernel;

/**
 * {@link Panels} by SIMD: B lies as {@link VectorGemm}'s tiles read it, one panel of columns after
 * the other, the last one filled up with zeros.
 */
final class VectorPanels extends Panels {
  /** As wide as the widest tile. */
  private static final int PANEL = VectorTiling.PANEL;

  @Override
  public float[] memory(Scratch purpose, int size) {
    return VectorPack.lines(purpose, size);
  }

  @Override
  public int size(int k, int n) {
    return Math.multiplyExact(k, (n + PANEL - 1) / PANEL * PANEL);
  }

  @Override
  public void lay(
      int from,
      int to,
      boolean trans,
      int n,
      int k,
      float[] b,
      int bo,
      int ldb,
      float[] panels,
      int at) {
    for (int j = from; j < to; j += PANEL) {
      int wide = Math.min(PANEL, to - j);
      if (trans) {
        VectorPack.transpose(b, bo + j * ldb, ldb, wide, k, panels, at + j * k, PANEL);
      } else {
        VectorPack.copy(b, bo + j, ldb, k, wide, panels, at + j * k, PANEL);
      }
    }
  }

  @Override
  public void multiply(
      int from,
      int to,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] panels,
      int at,
      boolean add,
      float[] c,
      int co,
      int ldc) {
    VectorTiling.panels(m, to - from, k, a, ao, lda, panels, at + from * k, add, c, co + from, ldc);
  }
}
