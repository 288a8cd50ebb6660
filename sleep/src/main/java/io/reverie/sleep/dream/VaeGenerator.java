package io.reverie.sleep.dream;

import io.reverie.data.Batch;
import io.reverie.optim.Adam;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * A {@link Vae} that learns and dreams.
 *
 * <p>Inputs must be from 0 to 1. What it samples are the means that the decoder gives, not draws
 * from them: pictures, not speckles.
 *
 * @param learner makes its gradient steps
 * @param vae its network
 * @param sample the shape of one sample
 */
public record VaeGenerator(Learner learner, Vae vae, Shape sample) implements Generator {
  /**
   * A generator that learns by Adam at this rate (0.001 is van de Ven's for MNIST) and pays into
   * the ledger of {@code payer}: its weights and Adam's two moments are bytes kept.
   */
  public static VaeGenerator of(Learner payer, Vae vae, Shape sample, float rate, Rng rng) {
    Learner own = payer.beside(vae, Adam.of(vae, rate), rng);
    payer.ledger().keeps("generator", 3L * Float.BYTES * own.parameters().size());
    return new VaeGenerator(own, vae, sample);
  }

  @Override
  public boolean conditional() {
    return vae.conditional();
  }

  @Override
  public float learn(Batch batch, float[] weights, Rng rng) {
    requireShares(batch.inputs());
    if (weights.length != batch.size()) {
      throw new IllegalArgumentException(
          "%d weights for %d samples: one a sample is needed"
              .formatted(weights.length, batch.size()));
    }
    Tensor noise = Tensor.randn(rng, batch.size(), vae.latent());
    Tensor condition = condition(batch.labels());
    Tensor parts = Tensor.of(weights, weights.length);
    return learner.step(
        batch.size(), _ -> vae.losses(batch.inputs(), condition, noise).mul(parts).sum());
  }

  private static void requireShares(Tensor inputs) {
    float[] x = inputs.array();
    for (int i = inputs.offset(); i < inputs.offset() + inputs.size(); i++) {
      if (!(x[i] >= 0 && x[i] <= 1)) {
        throw new IllegalArgumentException(
            "an input of " + x[i] + " for a VAE: it learns numbers from 0 to 1; scale them first");
      }
    }
  }

  @Override
  public Tensor sample(int[] labels, Rng rng) {
    return sample(vae, labels, rng);
  }

  @Override
  public Sampler frozen() {
    Vae then = (Vae) vae.copy();
    return (labels, rng) -> sample(then, labels, rng);
  }

  private Tensor sample(Vae net, int[] labels, Rng rng) {
    learner.ledger().forwardSamples(labels.length);
    Tensor codes = Tensor.randn(rng, labels.length, net.latent());
    try (var _ = Tape.infer()) {
      float[] made = net.decode(codes, condition(labels)).toArray();
      return Tensor.of(made, 0, sample.prepend(labels.length));
    }
  }

  private @Nullable Tensor condition(int[] labels) {
    return vae.conditional()
        ? Indices.of(Arrays.copyOf(labels, labels.length)).oneHot(vae.classes())
        : null;
  }
}
