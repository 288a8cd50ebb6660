package io.reverie.op;

import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Connectionist temporal classification by its definition: every path there is, one by one. */
final class CtcByPaths {
  private CtcByPaths() {}

  static double[] losses(Ctc op, Tensor x) {
    int batch = x.dim(1);
    double[] losses = new double[batch];
    double sum = 0;
    for (int n = 0; n < batch; n++) {
      int first = n * op.labels().shape().dim(1);
      List<Integer> wanted = new ArrayList<>();
      for (int i = 0; i < op.lengths()[n]; i++) {
        wanted.add(op.labels().values()[first + i]);
      }
      double loss = -Math.log(probability(op, x, n, wanted, new int[op.steps()[n]], 0));
      losses[n] = op.zeroInfinity() && Double.isInfinite(loss) ? 0 : loss;
      boolean mean = op.reduction() == Reduction.MEAN;
      sum += mean ? losses[n] / Math.max(1, op.lengths()[n]) : losses[n];
    }
    return switch (op.reduction()) {
      case NONE -> losses;
      case SUM -> new double[] {sum};
      case MEAN, BATCH_MEAN -> new double[] {sum / batch};
    };
  }

  /** The probability of all paths that begin like this one and collapse to what is wanted. */
  private static double probability(
      Ctc op, Tensor x, int n, List<Integer> wanted, int[] path, int step) {
    if (step == path.length) {
      if (!collapsed(path, op.blank()).equals(wanted)) {
        return 0;
      }
      double sum = 0;
      for (int t = 0; t < path.length; t++) {
        sum += x.at(t, n, path[t]);
      }
      return Math.exp(sum);
    }
    double sum = 0;
    for (int c = 0; c < x.dim(2); c++) {
      path[step] = c;
      sum += probability(op, x, n, wanted, path, step + 1);
    }
    return sum;
  }

  /** Repetitions count once, then blanks go. */
  private static List<Integer> collapsed(int[] path, int blank) {
    List<Integer> labels = new ArrayList<>();
    for (int t = 0; t < path.length; t++) {
      if (path[t] != blank && (t == 0 || path[t] != path[t - 1])) {
        labels.add(path[t]);
      }
    }
    return labels;
  }
}
