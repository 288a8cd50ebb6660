package io.reverie.optim;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.UPDATES;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Adam whose step of each parameter is as long, relative to the rate, as the parameter itself (You
 * et al. 2020, "Large batch optimization for deep learning"): for batches of thousands.
 *
 * <p>With Adam's direction u, decay added: w −= rate · ‖w‖/‖u‖ · u, where the ratio is 1 if a norm
 * is 0. Defaults: β = (0.9, 0.999), ε = 1e−6, decay 0.01.
 */
public final class Lamb extends Moments<Lamb> {
  private Lamb(Parameters parameters, float rate) {
    super(parameters, rate, 0.01f, 1e-6f, true, MEAN, SQUARE);
  }

  /** LAMB with the defaults. */
  public static Lamb of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** LAMB with the defaults. */
  public static Lamb of(Parameters parameters, float rate) {
    return new Lamb(parameters, rate);
  }

  @Override
  Lamb self() {
    return this;
  }

  /** Parameters one by one, and many at once: each is seen whole, so none is cut. */
  @Override
  protected void pass(float[] values, float[] gradients) {
    var pieces = pieces();
    Updates.Moments settings = now();
    float[] mean = memory(MEAN);
    float[] square = memory(SQUARE);
    Parallel.chunks(
        pieces.size(),
        1,
        (first, last) -> {
          for (Piece piece : pieces.subList(first, last)) {
            if (!piece.frozen()) {
              step(piece, settings, values, gradients, mean, square);
            }
          }
        });
  }

  private static void step(
      Piece piece, Updates.Moments settings, float[] w, float[] g, float[] mean, float[] square) {
    int from = piece.from();
    int n = piece.to() - from;
    double weight = Math.sqrt(POINTWISE.dot(n, w, from, w, from));
    UPDATES.direction(from, piece.to(), piece.decay(), settings, w, g, mean, square);
    double direction = Math.sqrt(POINTWISE.dot(n, g, from, g, from));
    double trust = weight > 0 && direction > 0 ? weight / direction : 1;
    POINTWISE.addScaled(n, (float) (-piece.rate() * trust), g, from, w, from);
  }
}
