package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * <p>For streams where a class comes in one task only: exemplars of a class are chosen once.
 */
public final class Icarl implements Strategy {
  private final Learner learner;
  private final int capacity;
  private final int classes;
  private final int replay;
  private final Rng rng;
  private final SortedMap<Integer, Dataset> exemplars = new TreeMap<>();
  private @Nullable Dataset pool;
  private @Nullable Teacher teacher;
  private final SortedMap<Integer, float[]> means = new TreeMap<>();

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
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public String advice() {
    return "iCaRL chooses the exemplars of a class when its first task ends: it is for streams where"
        + " a class comes in one task only.";
  }

  @Override
  public void observe(Batch batch) {
    Batch all = batch;
    if (pool != null && replay > 0) {
      int[] chosen = new int[replay];
      for (int i = 0; i < replay; i++) {
        chosen[i] = rng.nextInt(pool.size());
      }
      all = ExperienceReplay.join(batch, pool.batch(chosen));
    }
    Batch learned = all;
    Tensor targets = targets(learned);
    learner.step(learned.size(), net -> net.forward(learned.inputs()).bceWithLogits(targets));
    means.clear();
  }

  /** Yes for the label and no for all others, but for old classes what the teacher says. */
  private Tensor targets(Batch batch) {
    float[] targets = new float[batch.size() * classes];
    for (int i = 0; i < batch.size(); i++) {
      targets[i * classes + batch.labels()[i]] = 1;
    }
    if (teacher != null) {
      float[] said = teacher.outputs(batch.inputs()).sigmoid().toArray();
      for (int i = 0; i < batch.size(); i++) {
        for (int c : exemplars.keySet()) {
          targets[i * classes + c] = said[i * classes + c];
        }
      }
    }
    return Tensor.of(targets, batch.size(), classes);
  }

  @Override
  public void endTask(int task, Dataset data) {
    SortedMap<Integer, Dataset> young = new TreeMap<>();
    for (int c = 0; c < classes; c++) {
      int label = c;
      Dataset own = exemplars.containsKey(c) ? data.first(0) : data.filter(l -> l == label);
      if (own.size() > 0) {
        young.put(c, own);
      }
    }
    int known = exemplars.size() + young.size();
    if (known == 0) {
      return;
    }
    int each = capacity / known;
    exemplars.replaceAll((_, old) -> old.first(each));
    young.forEach((c, own) -> exemplars.put(c, chosen(own, each)));
    pool = Dataset.concat(exemplars.values().toArray(Dataset[]::new));
    teacher = new Teacher(learner, "teacher");
    means.clear();
    long bytes = (long) Float.BYTES * data.sample().size() + Integer.BYTES;
    learner.ledger().keeps("memory", bytes * capacity);
  }

  private Dataset chosen(Dataset own, int n) {
    learner.ledger().forwardSamples(own.size());
    Batch chosen = own.batch(Herding.of(features(own), n));
    return Dataset.of(chosen.inputs(), chosen.labels());
  }

  private Tensor features(Dataset data) {
    Tensor[] pieces = new Tensor[(data.size() + 499) / 500];
    int i = 0;
    for (Batch piece : data.batches(500)) {
      pieces[i++] = Features.of(learner.model(), piece.inputs());
    }
    return pieces[0].concat(0, Arrays.copyOfRange(pieces, 1, pieces.length));
  }

  /**
   * Minus the squared distance to each class's mean feature; −∞ where there are no exemplars. The
   * outputs before the first task has ended.
   */
  @Override
  public Tensor scores(Tensor inputs) {
    if (exemplars.isEmpty()) {
      return learner.answers(inputs);
    }
    SortedMap<Integer, float[]> centres = means();
    Tensor features = Features.of(learner.model(), inputs);
    float[] scores = new float[inputs.dim(0) * classes];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    centres.forEach((c, mean) -> {
      for (int i = 0; i < inputs.dim(0); i++) {
        scores[i * classes + c] = near(features, i, mean);
      }
    });
    return Tensor.of(scores, inputs.dim(0), classes);
  }

  /** Each class's mean feature, worked out again when the model has learned. */
  private SortedMap<Integer, float[]> means() {
    if (means.isEmpty()) {
      exemplars.forEach(
          (c, own) -> means.put(c, Features.ofLengthOne(features(own).mean(true, 0)).toArray()));
    }
    return means;
  }

  private static float near(Tensor features, int row, float[] mean) {
    double squares = 0;
    for (int d = 0; d < mean.length; d++) {
      double way = features.at(row, d) - mean[d];
      squares += way * way;
    }
    return (float) (0 - squares); // not −0
  }
}
