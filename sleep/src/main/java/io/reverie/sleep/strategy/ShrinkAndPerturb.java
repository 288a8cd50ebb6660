package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;

/**
 * Shrink and perturb (Ash &amp; Adams 2020) on top of any method: now and then all weights shrink
 * and get some noise, so that the network stays able to learn.
 *
 * <p>θ ← λ·θ + p·σ·N(0, 1), with σ the standard deviation of the numbers of that parameter when
 * this was made; parameters that started equal, such as biases at 0, get none. The paper shrinks
 * before new data comes, with λ = 0.6 and p = 0.01 or so; Dohare et al. (2024) shrink a little at
 * every step, which amounts to weight decay and noise.
 *
 * <p><b>A method for plasticity</b>, not against forgetting: it costs what is known.
 */
public final class ShrinkAndPerturb implements Around {
  private final Strategy day;
  private final float shrink;
  private final float noise;
  private final int every;
  private final Rng rng;
  private final float[] spread;
  private long steps;

  private ShrinkAndPerturb(Strategy day, float shrink, float noise, int every, Rng rng) {
    if (!(shrink >= 0 && shrink <= 1) || !(noise >= 0) || every < 0) {
      throw new IllegalArgumentException(
          "shrinking to %s with noise %s every %d steps: 0 to 1, 0 or more and 1 or more are needed"
              .formatted(shrink, noise, every));
    }
    this.day = day;
    this.shrink = shrink;
    this.noise = noise;
    this.every = every;
    this.rng = rng;
    this.spread = spread(day.learner());
  }

  /** Before each task but the first. */
  public static ShrinkAndPerturb atTasks(Strategy day, float shrink, float noise, Rng rng) {
    return new ShrinkAndPerturb(day, shrink, noise, 0, rng);
  }

  /** After every so many batches, wherever tasks begin. */
  public static ShrinkAndPerturb everySteps(
      Strategy day, float shrink, float noise, int steps, Rng rng) {
    return new ShrinkAndPerturb(day, shrink, noise, steps < 1 ? -1 : steps, rng);
  }

  /** The standard deviation of each parameter's numbers, one for each of them. */
  private static float[] spread(Learner learner) {
    float[] spread = new float[learner.parameters().named().size()];
    int i = 0;
    for (Parameter parameter : learner.parameters().named().values()) {
      float[] x = parameter.toArray();
      double mean = 0;
      for (float v : x) {
        mean += v / (double) x.length;
      }
      double squares = 0;
      for (float v : x) {
        squares += (v - mean) * (v - mean) / x.length;
      }
      spread[i++] = (float) Math.sqrt(squares);
    }
    return spread;
  }

  @Override
  public Strategy inner() {
    return day;
  }

  @Override
  public void beginTask(int task) {
    day.beginTask(task);
    if (every == 0 && task > 0) {
      shrink();
    }
  }

  @Override
  public void observe(Batch batch) {
    day.observe(batch);
    steps++;
    if (every > 0 && steps % every == 0) {
      shrink();
    }
  }

  private void shrink() {
    float[] values = learner().parameters().values();
    int i = 0;
    for (Parameter parameter : learner().parameters().named().values()) {
      float deviation = noise * spread[i++];
      int from = parameter.offset();
      for (int at = from; at < from + parameter.size(); at++) {
        values[at] = shrink * values[at] + (deviation > 0 ? deviation * rng.nextGaussian() : 0);
      }
    }
  }
}
