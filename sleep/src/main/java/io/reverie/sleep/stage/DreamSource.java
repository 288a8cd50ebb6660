package io.reverie.sleep.stage;

import io.reverie.data.Mixed;
import io.reverie.data.Transform;
import io.reverie.sleep.dream.Continuation;
import io.reverie.sleep.dream.Generator;
import io.reverie.sleep.dream.Inversion;
import io.reverie.sleep.wake.Learner;
import java.util.Map;

/**
 * Where dreams come from.
 *
 * <p>A source of one's own is a lambda: {@code night -> n -> Dreams.of("mine", inputs, targets)}.
 * Whatever it needs for one stretch of REM sleep, it makes when that begins; all randomness is the
 * night's. Steps of networks of its own are paid by their learners, and are no part of the stage's
 * budget.
 *
 * <p>Dreams can only bring back what is still somewhere, in the memory, the weights or a generator:
 * count the bytes of all of them. Mixup is the default because nothing here did better at equal
 * gradient samples on split Fashion-MNIST: generators that learn at night alone, and inversion, did
 * worse than the memories themselves.
 */
@FunctionalInterface
public interface DreamSource {
  /** REM sleep begins: who dreams until it ends. */
  Dreamer begin(Night night);

  /** Networks that this source trains, by name; see {@link Stage#others}. */
  default Map<String, Learner> others() {
    return Map.of();
  }

  /**
   * Two memories laid over each other, with one share a step from Beta(α, α) (mixup, Zhang et al.
   * 2018); α = 0 leaves the first as it is.
   *
   * @param recall how a memory changes before it is mixed
   */
  static DreamSource mixup(float alpha, Partner partner, Transform recall) {
    if (!(alpha >= 0)) {
      throw new IllegalArgumentException("mixup with α = %s: 0 or more is needed".formatted(alpha));
    }
    return new Recombination(
        "mixup",
        partner,
        recall,
        (a, b, rng) ->
            alpha == 0
                ? new Mixed(a.inputs(), a.labels(), b.labels(), 1)
                : Mixed.mixup(a, b, alpha, rng));
  }

  /**
   * A rectangle of one picture pasted into another, one place a step, its area from Beta(α, α)
   * (CutMix, Yun et al. 2019).
   *
   * @param recall how a memory changes before it is cut
   */
  static DreamSource cutmix(int height, int width, float alpha, Partner partner, Transform recall) {
    return new Recombination(
        "cutmix", partner, recall, (a, b, rng) -> Mixed.cutmix(a, b, height, width, alpha, rng));
  }

  /**
   * What a generator makes, of the classes in memory in equal parts. One that is not conditional
   * needs a {@link Judge} who labels.
   *
   * @param generator who dreams; it is rolled back with a failed night
   * @param lessons how many gradient steps it takes on memories when REM sleep begins; 0 where it
   *     learned enough by day
   * @param batch memories in such a step
   */
  static DreamSource generated(Generator generator, int lessons, int batch) {
    return new GeneratedDreams(generator, lessons, batch);
  }

  /**
   * Inputs optimised from noise until the network at bedtime takes them for the classes in memory,
   * in equal parts: as many as {@code pool} when REM sleep begins, from which each step draws.
   *
   * @param recall how a dream changes each time it is drawn
   */
  static DreamSource inverted(Inversion inversion, int pool, Transform recall) {
    return new InvertedDreams(inversion, pool, recall);
  }

  /**
   * Draws from a Gaussian for each class in a hidden layer, learned by the layers above it
   * (FearNet's idea, Kemker &amp; Kanan 2018). The Gaussians are those of the memories when REM
   * sleep begins. For networks that are a {@code Sequential}.
   *
   * @param layers how many of the sequence's layers lie below
   * @param shrink how far covariances are drawn to their diagonals, 0 to 1: small memories need
   *     much
   */
  static DreamSource latent(int layers, float shrink) {
    return new LatentDreams(layers, shrink);
  }

  /**
   * What the language model at bedtime says when it goes on from memories. It needs a {@link Judge}
   * who labels: what comes next is what the judge thinks comes next.
   */
  static DreamSource continued(Continuation continuation) {
    return night -> {
      var bedtime = night.asAtBedtime();
      return n -> {
        var windows = night.recall(n).inputs();
        var ledger = night.learner().ledger();
        return Dreams.of(
            "continuation", continuation.goOn(bedtime, windows, night.rng(), ledger), null);
      };
    };
  }
}
