package io.reverie.sleep;

import java.util.function.ToDoubleFunction;

/** The arithmetic of a linear layer and its loss in plain doubles, to compare with. */
public final class ByHand {
  private ByHand() {}

  /** W·x + b, where the numbers are the weights {@code [out, in]} and then the biases. */
  public static double[] logits(double[] theta, float... x) {
    int out = theta.length / (x.length + 1);
    var logits = new double[out];
    for (int o = 0; o < out; o++) {
      logits[o] = theta[out * x.length + o];
      for (int i = 0; i < x.length; i++) {
        logits[o] += theta[o * x.length + i] * x[i];
      }
    }
    return logits;
  }

  /** −log softmax(logits)[label]. */
  public static double crossEntropy(double[] logits, int label) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    return Math.log(sum) - logits[label];
  }

  /** The gradient of a function, by central differences. */
  public static double[] gradient(ToDoubleFunction<double[]> function, double[] at) {
    double step = 1e-5;
    var gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      var moved = at.clone();
      moved[i] = at[i] + step;
      double above = function.applyAsDouble(moved);
      moved[i] = at[i] - step;
      gradient[i] = (above - function.applyAsDouble(moved)) / (2 * step);
    }
    return gradient;
  }

  /** The same numbers as doubles. */
  public static double[] doubles(float... values) {
    var doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
