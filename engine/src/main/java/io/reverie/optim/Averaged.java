package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requireShare;

import io.reverie.kernel.Parallel;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * A running average of a model's weights, which often is better than the last of them.
 *
 * <p>Call {@link #update} after each step (or each epoch), and put the average in place for
 * evaluation:
 *
 * <pre>{@code
 * var averaged = Averaged.exponential(model, 0.999f);
 * …  optimizer.step();  averaged.update();
 * try (var _ = averaged.use()) {
 *   evaluate(model);
 * }
 * }</pre>
 *
 * <p>Buffers such as the running statistics of batch norms are not averaged: let them run over some
 * training data with the average in place.
 */
public final class Averaged {
  private static final int GRAIN = 1 << 15;

  private final Parameters parameters;
  private final float[] average;

  /** The share of old in the new average; NaN where all count the same. */
  private final float decay;

  private int updates;
  private boolean inUse;

  private Averaged(Parameters parameters, float decay) {
    this.parameters = parameters;
    this.average = parameters.snapshot();
    this.decay = decay;
  }

  /**
   * The exponential moving average: avg = decay·avg + (1 − decay)·w (Polyak &amp; Juditsky 1992).
   */
  public static Averaged exponential(Layer model, float decay) {
    requireShare("decay", decay);
    return new Averaged(model.parameters(), decay);
  }

  /** The plain mean of all weights so far (SWA: Izmailov et al. 2018). */
  public static Averaged equal(Layer model) {
    return new Averaged(model.parameters(), Float.NaN);
  }

  /**
   * Takes the weights of now into the average; the first update is the average.
   *
   * @throws IllegalStateException if the average itself is in place
   */
  public void update() {
    if (inUse) {
      throw new IllegalStateException(
          "update() while the average is in place of the weights: close use() first");
    }
    float share = decay;
    if (updates == 0) {
      share = 1;
    } else {
      share = Float.isNaN(decay) ? 1f / (updates + 1) : 1 - decay;
    }
    updates++;
    if (share == 1) {
      System.arraycopy(parameters.values(), 0, average, 0, average.length);
    } else {
      float[] weights = parameters.values();
      float blended = share;
      Parallel.chunks(
          average.length, GRAIN, (from, to) -> UPDATES.blend(from, to, blended, weights, average));
    }
  }

  /** How many times the weights were taken into the average. */
  public int updates() {
    return updates;
  }

  /** The average, in the order of the parameters. Not a copy. */
  public float[] values() {
    return inUse ? parameters.values() : average;
  }

  /** The average in place of the weights, until this is closed. */
  public interface Use extends AutoCloseable {
    /** Puts the weights back. */
    @Override
    void close();
  }

  /**
   * Puts the average in place of the weights until the result is closed.
   *
   * @throws IllegalStateException if it is in place already
   */
  public Use use() {
    if (inUse) {
      throw new IllegalStateException("the average is in place already: close the other use()");
    }
    swap();
    return () -> {
      if (inUse) {
        swap();
      }
    };
  }

  /** Whether the average is in place of the weights. */
  public boolean inUse() {
    return inUse;
  }

  private void swap() {
    float[] weights = parameters.values();
    for (int i = 0; i < average.length; i++) {
      float kept = weights[i];
      weights[i] = average[i];
      average[i] = kept;
    }
    inUse = !inUse;
  }

  /**
   * Goes on where another average stood, with the same number of {@link #updates}.
   *
   * @throws IllegalArgumentException if the average is of another model
   */
  public void restore(int savedUpdates, float[] saved) {
    if (saved.length != average.length) {
      throw new IllegalArgumentException(
          "an average of %d numbers for a model of %d: it is of another model"
              .formatted(saved.length, average.length));
    }
    updates = savedUpdates;
    System.arraycopy(saved, 0, values(), 0, saved.length);
  }
}
