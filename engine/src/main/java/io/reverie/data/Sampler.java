package io.reverie.data;

import io.reverie.tensor.Rng;
import java.util.Arrays;
import java.util.List;

/**
 * A way to choose the samples of one epoch and their order.
 *
 * <pre>{@code
 * var sampler = Sampler.balanced(set);
 * for (var batch : set.batches(64, sampler.draw(rng.split(epoch)))) …
 * }</pre>
 */
@FunctionalInterface
public interface Sampler {
  /** The numbers of an epoch's samples, in order; a fresh array. */
  int[] draw(Rng rng);

  /** The numbers 0 to {@code n − 1}, each once, in random order. */
  static Sampler shuffled(int n) {
    return rng -> rng.permutation(n);
  }

  /**
   * {@code draws} samples with replacement, sample i with probability {@code weights[i]} over the
   * sum of all.
   *
   * @throws IllegalArgumentException if a weight is negative or not finite, or none is positive
   */
  static Sampler weighted(int draws, double... weights) {
    if (draws < 0) {
      throw new IllegalArgumentException(draws + " weighted draws: 0 or more are needed");
    }
    AliasTable table = AliasTable.of(weights);
    return rng -> {
      int[] drawn = new int[draws];
      for (int i = 0; i < draws; i++) {
        drawn[i] = table.draw(rng);
      }
      return drawn;
    };
  }

  /**
   * Every sample once, classes spread evenly: of any run of samples, such as a batch, a class makes
   * up its share in the whole set, off by less than two samples.
   */
  static Sampler stratified(Dataset set) {
    List<int[]> classes = Splits.groups(set, set::label);
    return rng -> {
      // Sample j of n of a class stands at (j + u) / n of the way; u is the class's own draw.
      long[] places = new long[set.size()];
      int next = 0;
      for (int[] members : classes) {
        int[] order = members.clone();
        rng.shuffle(order);
        double u = rng.nextDouble();
        for (int j = 0; j < order.length; j++) {
          long place = (long) ((j + u) / order.length * (1L << 31));
          places[next++] = place << 32 | order[j];
        }
      }
      Arrays.sort(places);
      int[] drawn = new int[places.length];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (int) places[i];
      }
      return drawn;
    };
  }

  /**
   * As many samples as the set has, in rounds of one sample of each class, classes of a round in
   * random order: every class comes equally often. A class that runs out starts again, shuffled
   * anew; a large one is not used up.
   */
  static Sampler balanced(Dataset set) {
    List<int[]> classes = Splits.groups(set, set::label);
    return rng -> {
      int[][] orders = new int[classes.size()][];
      int[] used = new int[orders.length];
      for (int c = 0; c < orders.length; c++) {
        orders[c] = classes.get(c).clone();
        rng.shuffle(orders[c]);
      }
      int[] drawn = new int[set.size()];
      for (int i = 0; i < drawn.length; ) {
        for (int c : rng.permutation(orders.length)) {
          if (used[c] == orders[c].length) {
            rng.shuffle(orders[c]);
            used[c] = 0;
          }
          if (i < drawn.length) {
            drawn[i++] = orders[c][used[c]++];
          }
        }
      }
      return drawn;
    };
  }
}
