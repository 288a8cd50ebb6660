package io.reverie.examples.report;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Long curves cut down to what can be seen: of the points that share one column of the paper, the
 * first, the lowest, the highest and the last stay, so that no spike is lost.
 */
final class Thinning {
  private Thinning() {}

  /** The indices to draw, ascending, of points with the given positions. */
  static int[] keep(double[] x, double[] y, int columns) {
    int n = x.length;
    if (n <= 4 * columns) {
      return IntStream.range(0, n).toArray();
    }
    double low = Arrays.stream(x).filter(Double::isFinite).min().orElse(0);
    double high = Arrays.stream(x).filter(Double::isFinite).max().orElse(1);
    double perColumn = high > low ? columns / (high - low) : 0;
    var kept = new TreeSet<Integer>();
    int from = 0;
    while (from < n) {
      int column = (int) ((x[from] - low) * perColumn);
      int to = from;
      int lowest = from;
      int highest = from;
      // A missing value is kept too: it is where the curve breaks.
      while (to < n && (int) ((x[to] - low) * perColumn) == column) {
        lowest = y[to] < y[lowest] || Double.isNaN(y[lowest]) ? to : lowest;
        highest = y[to] > y[highest] || Double.isNaN(y[highest]) ? to : highest;
        if (!Double.isFinite(y[to]) && (to == from || Double.isFinite(y[to - 1]))) {
          kept.add(to);
        }
        to++;
      }
      kept.addAll(List.of(from, lowest, highest, to - 1));
      from = to;
    }
    return kept.stream().mapToInt(i -> i).toArray();
  }
}
