package io.reverie.kernel;

/**
 * The softmax of attention where the keys of some queries come tile by tile: its definition.
 *
 * <p>A query's largest score so far and the sum of its exponentials relative to it are all that
 * needs to be remembered (Milakov &amp; Gimelshein 2018, "Online normalizer calculation for
 * softmax"; Dao et al. 2022, "FlashAttention"). A query for which every score is −∞ attends to
 * nothing: its sum stays 0.
 *
 * <p>A tile has a dense row of {@code lanes} scores, one a query, for each key; {@code lanes} is a
 * multiple of 16, and so a whole number of vectors. What belongs to the queries lies in the same
 * array, {@code lanes} numbers each.
 */
public class Attending {
  /** All numbers of a query times the query's factor. */
  public void scale(int rows, int lanes, float[] s, int so, int factor) {
    for (int i = 0; i < rows * lanes; i++) {
      s[so + i] *= s[factor + i % lanes];
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
  public void fold(int keys, int lanes, float[] s, int so, int max, int sum, int factor) {
    for (int q = 0; q < lanes; q++) {
      int end = so + q + keys * lanes;
      float largest = s[max + q];
      for (int i = so + q; i < end; i += lanes) {
        largest = Math.max(largest, s[i]);
      }
      float shift = largest == Float.NEGATIVE_INFINITY ? 0 : largest;
      float added = 0;
      for (int i = so + q; i < end; i += lanes) {
        s[i] = (float) Math.exp(s[i] - shift);
        added += s[i];
      }
      s[factor + q] = (float) Math.exp(s[max + q] - shift);
      s[sum + q] = s[sum + q] * s[factor + q] + added;
      s[max + q] = largest;
    }
  }

  /** The sums over the rows of a·b, one a query. */
  public void dots(int rows, int lanes, float[] s, int a, int b, int sum) {
    for (int q = 0; q < lanes; q++) {
      s[sum + q] = 0;
      for (int i = q; i < rows * lanes; i += lanes) {
        s[sum + q] += s[a + i] * s[b + i];
      }
    }
  }

  /**
   * The way back: scores become probabilities p = e^(score − total), 0 where the query's total is
   * −∞, and dp becomes factor · p · (dp − mean), the slopes at the scores.
   */
  public void slopes(
      int keys, int lanes, float factor, float[] s, int so, int dp, int total, int mean) {
    for (int q = 0; q < lanes; q++) {
      boolean sees = s[total + q] != Float.NEGATIVE_INFINITY;
      for (int i = q; i < keys * lanes; i += lanes) {
        float p = sees ? (float) Math.exp(s[so + i] - s[total + q]) : 0;
        s[so + i] = p;
        s[dp + i] = factor * p * (s[dp + i] - s[mean + q]);
      }
    }
  }
}
