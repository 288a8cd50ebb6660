package io.reverie.sleep.stage;

import io.reverie.tensor.Parameter;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A homeostasis that leaves some weights of each tensor as they were: those of largest merit, the
 * first of equals.
 *
 * @param share how many of each tensor are spared, from 0 to 1; rounded
 * @param form what happens to the others
 * @param watching what must be seen while memories are replayed
 * @param merits a figure a weight, 0 or more
 */
record Sparing(
    float share, Homeostasis form, Consumer<Night> watching, Function<Night, float[]> merits)
    implements Homeostasis {
  Sparing {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "homeostasis that spares %s of the weights: a share from 0 to 1 is needed"
              .formatted(share));
    }
  }

  @Override
  public void watch(Night night) {
    form.watch(night);
    watching.accept(night);
  }

  @Override
  public void scale(Night night) {
    float[] before = night.learner().parameters().snapshot();
    float[] merit = merits.apply(night);
    form.scale(night);
    float[] values = night.learner().parameters().values();
    int place = 0;
    for (Parameter weight : night.learner().parameters().named().values()) {
      if (weight.shape().rank() > 1) {
        for (long key : spared(merit, place, weight.size())) {
          int i = place + (int) (0xFFFF_FFFFL - (key & 0xFFFF_FFFFL));
          values[i] = before[i];
        }
      }
      place += weight.size();
    }
  }

  /** The largest merits of a tensor as (merit, place from behind). */
  private long[] spared(float[] merit, int from, int n) {
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      float worth = Float.isNaN(merit[from + i]) ? 0 : merit[from + i];
      keys[i] = ((long) Float.floatToIntBits(worth) << 32) | (0xFFFF_FFFFL - i);
    }
    Arrays.sort(keys);
    return Arrays.copyOfRange(keys, n - Math.round(share * n), n);
  }
}
