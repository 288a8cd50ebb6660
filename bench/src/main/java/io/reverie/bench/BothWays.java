package io.reverie.bench;

import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.Function;

/**
 * A function of tensors to be timed forward, and forward and backward to the gradients of all its
 * inputs.
 */
final class BothWays {
  private final String name;
  private final Function<Tensor[], Tensor> function;
  private final Tensor[] inputs;
  private final Tensor value;
  private final Tensor above;

  BothWays(String name, Function<Tensor[], Tensor> function, Tensor... inputs) {
    this.name = name;
    this.function = function;
    this.inputs = inputs;
    this.value = function.apply(inputs);
    this.above = Inputs.randn(value.shape().dims());
  }

  /** The value's memory. */
  float[] forward() {
    try (var _ = Tape.infer()) {
      return function.apply(inputs).array();
    }
  }

  /** The value's memory, once the gradients are there too. */
  float[] bothWays() {
    try (var tape = Tape.train()) {
      Tensor value = function.apply(watched(tape));
      tape.backward(value, above);
      return value.array();
    }
  }

  /** The function's value, which outlives any tape. */
  Tensor value() {
    return value;
  }

  private Tensor[] watched(Tape tape) {
    Tensor[] leaves = new Tensor[inputs.length];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = tape.watch(inputs[i]);
    }
    return leaves;
  }

  /**
   * Throws unless the function rises along its gradient as steeply as the gradient is long, by the
   * difference quotient: a wrong number in any of the gradients would show.
   */
  void checkSlope() {
    float[][] slopes = new float[inputs.length][];
    double square = 0;
    try (var tape = Tape.train()) {
      Tensor[] leaves = watched(tape);
      tape.backward(function.apply(leaves), above);
      for (int i = 0; i < leaves.length; i++) {
        slopes[i] = leaves[i].gradient().toArray();
        square += dot(slopes[i], slopes[i]);
      }
    }
    double length = Math.sqrt(square);
    double step = 0.02;
    double rise = moved(slopes, step / length) - moved(slopes, -step / length);
    Inputs.check(name + ", slope", rise / (2 * step), length, 0.02);
  }

  /** The weighted value where the inputs have moved so far along these slopes. */
  private double moved(float[][] slopes, double step) {
    Tensor[] moved = new Tensor[inputs.length];
    for (int i = 0; i < moved.length; i++) {
      float[] values = inputs[i].toArray();
      for (int j = 0; j < values.length; j++) {
        values[j] += (float) (step * slopes[i][j]);
      }
      moved[i] = Tensor.of(values, inputs[i].shape().dims());
    }
    try (var _ = Tape.train()) {
      return dot(function.apply(moved).toArray(), above.toArray());
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
