package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.data.Transform;
import io.reverie.nn.Layer;
import io.reverie.sleep.stage.Judge.Passed;
import io.reverie.sleep.stage.Judge.Sieve;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.Map;
import java.util.Objects;

/**
 * Dreaming: inputs that never were are learned, and among them a share of real memories, so that
 * dreams cannot drift away.
 *
 * <p>Where the memory is empty, no step is made.
 *
 * <p>The loss is the mean cross-entropy against each dream's targets. Some dreams of the stage's
 * first step are kept for the report.
 *
 * @param batch dreams and anchors a step
 * @param anchors the share of real memories, exact over the stage but for rounding up: 0.0075 is
 *     the least that is known to hold dreams down (Tadros et al. 2022), 0 only for the experiment
 *     without
 * @param recall how an anchor changes when it comes back
 * @param source where dreams come from
 * @param judge who labels or checks them
 */
public record Rem(int batch, double anchors, Transform recall, DreamSource source, Judge judge)
    implements Stage {
  /** Dreams of a stage that are kept for the report. */
  private static final int REPORTED = 8;

  /** Checks the numbers. */
  public Rem {
    if (batch < 1 || !(anchors >= 0 && anchors <= 1)) {
      throw new IllegalArgumentException(
          "REM with batches of %d, a share of %s of them memories: at least 1, and 0 to 1, are needed"
              .formatted(batch, anchors));
    }
  }

  /** Dreams of this source that nobody checks, one in sixteen a memory. */
  public Rem(int batch, DreamSource source) {
    this(batch, 1.0 / 16, Transform.none(), source, Judge.none());
  }

  /**
   * Mixup of memories of any class.
   *
   * @param batch dreams a step
   * @param alpha how thoroughly memories mix: 0 leaves them as they are, 1 mixes evenly
   * @param anchors every how many-th dream is a real memory; 0 for never
   * @param recall how a memory changes before it is mixed
   */
  public Rem(int batch, float alpha, int anchors, Transform recall) {
    this(
        batch,
        anchors == 0 ? 0 : 1.0 / anchors,
        recall,
        DreamSource.mixup(alpha, Partner.ANY, recall),
        Judge.none());
  }

  @Override
  public String name() {
    return "REM";
  }

  @Override
  public Map<String, Learner> others() {
    return source.others();
  }

  @Override
  public void sleep(Night night, int steps) {
    if (steps == 0 || night.memory().size() == 0) {
      return;
    }
    Dreamer dreamer = source.begin(night);
    Sieve sieve = judge.begin(night);
    for (int i = 0; i < steps; i++) {
      long real = anchorsUpTo(batch * (i + 1L)) - anchorsUpTo((long) batch * i);
      Passed passed = sieve.pass(dreamer, batch - (int) real);
      if (i == 0) {
        report(night, passed);
      }
      // Memories take the place of dreams that were rejected.
      Batch memories = memories(night, batch - passed.size());
      night.step(batch, model -> loss(model, passed, memories));
    }
  }

  /** How many of the first n are anchors; a hair is taken off where a product rounds up. */
  private long anchorsUpTo(long n) {
    return (long) Math.ceil(n * anchors - 1e-9);
  }

  private @Nullable Batch memories(Night night, int n) {
    if (n == 0) {
      return null;
    }
    Batch memories = night.recall(n);
    recall.apply(memories.inputs(), night.rng());
    return memories;
  }

  private Tensor loss(Layer model, Passed passed, @Nullable Batch memories) {
    Dreams dreams = passed.dreams();
    if (dreams == null) {
      Batch all = Objects.requireNonNull(memories);
      return real(model.forward(all.inputs()), all);
    }
    Layer part = dreams.part().apply(model);
    if (memories == null) {
      return dreamt(part.forward(dreams.inputs()), dreams);
    }
    if (part != model) {
      return dreamt(part.forward(dreams.inputs()), dreams)
          .add(real(model.forward(memories.inputs()), memories));
    }
    // One pass for both: batch norms have the whole batch to go by.
    Tensor scores = model.forward(dreams.inputs().concat(0, memories.inputs()));
    return dreamt(scores.slice(0, 0, dreams.size()), dreams)
        .add(real(scores.slice(0, dreams.size(), scores.dim(0)), memories));
  }

  private Tensor real(Tensor scores, Batch memories) {
    return scores.crossEntropy(memories.labels()).mul((float) memories.size() / batch);
  }

  private Tensor dreamt(Tensor scores, Dreams dreams) {
    float temperature = judge.labels() ? judge.temperature() : 1;
    return scores
        .mul(1 / temperature)
        .crossEntropy(Objects.requireNonNull(dreams.targets()))
        .mul(temperature * temperature * dreams.size() / batch);
  }

  private static void report(Night night, Passed passed) {
    Dreams dreams = passed.dreams();
    for (int i = 0; i < Math.min(REPORTED, passed.size()) && dreams != null; i++) {
      night.dreamt(
          new Dream(
              dreams.source(),
              night.steps(),
              dreams.image(i),
              Dreams.row(Objects.requireNonNull(dreams.targets()), i),
              passed.confidences().length == 0 ? Float.NaN : passed.confidences()[i],
              dreams.parents().apply(i)));
    }
  }
}
