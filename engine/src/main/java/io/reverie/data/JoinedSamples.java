package io.reverie.data;

import io.reverie.tensor.Shape;
import java.util.Arrays;

/**
 * The samples of several sets, one set after the other.
 *
 * @param starts the number of each set's first sample, and behind them how many there are in all
 */
record JoinedSamples(Dataset[] sets, int[] starts) implements Samples {

  static JoinedSamples of(Dataset... sets) {
    if (sets.length == 0) {
      throw new IllegalArgumentException("concat of no sets: at least 1 is needed");
    }
    int[] starts = new int[sets.length + 1];
    for (int i = 0; i < sets.length; i++) {
      if (!sets[i].sample().equals(sets[0].sample())) {
        throw new IllegalArgumentException(
            "concat of sets with samples %s and %s: one shape is needed; reshape or map the others"
                .formatted(sets[0].sample(), sets[i].sample()));
      }
      starts[i + 1] = Math.addExact(starts[i], sets[i].size());
    }
    return new JoinedSamples(sets.clone(), starts);
  }

  @Override
  public int size() {
    return starts[sets.length];
  }

  @Override
  public Shape sample() {
    return sets[0].sample();
  }

  @Override
  public int label(int number) {
    int i = setOf(number);
    return sets[i].label(number - starts[i]);
  }

  @Override
  public void read(int number, float[] into, int at) {
    int i = setOf(number);
    sets[i].read(number - starts[i], into, at);
  }

  /** The last set that starts at or before this number: empty sets start where the next does. */
  private int setOf(int number) {
    int found = Arrays.binarySearch(starts, number);
    int i = found >= 0 ? found : -found - 2;
    while (starts[i + 1] == starts[i]) {
      i++;
    }
    return i;
  }
}
