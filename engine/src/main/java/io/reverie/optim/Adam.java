package io.reverie.optim;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Adam (Kingma &amp; Ba 2015): steps along the running mean of the gradient, over the root of the
 * running mean of its square.
 *
 * <p>Defaults are PyTorch's: β = (0.9, 0.999), ε = 1e−8, no decay. Weight decay is added to the
 * gradient, where it is divided by the root too; {@link AdamW} does not.
 */
public final class Adam extends Moments<Adam> {
  private Adam(Parameters parameters, float rate, String... remembered) {
    super(parameters, rate, 0, 1e-8f, false, remembered);
  }

  /** Adam with the defaults. */
  public static Adam of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Adam with the defaults. */
  public static Adam of(Parameters parameters, float rate) {
    return new Adam(parameters, rate, MEAN, SQUARE);
  }

  /**
   * AMSGrad (Reddi, Kale &amp; Kumar 2018): Adam that divides by the largest running square so far,
   * so that steps never grow again.
   */
  public static Adam amsgrad(Layer model, float rate) {
    return amsgrad(model.parameters(), rate);
  }

  /** AMSGrad with the defaults. */
  public static Adam amsgrad(Parameters parameters, float rate) {
    return new Adam(parameters, rate, MEAN, SQUARE, LARGEST);
  }

  @Override
  Adam self() {
    return this;
  }
}
