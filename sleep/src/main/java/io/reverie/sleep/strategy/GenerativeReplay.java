package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.dream.Generator;
import io.reverie.sleep.dream.Sampler;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Deep generative replay (Shin et al. 2017): a generator learns what inputs look like, and while a
 * new task is learned, copies of generator and network from before it supply the old ones with
 * their labels.
 *
 * <p>In task T both learn {@code (1/T) · loss of the batch + (1 − 1/T) · loss of the replay}, as in
 * van de Ven's code. Labels are the class that the old network finds likeliest among those met (his
 * "hard" labels); a conditional generator is asked for classes met in equal parts, and its samples
 * are labelled by the old network too. Unlike in the paper, networks go on from their old weights
 * instead of starting anew.
 *
 * <p>No input is kept, but weights are, and they are charged: the generator with its optimizer, the
 * frozen generator, the frozen network. For small networks that is more than a memory that does
 * better. Known to fail as inputs grow richer than a generator can learn, and to blur from task to
 * task.
 */
public final class GenerativeReplay implements Strategy {
  private final Learner learner;
  private final Generator generator;
  private final int replay;
  private final Rng rng;
  private final BitSet seen = new BitSet();
  private int[] known = {};
  private int tasks;
  private @Nullable Twin oldNetwork;
  private @Nullable Sampler oldGenerator;

  /**
   * The method with a network, a generator that pays into the same ledger, and so many replays a
   * step (van de Ven's are as many as the batch has samples).
   */
  public GenerativeReplay(Learner learner, Generator generator, int replay, Rng rng) {
    if (replay < 1 || generator.learner().ledger() != learner.ledger()) {
      throw new IllegalArgumentException(
          "generative replay of %d samples a step: at least 1, and a generator that pays into the network's ledger, are needed"
              .formatted(replay));
    }
    this.learner = learner;
    this.generator = generator;
    this.replay = replay;
    this.rng = rng;
    learner.ledger().keeps("frozen generator", generator.bytes());
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public void observe(Batch batch) {
    for (int label : batch.labels()) {
      seen.set(label);
    }
    if (oldNetwork == null || oldGenerator == null) {
      learner.step(batch);
      generator.learn(batch, rng);
      return;
    }
    int[] asked = new int[replay];
    for (int i = 0; i < replay; i++) {
      asked[i] = known[rng.nextInt(known.length)];
    }
    Tensor dreamt = oldGenerator.sample(asked, rng);
    Batch both = batch.concat(new Batch(dreamt, labels(oldNetwork, dreamt)));
    float[] weights = weights(batch.size(), replay, tasks + 1);
    learner.step(both.size(), net -> weighted(net.forward(both.inputs()), both.labels(), weights));
    generator.learn(
        generator.conditional() ? batch.concat(new Batch(dreamt, asked)) : both, weights, rng);
  }

  /** 1/T spread over the batch, the rest over the replay. */
  static float[] weights(int batch, int replay, int task) {
    float[] weights = new float[batch + replay];
    Arrays.fill(weights, 0, batch, 1f / task / batch);
    Arrays.fill(weights, batch, batch + replay, (1 - 1f / task) / replay);
    return weights;
  }

  /** The sum of the cross-entropies, each times its weight. */
  private static Tensor weighted(Tensor scores, int[] labels, float[] weights) {
    int classes = scores.dim(1);
    Tensor targets = Indices.of(labels, labels.length).oneHot(classes);
    for (int i = 0; i < labels.length; i++) {
      // Cross-entropy is linear in its targets, and the mean divides by the rows.
      targets.array()[i * classes + labels[i]] = weights[i] * labels.length;
    }
    return scores.crossEntropy(targets);
  }

  private int[] labels(Twin network, Tensor inputs) {
    Tensor scores = network.outputs(inputs);
    int[] labels = new int[inputs.dim(0)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = known[0];
      for (int c : known) {
        labels[i] = scores.at(i, c) > scores.at(i, labels[i]) ? c : labels[i];
      }
    }
    return labels;
  }

  @Override
  public void endTask(int task, Dataset data) {
    if (seen.isEmpty()) {
      return; // nothing was learned: there is nothing to replay
    }
    tasks++;
    known = seen.stream().toArray();
    oldNetwork = new Twin(learner, "teacher");
    oldGenerator = generator.frozen();
  }
}
