package io.reverie.sleep.stage;

import io.reverie.data.Transform;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * Plays sequences backwards in time, each with this probability and by its own draw.
 *
 * <p>For samples that are sequences, flattened or not: so many equal frames one after the other.
 * The order of the samples in a batch is no order in time and stays; for that of episodes see
 * {@link Recollection#episodes}. Expected to harm language models unless the direction is told
 * (E8).
 *
 * @param frames how many frames a sample has; with fewer than 2 there is nothing to reverse
 * @param probability from 0 to 1; 0.3 in the source paper
 */
public record Reverse(int frames, double probability) implements Transform {
  /** Checks the numbers. */
  public Reverse {
    if (frames < 2 || !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "reverse replay of %d frames with probability %s: 2 or more frames and 0 to 1 are needed;"
                  .formatted(frames, probability)
              + " samples without an order in time cannot be reversed");
    }
  }

  @Override
  public void apply(Tensor inputs, Rng rng) {
    if (probability == 0 || inputs.size() == 0) {
      return;
    }
    int sample = inputs.size() / inputs.dim(0);
    if (sample % frames != 0) {
      throw new IllegalArgumentException(
          "reverse replay of %d frames for samples of %s: as many equal frames are needed"
              .formatted(frames, inputs.shape().without(0)));
    }
    int frame = sample / frames;
    float[] x = inputs.array();
    for (int i = 0; i < inputs.dim(0); i++) {
      if (rng.nextDouble() < probability) {
        int from = inputs.offset() + i * sample;
        for (int a = 0, b = frames - 1; a < b; a++, b--) {
          for (int j = 0; j < frame; j++) {
            float swapped = x[from + a * frame + j];
            x[from + a * frame + j] = x[from + b * frame + j];
            x[from + b * frame + j] = swapped;
          }
        }
      }
    }
  }
}
