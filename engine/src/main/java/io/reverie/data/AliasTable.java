package io.reverie.data;

import io.reverie.tensor.Rng;

/**
 * Draws of whole numbers with given weights, each in constant time (Walker 1977; Vose 1991, "A
 * linear algorithm for generating random numbers with a given distribution").
 *
 * <p>All columns are equally likely. A column gives its own number below its level and its alias's
 * above.
 */
record AliasTable(double[] levels, int[] aliases) {

  static AliasTable of(double... weights) {
    int n = weights.length;
    double scale = n / sum(weights);
    double[] levels = new double[n];
    int[] aliases = new int[n];
    int[] columns = new int[n]; // the low ones from the front, the high ones from the back
    int low = 0;
    int high = n;
    for (int i = 0; i < n; i++) {
      levels[i] = weights[i] * scale;
      aliases[i] = i;
      columns[levels[i] < 1 ? low++ : --high] = i;
    }
    while (low > 0 && high < n) {
      int poor = columns[--low];
      int rich = columns[high];
      aliases[poor] = rich;
      levels[rich] -= 1 - levels[poor];
      if (levels[rich] < 1) {
        high++;
        columns[low++] = rich;
      }
    }
    // What rounding leaves on either side is full, but never a weight of zero.
    int heaviest = heaviest(weights);
    while (low > 0) {
      int left = columns[--low];
      aliases[left] = weights[left] > 0 ? left : heaviest;
    }
    return new AliasTable(levels, aliases);
  }

  private static double sum(double... weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || weights[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "weight %s of sample %d: a finite number of at least 0 is needed"
                .formatted(weights[i], i));
      }
      sum += weights[i];
    }
    if (!(sum > 0) || sum == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "%d weights with a sum of %s: a finite sum above 0 is needed"
              .formatted(weights.length, sum));
    }
    return sum;
  }

  private static int heaviest(double... weights) {
    int heaviest = 0;
    for (int i = 1; i < weights.length; i++) {
      heaviest = weights[i] > weights[heaviest] ? i : heaviest;
    }
    return heaviest;
  }

  int draw(Rng rng) {
    int column = rng.nextInt(levels.length);
    return rng.nextDouble() < levels[column] ? column : aliases[column];
  }
}
