package io.reverie.sleep.dream;

import io.reverie.data.Batch;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.Arrays;

/**
 * A network that learns what inputs look like, and makes more of them.
 *
 * <p>Its gradient steps are made by a {@link Learner} of its own, which pays into the ledger of the
 * network that dreams; what it samples is charged there as forward samples.
 */
public interface Generator extends Sampler {
  /** The generator as a learner, to be rolled back and journalled with a night. */
  Learner learner();

  /** Whether it makes the class it is asked for; otherwise somebody must label its samples. */
  boolean conditional();

  /**
   * One gradient step on the sum of the samples' losses, each times its weight; returns that sum.
   *
   * @param batch what to learn; the labels matter where it is {@link #conditional}
   * @param weights one a sample, most often adding up to 1
   * @param rng for the noise of the step
   */
  float learn(Batch batch, float[] weights, Rng rng);

  /** One gradient step on the mean of the samples' losses; returns the mean. */
  default float learn(Batch batch, Rng rng) {
    float[] weights = new float[batch.size()];
    Arrays.fill(weights, 1f / batch.size());
    return learn(batch, weights, rng);
  }

  /** The generator as it is now: goes on sampling the same while this one learns. */
  Sampler frozen();

  /** Bytes of the weights alone, what a frozen copy takes. */
  default long bytes() {
    return (long) Float.BYTES * learner().parameters().size();
  }
}
