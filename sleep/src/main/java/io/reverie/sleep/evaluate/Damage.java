package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What a change such as {@link io.reverie.sleep.dawn.Compression} did to a model's answers. Of a
 * night's benefit, compare the damage to a model that has slept with that to one that has not.
 *
 * @param before how the test was answered before
 * @param after how it is answered now
 * @param divergence the mean of KL(p_before ‖ p_after) over the test's samples, in nats: what
 *     changed even where the answer is still right
 */
public record Damage(Exam before, Exam after, double divergence) {
  private static final int PIECE = 500;

  /** Asks both models. */
  public static Damage of(Layer before, Layer after, Dataset test) {
    UnaryOperator<Tensor> old = Features.of(before);
    UnaryOperator<Tensor> now = Features.of(after);
    double divergence = 0;
    for (Batch batch : test.batches(PIECE)) {
      float[] p = old.apply(batch.inputs()).toArray();
      float[] q = now.apply(batch.inputs()).toArray();
      int classes = p.length / batch.size();
      for (int at = 0; at < p.length; at += classes) {
        divergence += divergence(p, q, at, classes);
      }
    }
    return new Damage(Exam.of(old, test), Exam.of(now, test), divergence / test.size());
  }

  private static double divergence(float[] p, float[] q, int at, int classes) {
    double ofP = logSum(p, at, classes);
    double ofQ = logSum(q, at, classes);
    double sum = 0;
    for (int c = at; c < at + classes; c++) {
      sum += Math.exp(p[c] - ofP) * ((p[c] - ofP) - (q[c] - ofQ));
    }
    return sum;
  }

  private static double logSum(float[] x, int at, int classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = at; c < at + classes; c++) {
      largest = Math.max(largest, x[c]);
    }
    double sum = 0;
    for (int c = at; c < at + classes; c++) {
      sum += Math.exp(x[c] - largest);
    }
    return largest + Math.log(sum);
  }

  /** By how much accuracy fell; negative where it rose. */
  public double loss() {
    return before.accuracy() - after.accuracy();
  }
}
