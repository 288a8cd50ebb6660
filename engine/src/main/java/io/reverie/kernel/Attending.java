package io.reverie.kernel;

import java.util.Arrays;

/**
 * The softmax of attention where a row of scores comes tile by tile: its definition.
 *
 * <p>A row's largest score so far and the sum of its exponentials relative to it are all that needs
 * to be remembered (Milakov &amp; Gimelshein 2018, "Online normalizer calculation for softmax"; Dao
 * et al. 2022, "FlashAttention"). A row in which every score is −∞ attends to nothing: its sum
 * stays 0.
 *
 * <p>A tile is {@code rows × cols}, its rows dense.
 */
public class Attending {
  /**
   * Takes one more tile of a row's scores in: scores become e^(score − max) with the new maximum.
   *
   * @param max the row's largest score, −∞ before the first tile; updated
   * @param sum the row's sum of exponentials, 0 before the first tile; updated
   * @return what the exponentials of earlier tiles are to be multiplied by
   */
  protected float foldRow(int cols, float[] s, int so, float[] max, int mo, float[] sum, int no) {
    float largest = max[mo];
    for (int i = 0; i < cols; i++) {
      largest = Math.max(largest, s[so + i]);
    }
    if (largest == Float.NEGATIVE_INFINITY) {
      Arrays.fill(s, so, so + cols, 0f);
      return 1;
    }
    float added = 0;
    for (int i = 0; i < cols; i++) {
      float e = (float) Math.exp(s[so + i] - largest);
      s[so + i] = e;
      added += e;
    }
    float shrink = (float) Math.exp(max[mo] - largest);
    sum[no] = sum[no] * shrink + added;
    max[mo] = largest;
    return shrink;
  }

  /**
   * {@link #foldRow} for each row of a tile, with the rows of y, {@code width} numbers that are
   * {@code stride} apart, multiplied by what it returns.
   */
  public final void fold(
      int rows,
      int cols,
      float[] s,
      int so,
      float[] max,
      int mo,
      float[] sum,
      int no,
      int width,
      float[] y,
      int yo,
      int stride) {
    for (int r = 0; r < rows; r++) {
      float shrink = foldRow(cols, s, so + r * cols, max, mo + r, sum, no + r);
      if (shrink != 1) {
        Kernels.POINTWISE.affine(width, shrink, 0, y, yo + r * stride, y, yo + r * stride);
      }
    }
  }

  /** Scores become probabilities: e^(score − total), 0 where the row's total is −∞. */
  public void probabilities(int rows, int cols, float[] s, int so, float[] total, int to) {
    for (int r = 0; r < rows; r++) {
      float shift = total[to + r];
      for (int i = so + r * cols; i < so + (r + 1) * cols; i++) {
        s[i] = shift == Float.NEGATIVE_INFINITY ? 0 : (float) Math.exp(s[i] - shift);
      }
    }
  }

  /** dp becomes factor · p · (dp − mean of the row), the slopes at the scores. */
  public void slopes(
      int rows,
      int cols,
      float factor,
      float[] p,
      int po,
      float[] dp,
      int dpo,
      float[] mean,
      int m) {
    for (int r = 0; r < rows; r++) {
      for (int i = r * cols; i < (r + 1) * cols; i++) {
        dp[dpo + i] = factor * p[po + i] * (dp[dpo + i] - mean[m + r]);
      }
    }
  }
}
