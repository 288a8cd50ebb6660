package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.data.Transform;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.stage.Noise.Place;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Replay, made of small parts: who comes back, changed in which way, under which noise, what is
 * learned from it, and how fast. A stage by itself, and what the stages of the protocol share.
 *
 * <pre>{@code
 * Replay.of(64).changed(recall).noisy(Noise.gaussian(0.1f))
 *     .teaching(Lesson.labels().plus(1, Lesson.distillation(Teacher.bedtime(), 2)))
 * }</pre>
 *
 * <p>Where nothing comes back, no step is made.
 *
 * @param batch memories a step
 * @param recollection who comes back
 * @param transform how a memory changes each time; {@link Transform#none} for not at all
 * @param noises what is disturbed
 * @param lesson what is learned
 * @param tempo how fast, and how firmly
 */
public record Replay(
    int batch,
    Recollection recollection,
    Transform transform,
    List<Noise> noises,
    Lesson lesson,
    Tempo tempo)
    implements Stage {
  /** Checks the batch. */
  public Replay {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "replay with batches of " + batch + ": at least 1 is needed");
    }
    noises = List.copyOf(noises);
  }

  /**
   * So many memories a step, all classes in equal parts, as they are, without noise, learned by
   * their labels at the night's pace.
   */
  public static Replay of(int batch) {
    return new Replay(
        batch,
        Recollection.by(Draw.balanced()),
        Transform.none(),
        List.of(),
        Lesson.labels(),
        Tempo.real());
  }

  /** The same with memories chosen in this way. */
  public Replay recalling(Recollection other) {
    return new Replay(batch, other, transform, noises, lesson, tempo);
  }

  /** The same with memories chosen by this rule. */
  public Replay drawing(Draw rule) {
    return recalling(Recollection.by(rule));
  }

  /** The same with memories that change in this way. */
  public Replay changed(Transform other) {
    return new Replay(batch, recollection, other, noises, lesson, tempo);
  }

  /** The same under these noises, in this order, and no others. */
  public Replay noisy(Noise... others) {
    return new Replay(batch, recollection, transform, List.of(others), lesson, tempo);
  }

  /** The same with another lesson. */
  public Replay teaching(Lesson other) {
    return new Replay(batch, recollection, transform, noises, other, tempo);
  }

  /** The same at another tempo. */
  public Replay at(Tempo other) {
    return new Replay(batch, recollection, transform, noises, lesson, other);
  }

  @Override
  public void sleep(Night night, int steps) {
    for (int left = steps; left > 0; left -= tempo.compression()) {
      step(night, Math.min(tempo.compression(), left));
    }
  }

  /** One step that stands for so many. */
  private void step(Night night, int steps) {
    Recall recalled = recollection.recall(night, batch);
    if (recalled.size() == 0) {
      return;
    }
    Tensor played = tempo.played(recalled.batch().inputs());
    transform.apply(played, night.rng());
    Tensor inputs = disturbed(played, night);
    Batch seen = new Batch(inputs, recalled.batch().labels());
    UnaryOperator<Tensor> loss = lesson.about(night, seen, recalled);
    night.step(
        seen.size(),
        model -> loss.apply(model.forward(inputs)),
        new Night.Pace(steps, tempo.softness(), noises));
  }

  private Tensor disturbed(Tensor played, Night night) {
    Tensor inputs = played;
    for (Noise noise : noises) {
      if (noise.place() == Place.INPUT) {
        inputs = noise.disturb(inputs, night.hour(), night.rng());
      }
    }
    return inputs;
  }
}
