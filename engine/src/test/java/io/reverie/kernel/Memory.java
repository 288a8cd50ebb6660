package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/** Arrays for a kernel to work on: windows at odd places, with guards around them. */
final class Memory {
  /** Sizes around the lengths of vectors, whatever the machine's. */
  static final int[] SIZES = {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 64, 65, 100, 1000, 4097};

  /** Numbers that kernels get wrong first. */
  static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-40f,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f,
    0.5f,
    1e-20f,
    -1e30f,
    88.7f,
    88.73f,
    89.5f,
    -87.4f,
    -103.9f,
    -104.1f,
    16_777_216f
  };

  private static final float GUARD = 12345.5f;

  final float[][] arrays;
  final int[] at;

  private Memory(float[][] arrays, int[] at) {
    this.arrays = arrays;
    this.at = at;
  }

  /** Windows of these sizes filled with numbers between −4 and 4. */
  static Memory ordinary(long seed, int... sizes) {
    Random random = new Random(seed);
    return filled(random, (_, _) -> random.nextFloat() * 8 - 4, sizes);
  }

  /** Windows of these sizes in which special numbers meet each other. */
  static Memory special(int... sizes) {
    int n = SPECIAL.length;
    int[] slower = {1, n, 7, 5};
    return filled(new Random(3), (k, i) -> SPECIAL[i / slower[k] % n], sizes);
  }

  private interface Fill {
    float at(int array, int element);
  }

  private static Memory filled(Random random, Fill fill, int... sizes) {
    float[][] arrays = new float[sizes.length][];
    int[] at = new int[sizes.length];
    for (int k = 0; k < sizes.length; k++) {
      at[k] = random.nextInt(18);
      arrays[k] = new float[at[k] + sizes[k] + 1 + random.nextInt(20)];
      Arrays.fill(arrays[k], GUARD);
      for (int i = 0; i < sizes[k]; i++) {
        arrays[k][at[k] + i] = fill.at(k, i);
      }
    }
    return new Memory(arrays, at);
  }

  Memory copy() {
    return new Memory(
        Arrays.stream(arrays).map(float[]::clone).toArray(float[][]::new), at.clone());
  }

  /** This memory with the output's window laid over that of an input. */
  Memory withOutputIn(int input) {
    arrays[2] = arrays[input];
    at[2] = at[input];
    return this;
  }

  /**
   * Fails where this memory differs from the expected one by more than so many ulps, and by more
   * than the floor; and where anything but the first so many numbers of the output has changed.
   */
  void assertIs(
      Memory expected, Memory before, int output, int changed, double ulps, double floor) {
    for (int k = 0; k < arrays.length; k++) {
      if (k != output && arrays[k] == arrays[output]) {
        continue; // The output once more, in place of an input.
      }
      int from = k == output ? at[k] : 0;
      int to = k == output ? at[k] + changed : 0;
      for (int i = 0; i < arrays[k].length; i++) {
        if (i < from || i >= to) {
          if (!near(before.arrays[k][i], arrays[k][i], 0, 0)) {
            assertThat(arrays[k][i])
                .as("array %d at %d, outside of the output", k, i - at[k])
                .isEqualTo(before.arrays[k][i]);
          }
        } else if (!near(expected.arrays[k][i], arrays[k][i], ulps, floor)) {
          assertThat(arrays[k][i])
              .as(
                  "element %d of %d, within %s ulps or %s; was %s",
                  i - at[k], changed, ulps, floor, before.arrays[k][i])
              .isEqualTo(expected.arrays[k][i]);
        }
      }
    }
  }

  static boolean near(double expected, double actual, double ulps, double floor) {
    if (Double.compare(expected, actual) == 0) {
      return true;
    }
    double allowed = Math.max(floor, ulps * Math.ulp((float) expected));
    return Double.isFinite(expected) && Math.abs(expected - actual) <= allowed;
  }
}
