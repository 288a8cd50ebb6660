package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.memory.Herding;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * Incremental classifier and representation learning, iCaRL (Rebuffi et al. 2017): a few exemplars
 * a class, and the class whose exemplars are nearest answers.
 *
 * <p>Each output is a yes or no of its own. Loss: the mean binary cross-entropy over all outputs of
 * the batch and some exemplars, where outputs of earlier tasks' classes are held to what the model
 * said when the last task ended. Exemplars are chosen by {@link Herding} when a task ends, equally
 * many a class; those of earlier classes lose their last ones. An input's class is that whose
 * exemplars' mean feature is nearest, features being what the last linear layer sees, at length 1.
 *
 * <p>The paper and Mammoth mix the exemplars into the task's data once; here some of them join each
 * batch, since a stream does not tell how long a task is. Mammoth also averages features with those
 * of the mirrored picture; this does not. Rate 0.1 and 10 memories are Mammoth's for the split.
 *
 * <p>Where a class comes in a later task again, its exemplars compete with what is new.
 */
public final class Icarl implements Strategy {
  private final Learner learner;
  private final int capacity;
  private final int classes;
  private final int replay;
  private final Rng rng;
  private final Herding herding;
  private @Nullable ReplayBuffer exemplars;
  private @Nullable Twin teacher;

  /** Of the exemplars; null while the model has learned since they were asked for. */
  private @Nullable ClassMeans means;

  /**
   * The method.
   *
   * @param capacity how many exemplars there may be in all
   * @param classes how many outputs the model has
   * @param replay exemplars that join a batch, drawn with replacement
   */
  public Icarl(Learner learner, int capacity, int classes, int replay, Rng rng) {
    if (capacity < classes || classes < 1 || replay < 0) {
      throw new IllegalArgumentException(
          "iCaRL with %d exemplars of %d classes and %d a step: at least 1 a class and 0 a step are"
                  .formatted(capacity, classes, replay)
              + " needed");
    }
    this.learner = learner;
    this.capacity = capacity;
    this.classes = classes;
    this.replay = replay;
    this.rng = rng;
    this.herding =
        new Herding(inputs -> {
          learner.ledger().forwardSamples(inputs.dim(0));
          return Penultimate.of(learner.model(), inputs);
        });
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public void observe(Batch batch) {
    Batch learned = batch;
    if (exemplars != null && replay > 0) {
      int[] chosen = new int[replay];
      for (int i = 0; i < replay; i++) {
        chosen[i] = rng.nextInt(exemplars.size());
      }
      learned = batch.concat(exemplars.recall(chosen).batch());
    }
    Tensor inputs = learned.inputs();
    Tensor targets = targets(learned);
    learner.step(learned.size(), net -> net.forward(inputs).bceWithLogits(targets));
    means = null;
  }

  /** Yes for the label and no for all others, but for old classes what the teacher says. */
  private Tensor targets(Batch batch) {
    Tensor targets = Indices.of(batch.labels(), batch.size()).oneHot(classes);
    if (teacher != null && exemplars != null) {
      int[] old = exemplars.presentClasses();
      Tensor said = teacher.outputs(batch.inputs()).sigmoid();
      for (int i = 0; i < batch.size(); i++) {
        for (int c : old) {
          targets.array()[targets.offset() + i * classes + c] = said.at(i, c);
        }
      }
    }
    return targets;
  }

  @Override
  public void endTask(int task, Dataset data) {
    if (data.size() == 0) {
      return;
    }
    if (exemplars == null) {
      exemplars =
          ReplayBuffer.of(
              capacity, data.sample(), classes, KeepRule.reservoir(), rng.split("exemplars"));
      learner.ledger().keeps("memory", exemplars.bytes());
    }
    herding.keep(exemplars, data, task);
    teacher = new Twin(learner, "teacher");
    means = null;
  }

  /**
   * Minus the squared distance to each class's mean feature; −∞ where there are no exemplars. The
   * outputs before the first task has ended. The exemplars are asked anew whenever the model has
   * learned; in tests alone, so it is not charged.
   */
  @Override
  public Tensor scores(Tensor inputs) {
    if (exemplars == null) {
      return learner.answers(inputs);
    }
    if (means == null) {
      Batch all = exemplars.all().batch();
      means = ClassMeans.onSphere(classes);
      means.add(Penultimate.of(learner.model(), all.inputs()), all.labels());
    }
    return means.scores(Penultimate.of(learner.model(), inputs));
  }
}
