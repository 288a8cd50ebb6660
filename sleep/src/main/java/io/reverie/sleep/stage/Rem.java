package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.data.Transform;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Dreaming: memories are recombined into inputs that never were, and learned with both labels.
 *
 * <p>A dream is λ·a + (1 − λ)·b of two memories, drawn with all classes in equal parts (mixup,
 * Zhang et al. 2018), with λ from Beta(α, α), one a step. Some dreams of the stage's first step are
 * kept for the report. One dream in {@code anchors} stays a real memory, so that dreams cannot
 * drift away.
 *
 * @param batch dreams a step
 * @param alpha how thoroughly memories mix: 0 leaves them as they are, 1 mixes evenly
 * @param anchors every how many-th dream is a real memory; 0 for never
 * @param recall how a memory changes before it is mixed
 */
public record Rem(int batch, float alpha, int anchors, Transform recall) implements Stage {
  /** Checks the numbers. */
  public Rem {
    if (batch < 1 || !(alpha >= 0) || anchors < 0) {
      throw new IllegalArgumentException(
          "REM with batches of %d, α = %s, anchors %d: at least 1, 0 and 0 are needed"
              .formatted(batch, alpha, anchors));
    }
  }

  @Override
  public String name() {
    return "REM";
  }

  @Override
  public void sleep(Night night, int steps) {
    for (int i = 0; i < steps; i++) {
      Batch first = night.recall(batch);
      Batch second = night.recall(batch);
      recall.apply(first.inputs(), night.rng());
      recall.apply(second.inputs(), night.rng());
      float share = alpha == 0 ? 1 : night.rng().nextBeta(alpha);
      Tensor dreams = mix(first.inputs(), second.inputs(), share);
      int[] otherLabels = otherLabels(first.labels(), second.labels());
      if (i == 0) {
        report(night, dreams, first, second, share);
      }
      night.step(
          batch,
          model -> {
            Tensor outputs = model.forward(dreams);
            Tensor one = outputs.crossEntropy(first.labels()).mul(share);
            return one.add(outputs.crossEntropy(otherLabels).mul(1 - share));
          });
    }
  }

  private boolean anchored(int i) {
    return anchors > 0 && i % anchors == 0;
  }

  private Tensor mix(Tensor first, Tensor second, float share) {
    int size = first.size() / batch;
    float[] mixed = new float[first.size()];
    float[] a = first.array();
    float[] b = second.array();
    for (int i = 0; i < mixed.length; i++) {
      float part = anchored(i / size) ? 1 : share;
      mixed[i] = part * a[first.offset() + i] + (1 - part) * b[second.offset() + i];
    }
    return Tensor.of(mixed, 0, first.shape());
  }

  private int[] otherLabels(int[] first, int[] second) {
    int[] labels = second.clone();
    for (int i = 0; i < labels.length; i++) {
      if (anchored(i)) {
        labels[i] = first[i];
      }
    }
    return labels;
  }

  private void report(Night night, Tensor dreams, Batch first, Batch second, float share) {
    int size = dreams.size() / batch;
    for (int i = 0, kept = 0; i < batch && kept < 4; i++) {
      if (!anchored(i)) {
        kept++;
        night.dreamt(
            new Dream(
                row(dreams, i, size),
                row(first.inputs(), i, size),
                row(second.inputs(), i, size),
                first.labels()[i],
                second.labels()[i],
                share));
      }
    }
  }

  private static float[] row(Tensor tensor, int i, int size) {
    int from = tensor.offset() + i * size;
    return Arrays.copyOfRange(tensor.array(), from, from + size);
  }
}
