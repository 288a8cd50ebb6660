package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.sleep.dream.FeedbackNetwork;
import io.reverie.sleep.stage.SoftTargets;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.BitSet;

/**
 * Brain-inspired replay, BI-R (van de Ven, Siegelmann &amp; Tolias 2020): the network replays
 * through its own feedback connections what it knew before the task, class by class.
 *
 * <p>In task T it learns {@code (1/T) · batch + (1 − 1/T) · replay}, each of them classification
 * plus painting. The batch is classified by cross-entropy; replay is distilled at temperature 2
 * from the network before the task, among the classes it had met. Painting is the network's {@link
 * FeedbackNetwork#feedbackLosses}, divided by the number of inputs. Of the paper's five parts these
 * are here: feedback, a Gaussian for each class, gates, distillation; not here is replay of hidden
 * features, which needs pretrained lower layers.
 *
 * <p>No input is kept, but a frozen copy of the network is, and the part of the network that only
 * paints; both are charged.
 */
public final class BrainInspiredReplay implements Strategy {
  /** Of the distillation; van de Ven's default. */
  private static final float TEMPERATURE = 2;

  private final Learner learner;
  private final FeedbackNetwork network;
  private final int replay;
  private final Rng rng;
  private final BitSet seen = new BitSet();
  private int[] known = {};
  private int tasks;
  private @Nullable FeedbackNetwork old;

  /**
   * The method for a learner whose model is a {@link FeedbackNetwork}, with so many replays a step
   * (van de Ven's are as many as the batch has samples).
   *
   * @throws IllegalArgumentException if the model is another, or there is no replay
   */
  public BrainInspiredReplay(Learner learner, int replay, Rng rng) {
    if (replay < 1 || !(learner.model() instanceof FeedbackNetwork feedback)) {
      throw new IllegalArgumentException(
          "brain-inspired replay of %d samples a step by a %s: at least 1 and a FeedbackNetwork are needed"
              .formatted(replay, learner.model().getClass().getSimpleName()));
    }
    this.learner = learner;
    this.network = feedback;
    this.replay = replay;
    this.rng = rng;
    long all = learner.parameters().size();
    long classifying = numbers(feedback.encoder()) + numbers(feedback.classifier());
    learner.ledger().keeps("feedback connections", Float.BYTES * (all - classifying));
    learner.ledger().keeps("teacher", Float.BYTES * all);
  }

  /** Counted by name: gathering a part's parameters would take them from the whole. */
  private static long numbers(Layer part) {
    return part.state().values().stream().mapToLong(Tensor::size).sum();
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
    if (old == null) {
      learner.step(batch.size(), _ -> batchLoss(batch, noise(batch.size())));
      return;
    }
    int[] asked = new int[replay];
    for (int i = 0; i < replay; i++) {
      asked[i] = known[rng.nextInt(known.length)];
    }
    Tensor dreamt = old.sample(asked, rng);
    Tensor targets = targets(old, dreamt);
    float share = 1f / (tasks + 1);
    learner.step(
        batch.size() + replay,
        _ -> {
          Tensor now = batchLoss(batch, noise(batch.size())).mul(share);
          Tensor hidden = network.hidden(dreamt);
          Tensor before =
              network
                  .classifier()
                  .forward(hidden)
                  .mul(1 / TEMPERATURE)
                  .crossEntropy(targets)
                  .mul(TEMPERATURE * TEMPERATURE)
                  .add(painting(hidden, dreamt, asked));
          return now.add(before.mul(1 - share));
        });
  }

  private Tensor batchLoss(Batch batch, Tensor noise) {
    Tensor hidden = network.hidden(batch.inputs());
    Tensor classified = network.classifier().forward(hidden).crossEntropy(batch.labels());
    return classified.add(painting(hidden, batch.inputs(), batch.labels(), noise));
  }

  private Tensor painting(Tensor hidden, Tensor inputs, int[] labels) {
    return painting(hidden, inputs, labels, noise(labels.length));
  }

  private Tensor painting(Tensor hidden, Tensor inputs, int[] labels, Tensor noise) {
    int width = inputs.size() / labels.length;
    return network.feedbackLosses(hidden, inputs, labels, noise).mean().mul(1f / width);
  }

  private Tensor noise(int n) {
    return Tensor.randn(rng, n, network.latent());
  }

  /**
   * What the old network takes the dreams for, at the temperature, among the classes it had met.
   */
  private Tensor targets(FeedbackNetwork teacher, Tensor inputs) {
    // Painted and classified: two passes.
    learner.ledger().forwardSamples(2L * inputs.dim(0));
    try (var _ = Tape.infer()) {
      return SoftTargets.of(teacher.forward(inputs), known, TEMPERATURE);
    }
  }

  @Override
  public void endTask(int task, Dataset data) {
    if (seen.isEmpty()) {
      return; // nothing was learned: there is nothing to replay
    }
    tasks++;
    known = seen.stream().toArray();
    old = (FeedbackNetwork) network.copy();
  }
}
