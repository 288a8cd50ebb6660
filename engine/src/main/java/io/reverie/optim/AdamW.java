package io.reverie.optim;

import static io.reverie.kernel.Kernels.UPDATES;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;
import java.util.Arrays;

/**
 * Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019; Kingma &amp; Ba 2015).
 *
 * <p>Defaults are PyTorch's: β = (0.9, 0.999), ε = 1e−8, decay 0.01.
 */
public final class AdamW extends Optimizer {
  private final Updates.Adam settings;
  private final float[] mean;
  private final float[] variance;

  private AdamW(Parameters parameters, float rate, Updates.Adam settings) {
    super(parameters, rate);
    this.settings = settings;
    this.mean = new float[parameters.size()];
    this.variance = new float[parameters.size()];
  }

  /** AdamW with the defaults. */
  public static AdamW of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** AdamW with the defaults. */
  public static AdamW of(Parameters parameters, float rate) {
    return new AdamW(parameters, rate, new Updates.Adam(0.9f, 0.999f, 1e-8f, 0.01f, true));
  }

  /** The same with these decay rates of the running mean and variance, both in [0, 1). */
  public AdamW betas(float beta1, float beta2) {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException(
          "betas (%s, %s): both must be in [0, 1)".formatted(beta1, beta2));
    }
    return with(new Updates.Adam(beta1, beta2, settings.epsilon(), settings.weightDecay(), true));
  }

  /** The same with this weight decay: each step shrinks weights by rate · decay. */
  public AdamW weightDecay(float decay) {
    return with(
        new Updates.Adam(settings.beta1(), settings.beta2(), settings.epsilon(), decay, true));
  }

  private AdamW with(Updates.Adam changed) {
    return new AdamW(parameters(), rate(), changed);
  }

  @Override
  void update(int from, int to, float[] values, float[] gradients) {
    UPDATES.adam(from, to, rate(), settings, steps(), values, gradients, mean, variance);
  }

  @Override
  public void reset() {
    super.reset();
    Arrays.fill(mean, 0f);
    Arrays.fill(variance, 0f);
  }
}
