package io.reverie.inspect;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.Function;

/**
 * Compares gradients with central finite differences: whoever writes an op should run it.
 *
 * <p>The output is weighted with fixed random numbers into one, L, and for each input element the
 * slope (L(x + h) − L(x − h)) / 2h is held against what backward says. L is summed in double, and
 * float inputs limit what can be seen: expect agreement to about a part in a thousand of the
 * largest gradient. Keep inputs away from kinks (a rectifier's 0, ties of a maximum).
 */
public final class GradientCheck {
  private static final float STEP = 1e-2f;

  private GradientCheck() {}

  /**
   * Throws if the gradient of any input is wrong.
   *
   * @param function from the inputs to one tensor; called many times, so it must be deterministic
   * @param tolerance the largest difference allowed, as a share of max(1, largest gradient)
   * @throws AssertionError naming the input, the element, and both numbers
   */
  public static void check(
      Function<Tensor[], Tensor> function, double tolerance, Tensor... inputs) {
    double[] weights;
    Tensor[] gradients = new Tensor[inputs.length];
    try (var tape = Tape.probe()) {
      Tensor[] watched = new Tensor[inputs.length];
      for (int i = 0; i < inputs.length; i++) {
        watched[i] = tape.watch(inputs[i]);
      }
      Tensor output = function.apply(watched);
      Rng rng = Rng.of(1234);
      float[] arriving = new float[output.size()];
      weights = new double[output.size()];
      for (int i = 0; i < weights.length; i++) {
        arriving[i] = rng.nextFloat() + 0.5f;
        weights[i] = arriving[i];
      }
      tape.backward(output, Tensor.of(arriving, 0, output.shape()));
      for (int i = 0; i < inputs.length; i++) {
        gradients[i] = watched[i].gradient().copy();
      }
    }
    for (int i = 0; i < inputs.length; i++) {
      compare(function, tolerance, inputs, i, gradients[i].toArray(), weights);
    }
  }

  private static void compare(
      Function<Tensor[], Tensor> function,
      double tolerance,
      Tensor[] inputs,
      int input,
      float[] gradient,
      double[] weights) {
    double largest = 1;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    float[] x = inputs[input].array();
    int offset = inputs[input].offset();
    for (int j = 0; j < gradient.length; j++) {
      float kept = x[offset + j];
      float above = kept + STEP;
      float below = kept - STEP;
      x[offset + j] = above;
      double up = weighted(function.apply(inputs), weights);
      x[offset + j] = below;
      double down = weighted(function.apply(inputs), weights);
      x[offset + j] = kept;
      double slope = (up - down) / ((double) above - below);
      // Written so that NaN fails.
      if (!(Math.abs(slope - gradient[j]) <= tolerance * largest)) {
        throw new AssertionError(
            "gradient of input %d %s at element %d: backward says %s, finite differences %s"
                .formatted(input, inputs[input].shape(), j, gradient[j], slope));
      }
    }
  }

  private static double weighted(Tensor output, double[] weights) {
    float[] y = output.array();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * y[output.offset() + i];
    }
    return sum;
  }
}
