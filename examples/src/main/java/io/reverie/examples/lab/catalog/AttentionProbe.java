package io.reverie.examples.lab.catalog;

import io.reverie.data.Dataset;
import io.reverie.examples.lab.Probe;
import io.reverie.nn.AttentionMask;
import io.reverie.nn.Layer;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerEncoderLayer;
import io.reverie.sleep.evaluate.Event;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * Which patches a small Transformer attends to: in the evening, under the noise of sleep, at dawn.
 *
 * <p>The mean over heads and queries of the first layer's attention, for one test image of each
 * task; of the last night of the first seed.
 */
final class AttentionProbe implements Probe {
  /** Of the noise on attention scores, in units of a score. */
  private static final float SIGMA = 1;

  private double @Nullable [][] evening;

  @Override
  public void saw(Event event, Subject subject, Notes notes) {
    if (!subject.first() || !(subject.strategy().learner().model() instanceof Sequential model)) {
      return;
    }
    if (event instanceof Event.Tested) {
      evening = maps(model, images(subject), null);
    }
    int tasks = subject.bench().trial().scenario().stream().size();
    if (event instanceof Event.NightPassed && subject.strategy().nights().size() == tasks) {
      Tensor images = images(subject);
      double[][] dawn = maps(model, images, null);
      double[][] asleep = maps(model, images, subject.stream("attention"));
      for (int i = 0; i < dawn.length; i++) {
        if (evening != null) {
          notes.row("attention_evening@", evening[i]);
        }
        notes.row("attention_asleep@", asleep[i]);
        notes.row("attention_dawn@", dawn[i]);
        notes.row("attended@", pixels(images, i));
      }
    }
  }

  private static Tensor images(Subject subject) {
    Dataset[] firsts =
        subject.bench().trial().scenario().tests().stream()
            .map(task -> task.test().first(1))
            .toArray(Dataset[]::new);
    return Dataset.concat(firsts).all().inputs();
  }

  private static double[] pixels(Tensor images, int i) {
    double[] pixels = new double[images.dim(1)];
    for (int j = 0; j < pixels.length; j++) {
      pixels[j] = Math.round(images.at(i, j) * 100) / 100.0;
    }
    return pixels;
  }

  /** A row for each image: how much each patch is attended to. */
  private static double[][] maps(Sequential model, Tensor images, @Nullable Rng noise) {
    try (var _ = Tape.infer()) {
      Tensor x = images;
      for (Layer layer : model.layers()) {
        if (layer instanceof TransformerEncoder encoder) {
          return received(encoder.layers().getFirst(), x, noise);
        }
        x = layer.forward(x);
      }
    }
    throw new IllegalArgumentException("attention of a model without a Transformer: " + model);
  }

  private static double[][] received(TransformerEncoderLayer layer, Tensor x, @Nullable Rng noise) {
    Tensor y = layer.norm1().forward(x);
    int patches = x.dim(1);
    AttentionMask mask = AttentionMask.none();
    if (noise != null) {
      float[] bias = new float[x.dim(0) * patches * patches];
      for (int i = 0; i < bias.length; i++) {
        bias[i] = SIGMA * noise.nextGaussian();
      }
      mask = mask.withBias(Tensor.of(bias, x.dim(0), 1, patches, patches));
    }
    Tensor weights = layer.selfAttn().weights(y, y, mask).mean(1, 2);
    double[][] received = new double[x.dim(0)][patches];
    for (int i = 0; i < received.length; i++) {
      for (int j = 0; j < patches; j++) {
        received[i][j] = weights.at(i, j);
      }
    }
    return received;
  }
}
