package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Any strategy, whose answers are corrected by {@code α_k·z + β_k}, one pair of numbers for the
 * classes of each task, fitted on a few samples of each class (after bias correction, BiC, Wu et
 * al., CVPR 2019).
 *
 * <p>The model stays as it is: what this brings was in its outputs all along. BiC fits one pair at
 * each task's end and keeps it; here all pairs are fitted anew, because nothing else holds the old
 * ones in place. The pairs are those of least mean cross-entropy plus {@code 10⁻³·Σ(α_k − 1)² +
 * β_k²}, which keeps them finite where the samples can be told apart without error; all start from
 * α = 1, β = 0, and the first is fitted as well, because with cross-entropy the size of outputs
 * matters. Classes never seen are left alone.
 */
public final class LogitBias implements Around {
  private static final int STEPS = 2000;
  private static final double RATE = 0.02;
  private static final double HOLD = 1e-3;

  private final Strategy inner;
  private final FewOfEach few;
  private int[] taskOf = new int[0];
  private double[] alpha = new double[0];
  private double[] beta = new double[0];

  /** The strategy with a correction that is fitted on so many samples of each class. */
  public LogitBias(Strategy inner, int each, Rng rng) {
    this.inner = inner;
    this.few = new FewOfEach(each, rng, "samples for the bias");
  }

  @Override
  public Strategy inner() {
    return inner;
  }

  @Override
  public void endTask(int task, Dataset data) {
    inner.endTask(task, data);
    int known = taskOf.length;
    taskOf = Arrays.copyOf(taskOf, Math.max(known, data.classes()));
    Arrays.fill(taskOf, known, taskOf.length, -1);
    int group = alpha.length;
    boolean fresh = false;
    for (int i = 0; i < data.size(); i++) {
      if (taskOf[data.label(i)] < 0) {
        taskOf[data.label(i)] = group;
        fresh = true;
      }
    }
    few.add(data, learner().ledger());
    int groups = group + (fresh ? 1 : 0);
    alpha = new double[groups];
    beta = new double[groups];
    Arrays.fill(alpha, 1);
    Batch batch = few.all();
    fit(learner().outputs(batch.inputs()), batch.labels());
  }

  /** Adam (Kingma &amp; Ba 2015) on a few numbers, in doubles. */
  private void fit(Tensor z, int[] labels) {
    int groups = alpha.length;
    double[] first = new double[2 * groups];
    double[] second = new double[2 * groups];
    for (int step = 1; step <= STEPS; step++) {
      double[] slope = slope(z, labels);
      for (int p = 0; p < slope.length; p++) {
        first[p] = 0.9 * first[p] + 0.1 * slope[p];
        second[p] = 0.999 * second[p] + 0.001 * slope[p] * slope[p];
        double mean = first[p] / (1 - Math.pow(0.9, step));
        double size = Math.sqrt(second[p] / (1 - Math.pow(0.999, step)));
        double change = RATE * (1 - (step - 1.0) / STEPS) * mean / (size + 1e-12);
        if (p < groups) {
          alpha[p] -= change;
        } else {
          beta[p - groups] -= change;
        }
      }
    }
  }

  /** The slope of the fitted function: first by every α, then by every β. */
  private double[] slope(Tensor z, int[] labels) {
    int groups = alpha.length;
    double[] slope = new double[2 * groups];
    for (int g = 0; g < groups; g++) {
      slope[g] = 2 * HOLD * (alpha[g] - 1);
      slope[groups + g] = 2 * HOLD * beta[g];
    }
    double[] share = new double[taskOf.length];
    for (int i = 0; i < labels.length; i++) {
      softmax(z, i, share);
      for (int c = 0; c < share.length; c++) {
        if (taskOf[c] >= 0) {
          double error = (share[c] - (c == labels[i] ? 1 : 0)) / labels.length;
          slope[taskOf[c]] += error * z.at(i, c);
          slope[groups + taskOf[c]] += error;
        }
      }
    }
    return slope;
  }

  /** The corrected probabilities of the classes seen. */
  private void softmax(Tensor z, int row, double[] share) {
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < share.length; c++) {
      share[c] =
          taskOf[c] < 0
              ? Double.NEGATIVE_INFINITY
              : alpha[taskOf[c]] * z.at(row, c) + beta[taskOf[c]];
      most = Math.max(most, share[c]);
    }
    double sum = 0;
    for (int c = 0; c < share.length; c++) {
      share[c] = Math.exp(share[c] - most);
      sum += share[c];
    }
    for (int c = 0; c < share.length; c++) {
      share[c] /= sum;
    }
  }

  /** The model's outputs, corrected; those of classes never seen as they are. */
  @Override
  public Tensor scores(Tensor inputs) {
    Tensor z = learner().answers(inputs);
    float[] corrected = z.toArray();
    int classes = z.dim(1);
    for (int i = 0; i < corrected.length; i++) {
      int c = i % classes;
      if (c < taskOf.length && taskOf[c] >= 0) {
        corrected[i] = (float) (alpha[taskOf[c]] * corrected[i] + beta[taskOf[c]]);
      }
    }
    return Tensor.of(corrected, z.dim(0), classes);
  }

  /** α of each task, in their order. */
  public double[] alpha() {
    return alpha.clone();
  }

  /** β of each task, in their order. */
  public double[] beta() {
    return beta.clone();
  }
}
