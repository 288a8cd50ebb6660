package io.reverie.sleep;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Linear;
import io.reverie.optim.Sgd;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Networks, memories and data so small that everything about them can be worked out. */
public final class Toys {
  private Toys() {}

  /** A linear layer with random weights and biases. */
  public static Linear linear(int in, int out, long seed) {
    return Linear.of(in, out, Rng.of(seed));
  }

  /** A linear layer that answers the one-hot input it is given: right on every {@link #memory}. */
  public static Linear echo(int classes) {
    float[] weight = new float[classes * classes];
    for (int c = 0; c < classes; c++) {
      weight[c * classes + c] = 5;
    }
    return new Linear(Parameter.of(weight, classes, classes), Parameter.zeros(classes));
  }

  /** A learner by plain gradient descent. */
  public static Learner learner(Linear model, float rate) {
    return Learner.of(model, Sgd.of(model, rate), Rng.of(0));
  }

  /** Each label as a one-hot input. */
  public static Batch oneHots(int classes, int... labels) {
    Tensor inputs = Tensor.zeros(labels.length, classes);
    for (int i = 0; i < labels.length; i++) {
      inputs.array()[i * classes + labels[i]] = 1;
    }
    return new Batch(inputs, labels);
  }

  /** A full memory of one-hot inputs with these labels, of task 0. */
  public static ReplayBuffer memory(int classes, int... labels) {
    var memory =
        ReplayBuffer.of(
            labels.length, Shape.of(classes), classes, KeepRule.reservoir(), Rng.of(77));
    memory.add(oneHots(classes, labels), 0);
    return memory;
  }

  /**
   * Classes as Gaussian clouds of deviation 1, whose centres are spread by this deviation; train
   * and test sets are the first and second of two calls with the same centres.
   */
  public static Dataset blobs(
      int classes, int dims, int each, float spread, long centres, long samples) {
    var middle = Tensor.randn(Rng.of(centres), classes, dims).mul(spread);
    var inputs = Tensor.randn(Rng.of(samples), classes * each, dims);
    var labels = new int[classes * each];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % classes;
      for (int d = 0; d < dims; d++) {
        inputs.array()[i * dims + d] += middle.at(labels[i], d);
      }
    }
    return Dataset.of(inputs, labels);
  }
}
