package io.reverie.inspect;

import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;

/**
 * The second derivatives of a loss, seen along directions: the Hessian H is never formed.
 *
 * <p>H·v is the central difference of two gradients, (g(w + εv) − g(w − εv)) / 2ε, with ε·‖v‖ =
 * 2⁻⁹·(1 + ‖w‖/√n): about the cube root of float's precision, where rounding and curvature's own
 * change meet. Expect two to three digits. The model is left as it was, gradients included.
 */
public final class Curvature {
  private static final double STEP = 0x1p-9;

  private Curvature() {}

  /**
   * H·v at the parameters' present values.
   *
   * @param gradients adds the gradients of the loss to the parameters, by a tape of its own:
   *     forward and backward, no optimizer. Called twice, so it must be deterministic
   * @param v the direction, one number a parameter, in the order of {@link Parameters#values}
   * @throws IllegalArgumentException if there are more or fewer numbers, or they are all 0
   */
  public static float[] hessianVector(Parameters parameters, Runnable gradients, float[] v) {
    if (v.length != parameters.size()) {
      throw new IllegalArgumentException(
          "a direction of %d numbers for %d parameters: one each is needed"
              .formatted(v.length, parameters.size()));
    }
    double length = norm(v);
    if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a direction of length " + length + " leads nowhere");
    }
    float[] values = parameters.snapshot();
    float[] before = parameters.gradients().clone();
    double scale = 1 + norm(values) / Math.sqrt(Math.max(1, values.length));
    double epsilon = STEP * scale / length;
    try {
      float[] above = at(parameters, gradients, values, v, epsilon);
      float[] below = at(parameters, gradients, values, v, -epsilon);
      for (int i = 0; i < above.length; i++) {
        above[i] = (float) (((double) above[i] - below[i]) / (2 * epsilon));
      }
      return above;
    } finally {
      parameters.restore(values);
      System.arraycopy(before, 0, parameters.gradients(), 0, before.length);
    }
  }

  private static float[] at(
      Parameters parameters, Runnable gradients, float[] values, float[] v, double epsilon) {
    float[] moved = parameters.values();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (values[i] + epsilon * v[i]);
    }
    parameters.clearGradients();
    gradients.run();
    return parameters.gradients().clone();
  }

  /**
   * The Hessian's eigenvalue of largest size by power iteration: the sharpness of the minimum.
   *
   * @param iterations how often the direction is turned; 20 give one to two digits
   * @param rng for the first direction
   * @return the Rayleigh quotient of the last direction; 0 where the loss is flat along all seen
   */
  public static double largestEigenvalue(
      Parameters parameters, Runnable gradients, int iterations, Rng rng) {
    float[] v = new float[parameters.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = rng.nextGaussian();
    }
    double eigenvalue = 0;
    for (int iteration = 0; iteration < iterations; iteration++) {
      double length = norm(v);
      for (int i = 0; i < v.length; i++) {
        v[i] = (float) (v[i] / length);
      }
      float[] turned = hessianVector(parameters, gradients, v);
      eigenvalue = 0;
      for (int i = 0; i < v.length; i++) {
        eigenvalue += (double) v[i] * turned[i];
      }
      if (norm(turned) == 0) {
        return 0;
      }
      v = turned;
    }
    return eigenvalue;
  }

  private static double norm(float[] v) {
    double sum = 0;
    for (float x : v) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }
}
