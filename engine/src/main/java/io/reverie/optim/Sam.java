package io.reverie.optim;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.optim.Bounds.requirePositive;

import io.reverie.tensor.Parameters;

/**
 * Sharpness-aware minimisation (Foret et al. 2021): looks for weights whose whole neighbourhood has
 * a low loss. Each step takes two gradients:
 *
 * <pre>{@code
 * try (var tape = Tape.train()) {
 *   tape.backward(loss(batch));
 * }
 * sam.climb();
 * try (var tape = Tape.train()) {
 *   tape.backward(loss(batch));
 * }
 * sam.step();
 * }</pre>
 *
 * <p>The first gradient leads to the worst place within {@code radius}; the second, taken there, is
 * what the optimizer uses from where the weights were.
 */
public final class Sam {
  private final Optimizer optimizer;
  private final float radius;
  private final float[] home;
  private boolean climbed;

  private Sam(Optimizer optimizer, float radius) {
    this.optimizer = optimizer;
    this.radius = requirePositive("radius", radius);
    this.home = new float[optimizer.parameters().size()];
  }

  /** Around this optimizer; the paper's radius is 0.05. */
  public static Sam of(Optimizer optimizer, float radius) {
    return new Sam(optimizer, radius);
  }

  /**
   * Moves the weights by the radius along the gradient, which is used up.
   *
   * @throws IllegalStateException if they have been moved already
   */
  public void climb() {
    if (climbed) {
      throw new IllegalStateException("climb() twice: step() comes between");
    }
    Parameters parameters = optimizer.parameters();
    System.arraycopy(parameters.values(), 0, home, 0, home.length);
    float factor = (float) (radius / (Clip.norm(parameters) + 1e-12));
    POINTWISE.addScaled(home.length, factor, parameters.gradients(), 0, parameters.values(), 0);
    parameters.clearGradients();
    climbed = true;
  }

  /**
   * Brings the weights back and lets the optimizer step by the gradient that was taken above.
   *
   * @throws IllegalStateException if {@link #climb} did not come first
   */
  public void step() {
    if (!climbed) {
      throw new IllegalStateException("step() without climb(): two gradients make a step");
    }
    optimizer.parameters().restore(home);
    climbed = false;
    optimizer.step();
  }

  /** The optimizer that makes the steps. */
  public Optimizer optimizer() {
    return optimizer;
  }
}
