package io.reverie.kernel;

/**
 * The softmax of attention where the keys of some queries come tile by tile: its definition.
 *
 * <p>A query's largest score so far and the sum of its exponentials relative to it are all that
 * needs to be remembered (Milakov &amp; Gimelshein 2018, "Online normalizer calculation for
 * softmax"; Dao et al. 2022, "FlashAttention"). A query for which every score is −∞ attends to
 * nothing: its sum stays 0.
 *
 * <p>A tile has a row of {@code lanes} scores, one a query, for each key, {@code apart} numbers
 * after the one before; {@code lanes} is a multiple of 16, and so a whole number of vectors. What
 * belongs to the queries lies in the same array, {@code lanes} numbers each.
 */
public class Attending {
  /** What each query has found, a row of {@code width} numbers, times the query's factor. */
  public void scale(int rows, int width, float[] s, int factor, float[] y, int yo, int apart) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < width; i++) {
        y[yo + r * apart + i] *= s[factor + r];
      }
    }
  }

  /**
   * Takes one more tile in: scores become e^(score − max) with the new maximum.
   *
   * @param so where the scores lie in {@code s}
   * @param max where the largest scores lie, −∞ before the first tile; updated
   * @param sum where the sums of exponentials lie, 0 before the first tile; updated
   * @param factor where to put what the exponentials of earlier tiles are to be multiplied by
   */
  public void fold(
      int keys, int lanes, int apart, float[] s, int so, int max, int sum, int factor) {
    for (int q = 0; q < lanes; q++) {
      int end = so + q + keys * apart;
      float largest = s[max + q];
      for (int i = so + q; i < end; i += apart) {
        largest = Math.max(largest, s[i]);
      }
      float shift = largest == Float.NEGATIVE_INFINITY ? 0 : largest;
      float added = 0;
      for (int i = so + q; i < end; i += apart) {
        s[i] = (float) Math.exp(s[i] - shift);
        added += s[i];
      }
      s[factor + q] = (float) Math.exp(s[max + q] - shift);
      s[sum + q] = s[sum + q] * s[factor + q] + added;
      s[max + q] = largest;
    }
  }

  /** The dot product of each row of a with that of b. */
  public void dots(
      int rows,
      int width,
      float[] a,
      int ao,
      int aApart,
      float[] b,
      int bo,
      int bApart,
      float[] s,
      int sums) {
    for (int r = 0; r < rows; r++) {
      float sum = 0;
      for (int i = 0; i < width; i++) {
        sum += a[ao + r * aApart + i] * b[bo + r * bApart + i];
      }
      s[sums + r] = sum;
    }
  }

  /**
   * The way back: scores become probabilities p = e^(score − total), 0 where the query's total is
   * −∞, and dp becomes factor · p · (dp − mean), the slopes at the scores.
   */
  public void slopes(
      int keys,
      int lanes,
      int apart,
      float factor,
      float[] s,
      int so,
      int dp,
      int total,
      int mean) {
    for (int q = 0; q < lanes; q++) {
      boolean sees = s[total + q] != Float.NEGATIVE_INFINITY;
      for (int i = q; i < keys * apart; i += apart) {
        float p = sees ? (float) Math.exp(s[so + i] - s[total + q]) : 0;
        s[so + i] = p;
        s[dp + i] = factor * p * (s[dp + i] - s[mean + q]);
      }
    }
  }
}
