package io.reverie.optim;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.UPDATES;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Parameters;

/**
 * Limits gradients, between the backward pass and the optimizer's step.
 *
 * <pre>{@code
 * tape.backward(loss);
 * Clip.norm(model.parameters(), 1);
 * optimizer.step();
 * }</pre>
 */
public final class Clip {
  private static final int GRAIN = 1 << 15;

  private Clip() {}

  /** The Euclidean norm of all gradients as one vector. */
  public static double norm(Parameters parameters) {
    float[] g = parameters.gradients();
    double[] pieces = new double[(g.length + GRAIN - 1) / GRAIN];
    Parallel.chunks(
        g.length,
        GRAIN,
        (from, to) -> pieces[from / GRAIN] = POINTWISE.dot(to - from, g, from, g, from));
    double sum = 0;
    for (double piece : pieces) {
      sum += piece;
    }
    return Math.sqrt(sum);
  }

  /**
   * Shrinks all gradients together so that their norm is at most {@code max} (Pascanu, Mikolov
   * &amp; Bengio 2013). Where one is infinite or NaN, so are all thereafter, as with PyTorch.
   *
   * @return the norm that they had before
   * @throws IllegalArgumentException if max is negative or NaN
   */
  public static double norm(Parameters parameters, float max) {
    requireLimit("norm", max);
    double norm = norm(parameters);
    double factor = max / (norm + 1e-6);
    if (!(factor >= 1)) {
      scale(parameters.gradients(), (float) factor);
    }
    return norm;
  }

  /**
   * Brings each gradient into [−bound, bound]; NaN stays.
   *
   * @throws IllegalArgumentException if the bound is negative or NaN
   */
  public static void value(Parameters parameters, float bound) {
    requireLimit("value", bound);
    float[] g = parameters.gradients();
    Parallel.chunks(g.length, GRAIN, (from, to) -> UPDATES.clamp(from, to, bound, g));
  }

  static void scale(float[] g, float factor) {
    Parallel.chunks(
        g.length, GRAIN, (from, to) -> POINTWISE.affine(to - from, factor, 0, g, from, g, from));
  }

  private static void requireLimit(String what, float limit) {
    if (!(limit >= 0)) {
      throw new IllegalArgumentException(
          "clipping gradients by %s to %s: 0 or more is needed".formatted(what, limit));
    }
  }
}
