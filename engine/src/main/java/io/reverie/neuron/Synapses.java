package io.reverie.neuron;

import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of units that meet the same inputs: what the learning rules of this package share.
 */
final class Synapses {
  /** {@code [units, inputs]}. */
  final Tensor weight;

  /** Weights of zero. */
  Synapses(int units, int inputs) {
    if (units < 1 || inputs < 1) {
      throw new IllegalArgumentException(
          "%d units with %d inputs: at least one of each is needed".formatted(units, inputs));
    }
    weight = Tensor.zeros(units, inputs);
  }

  int units() {
    return weight.dim(0);
  }

  /** w·x of a unit, added up in double precision. */
  double drive(int unit, float[] x) {
    int inputs = weight.dim(1);
    if (x.length != inputs) {
      throw new IllegalArgumentException(
          "%d numbers for neurons of %d inputs: one an input".formatted(x.length, inputs));
    }
    double sum = 0;
    for (int i = 0; i < inputs; i++) {
      if (!Float.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "input %d is %s: a weight that learnt from it would be lost".formatted(i, x[i]));
      }
      sum += (double) weight.array()[unit * inputs + i] * x[i];
    }
    return sum;
  }

  /** w ← w + amount·x of a unit. */
  void add(int unit, double amount, float[] x) {
    for (int i = 0; i < x.length; i++) {
      weight.array()[unit * x.length + i] += (float) (amount * x[i]);
    }
  }

  /** The samples of {@code [n, inputs]} that go with n answers. */
  static float[][] rows(Tensor x, int answers) {
    if (x.shape().rank() != 2 || x.dim(0) != answers) {
      throw new IllegalArgumentException(
          "samples of shape %s for %d answers: [%2$d, inputs] is needed"
              .formatted(x.shape(), answers));
    }
    float[] all = x.toArray();
    float[][] rows = new float[answers][];
    for (int i = 0; i < answers; i++) {
      rows[i] = Arrays.copyOfRange(all, i * x.dim(1), (i + 1) * x.dim(1));
    }
    return rows;
  }

  /** The rate, if it is one. */
  static float rate(float rate) {
    if (!(rate > 0 && rate < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a learning rate of %s: it must be above 0".formatted(rate));
    }
    return rate;
  }
}
