package io.reverie.optim;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;

/**
 * Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019; Kingma &amp; Ba 2015): each step
 * shrinks weights by rate · decay.
 *
 * <p>Defaults are PyTorch's: β = (0.9, 0.999), ε = 1e−8, decay 0.01.
 */
public final class AdamW extends Moments<AdamW> {
  private AdamW(Parameters parameters, float rate, String... remembered) {
    super(parameters, rate, 0.01f, 1e-8f, true, remembered);
  }

  /** AdamW with the defaults. */
  public static AdamW of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** AdamW with the defaults. */
  public static AdamW of(Parameters parameters, float rate) {
    return new AdamW(parameters, rate, MEAN, SQUARE);
  }

  /** AdamW that divides by the largest running square so far; see {@link Adam#amsgrad}. */
  public static AdamW amsgrad(Parameters parameters, float rate) {
    return new AdamW(parameters, rate, MEAN, SQUARE, LARGEST);
  }

  @Override
  AdamW self() {
    return this;
  }
}
