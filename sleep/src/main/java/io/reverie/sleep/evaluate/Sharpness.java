package io.reverie.sleep.evaluate;

import io.reverie.inspect.Curvature;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;

/**
 * How sharp a minimum is. The model is left as it was.
 *
 * <p>Scaling one layer of a ReLU network up and the next one down changes nothing that it computes,
 * but makes plain measures as sharp or flat as one likes (Dinh et al. 2017): homeostasis does the
 * like. {@link #adaptive} and {@link #relativeEigenvalue} measure in units of each weight's own
 * size, and do not change; {@link #eigenvalue} does, and is here to show it. All say something of
 * two models only at about the same loss.
 */
public final class Sharpness {
  private Sharpness() {}

  /**
   * Adaptive sharpness: how much the loss rises within a ball of radius ρ around the weights, each
   * axis in units of |w| (Kwon et al. 2021, ASAM, element-wise). Sought by projected gradient
   * ascent; the highest loss met counts, so it is a lower bound, and never negative.
   *
   * @param radius ρ; 0.5 in ASAM, where training uses it; for looking, where the loss rises visibly
   * @param steps 1 is ASAM's own single step
   */
  public static double adaptive(Objective objective, double radius, int steps) {
    if (!(radius >= 0) || steps < 1) {
      throw new IllegalArgumentException(
          "adaptive sharpness within %s in %d steps: 0 or more, and at least 1, are needed"
              .formatted(radius, steps));
    }
    Parameters parameters = objective.model().parameters();
    float[] start = parameters.snapshot();
    float[] before = parameters.gradients().clone();
    double own = objective.loss();
    double highest = own;
    // Where in the ball, in units of the weights' sizes.
    double[] place = new double[start.length];
    double stride = steps == 1 ? radius : 2 * radius / steps;
    try {
      for (int step = 0; step < steps; step++) {
        parameters.clearGradients();
        objective.gradients();
        ascend(place, start, parameters.gradients(), stride, radius);
        for (int i = 0; i < start.length; i++) {
          parameters.values()[i] = (float) (start[i] + Math.abs(start[i]) * place[i]);
        }
        highest = Math.max(highest, objective.loss());
      }
    } finally {
      parameters.restore(start);
      System.arraycopy(before, 0, parameters.gradients(), 0, before.length);
    }
    return highest - own;
  }

  /** A step along |w|·g of this length, and back onto the ball. */
  private static void ascend(
      double[] place, float[] start, float[] gradient, double stride, double radius) {
    double squares = 0;
    for (int i = 0; i < start.length; i++) {
      double slope = Math.abs(start[i]) * (double) gradient[i];
      squares += slope * slope;
    }
    if (squares == 0) {
      return;
    }
    double length = 0;
    for (int i = 0; i < start.length; i++) {
      place[i] += stride * Math.abs(start[i]) * gradient[i] / Math.sqrt(squares);
      length += place[i] * place[i];
    }
    double back = length > 0 ? Math.min(1, radius / Math.sqrt(length)) : 0;
    for (int i = 0; i < start.length; i++) {
      place[i] *= back;
    }
  }

  /** The Hessian's eigenvalue of largest size; rescaling fakes it. */
  public static double eigenvalue(Objective objective, int iterations, Rng rng) {
    return Curvature.largestEigenvalue(
        objective.model().parameters(), objective::gradients, iterations, rng);
  }

  /**
   * The eigenvalue of largest size of |W|·H·|W|, the Hessian in units of each weight's own size, by
   * power iteration on finite differences of gradients: rescaling does not change it.
   *
   * @param iterations 20 give one to two digits
   */
  public static double relativeEigenvalue(Objective objective, int iterations, Rng rng) {
    Parameters parameters = objective.model().parameters();
    float[] sizes = parameters.snapshot();
    float[] v = new float[sizes.length];
    for (int i = 0; i < v.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
      v[i] = rng.nextGaussian();
    }
    double eigenvalue = 0;
    for (int iteration = 0; iteration < iterations; iteration++) {
      double length = norm(v);
      float[] along = new float[v.length];
      for (int i = 0; i < v.length; i++) {
        v[i] = (float) (v[i] / length);
        along[i] = sizes[i] * v[i];
      }
      if (norm(along) == 0) {
        return 0;
      }
      float[] turned = Curvature.hessianVector(parameters, objective::gradients, along);
      eigenvalue = 0;
      for (int i = 0; i < v.length; i++) {
        turned[i] *= sizes[i];
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
    double squares = 0;
    for (float x : v) {
      squares += (double) x * x;
    }
    return Math.sqrt(squares);
  }
}
