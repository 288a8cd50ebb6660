package io.reverie.kernel;

/**
 * Kernels that put numbers elsewhere, as their plain definitions.
 *
 * <p>Kernels named {@code add…} take the way back: they add what arrived at a place to where it
 * came from.
 */
public class Moves {
  /**
   * Rows and columns of a tile that both its rows and its columns find in the first-level cache.
   */
  private static final int TILE = 16;

  /** y[j·ys + i] = x[i·xs + j] for i below rows and j below cols: a transposed copy, by tiles. */
  public void transpose(int rows, int cols, float[] x, int xo, int xs, float[] y, int yo, int ys) {
    for (int i0 = 0; i0 < rows; i0 += TILE) {
      int i1 = Math.min(i0 + TILE, rows);
      for (int j0 = 0; j0 < cols; j0 += TILE) {
        int j1 = Math.min(j0 + TILE, cols);
        for (int j = j0; j < j1; j++) {
          int from = xo + j;
          int to = yo + j * ys;
          for (int i = i0; i < i1; i++) {
            y[to + i] = x[from + i * xs];
          }
        }
      }
    }
  }

  /** dx[i·xs + j] += dy[j·ys + i], the way back of {@link #transpose}. */
  public void addTransposed(
      int rows, int cols, float[] dy, int dyo, int ys, float[] dx, int dxo, int xs) {
    for (int i0 = 0; i0 < rows; i0 += TILE) {
      int i1 = Math.min(i0 + TILE, rows);
      for (int j0 = 0; j0 < cols; j0 += TILE) {
        int j1 = Math.min(j0 + TILE, cols);
        for (int i = i0; i < i1; i++) {
          int to = dxo + i * xs;
          int from = dyo + i;
          for (int j = j0; j < j1; j++) {
            dx[to + j] += dy[from + j * ys];
          }
        }
      }
    }
  }

  /** y[j] = x[places[j]], or value where the place is below 0. */
  public void pick(int n, int[] places, int po, float value, float[] x, int xo, float[] y, int yo) {
    for (int j = 0; j < n; j++) {
      int place = places[po + j];
      y[yo + j] = place < 0 ? value : x[xo + place];
    }
  }

  /** dx[places[j]] += dy[j] where the place is not below 0, in the order of j. */
  public void addPicked(int n, int[] places, int po, float[] dy, int dyo, float[] dx, int dxo) {
    for (int j = 0; j < n; j++) {
      int place = places[po + j];
      if (place >= 0) {
        dx[dxo + place] += dy[dyo + j];
      }
    }
  }
}
