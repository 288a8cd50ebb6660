package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Adam by the largest gradient of late in place of the root mean square (Kingma &amp; Ba 2015,
 * section 7.1).
 *
 * <p>Defaults are PyTorch's: β = (0.9, 0.999), ε = 1e−8, no decay; decay is added to the gradient.
 */
public final class Adamax extends Moments<Adamax> {
  private static final String INFINITY = "exp_inf";

  private Adamax(Parameters parameters, float rate) {
    super(parameters, rate, 0, 1e-8f, false, MEAN, INFINITY);
  }

  /** Adamax with the defaults. */
  public static Adamax of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Adamax with the defaults. */
  public static Adamax of(Parameters parameters, float rate) {
    return new Adamax(parameters, rate);
  }

  @Override
  Adamax self() {
    return this;
  }

  @Override
  String second() {
    return INFINITY;
  }

  @Override
  void update(
      int from,
      int to,
      float rate,
      float decay,
      Updates.Moments s,
      float[] values,
      float[] gradients,
      float[] m,
      float[] v) {
    UPDATES.adamax(from, to, rate, decay, s, values, gradients, m, v);
  }
}
