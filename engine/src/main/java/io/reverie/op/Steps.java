package io.reverie.op;

import io.reverie.tensor.Nullable;
import java.util.Arrays;

/**
 * How a recurrent layer walks over its sequences.
 *
 * @param batchFirst whether sequences are {@code [batch, time, features]} rather than {@code [time,
 *     batch, features]}
 * @param reverse whether it walks from the end to the start
 * @param lengths how many steps each sample has, or {@code null} where all have all. Beyond its end
 *     a sample's state stands still and its output is 0, so that walking in reverse begins at the
 *     sample's own end
 */
public record Steps(boolean batchFirst, boolean reverse, int @Nullable [] lengths) {
  /** {@code [batch, time, features]} from the start to the end, all samples equally long. */
  public static Steps forward() {
    return new Steps(true, false, null);
  }

  /** Whether this step of a sample is before its end. */
  boolean within(int sample, int time) {
    return lengths == null || time < lengths[sample];
  }

  void check(String name, int batch, int time) {
    if (lengths == null) {
      return;
    }
    if (lengths.length != batch) {
      throw new IllegalArgumentException(
          "%s over %d samples with %d lengths: one length a sample is needed"
              .formatted(name, batch, lengths.length));
    }
    for (int length : lengths) {
      if (length < 0 || length > time) {
        throw new IllegalArgumentException(
            "%s over %d steps with lengths %s: they must be from 0 to %d"
                .formatted(name, time, Arrays.toString(lengths), time));
      }
    }
  }
}
