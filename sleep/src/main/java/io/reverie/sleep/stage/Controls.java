package io.reverie.sleep.stage;

import io.reverie.data.Transform;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Nights that should not help: each takes one thing away that is said to make sleep work, and pays
 * the same.
 */
public final class Controls {
  private Controls() {}

  /**
   * Sham sleep: a stage that does everything and is paid for, and leaves the weights as it found
   * them. A learning rate of 0 alone would let homeostasis act.
   */
  public static Stage sham(Stage stage) {
    return new Sham(stage);
  }

  private record Sham(Stage stage) implements Stage {
    @Override
    public void sleep(Night night, int steps) {
      night.settle();
      float[] before = night.learner().parameters().snapshot();
      stage.sleep(night, steps);
      night.learner().parameters().restore(before);
    }

    @Override
    public Map<String, Learner> others() {
      return stage.others();
    }

    @Override
    public int batch() {
      return stage.batch();
    }

    @Override
    public String name() {
      return stage.name();
    }
  }

  /**
   * Replay of noise: every number becomes a Gaussian one of the batch's mean and deviation; labels
   * stay.
   */
  public static Transform noise() {
    return (inputs, rng) -> {
      double sum = 0;
      double squares = 0;
      float[] x = inputs.array();
      int from = inputs.offset();
      int n = inputs.size();
      for (int i = from; i < from + n; i++) {
        sum += x[i];
        squares += (double) x[i] * x[i];
      }
      double mean = sum / n;
      double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
      for (int i = from; i < from + n; i++) {
        x[i] = (float) (mean + deviation * rng.nextGaussian());
      }
    };
  }

  /** Labels in random order within each batch: what is shown and what is said come apart. */
  public static Lesson shuffledLabels() {
    return (night, seen, recalled) -> {
      int[] labels = seen.labels().clone();
      night.rng().shuffle(labels);
      return outputs -> outputs.crossEntropy(labels);
    };
  }

  /**
   * Memories of the latest task alone, with replacement: nothing that could have been forgotten.
   */
  public static Draw currentTask() {
    return (memory, n, rng) -> {
      int latest = IntStream.range(0, memory.size()).map(memory::task).max().orElse(0);
      int[] own =
          IntStream.range(0, memory.size()).filter(slot -> memory.task(slot) == latest).toArray();
      return pick(own, n, rng);
    };
  }

  private static int[] pick(int[] from, int n, Rng rng) {
    int[] picked = new int[from.length == 0 ? 0 : n];
    Arrays.setAll(picked, i -> from[rng.nextInt(from.length)]);
    return picked;
  }
}
