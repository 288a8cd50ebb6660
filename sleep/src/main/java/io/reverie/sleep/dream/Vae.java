package io.reverie.sleep.dream;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.op.Reduction;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A variational autoencoder (Kingma &amp; Welling 2014), where there are classes a conditional one
 * (Sohn, Lee &amp; Yan 2015): encoder and decoder are told the class as a one-hot row.
 *
 * <p>The loss of a sample is in nats: the binary cross-entropy of its elements, added up, plus the
 * divergence of N(μ, σ²) from N(0, 1), added up. Inputs must be from 0 to 1. Libraries disagree
 * about sums and means here; this is the bound of the paper, as in PyTorch's example.
 *
 * @param encoder {@code [n, width + classes]} to {@code [n, hidden]}
 * @param mean from there to μ, {@code [n, latent]}
 * @param logVariance from there to ln σ²
 * @param decoder {@code [n, latent + classes]} to logits {@code [n, width]}
 * @param classes how many classes it is told apart; 0 for none
 */
public record Vae(Layer encoder, Linear mean, Linear logVariance, Layer decoder, int classes)
    implements Layer {
  /** Perceptrons with one hidden layer of rectifiers each, without classes. */
  public static Vae of(int width, int hidden, int latent, Rng rng) {
    return of(width, hidden, latent, 0, rng);
  }

  /** The same, told which of so many classes each sample is of. */
  public static Vae conditional(int width, int hidden, int latent, int classes, Rng rng) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "a conditional VAE of " + classes + " classes: at least 1 is needed");
    }
    return of(width, hidden, latent, classes, rng);
  }

  private static Vae of(int width, int hidden, int latent, int classes, Rng rng) {
    return new Vae(
        Sequential.of(Linear.of(width + classes, hidden, rng), Activation.RELU),
        Linear.of(hidden, latent, rng),
        Linear.of(hidden, latent, rng),
        Sequential.of(
            Linear.of(latent + classes, hidden, rng),
            Activation.RELU,
            Linear.of(hidden, width, rng)),
        classes);
  }

  /** How many numbers a code has. */
  public int latent() {
    return mean.weight().dim(0);
  }

  /** Whether it is told classes. */
  public boolean conditional() {
    return classes > 0;
  }

  /**
   * The inputs' reconstructions from their mean codes, elements from 0 to 1; a conditional one's
   * inputs are followed by their one-hot rows.
   */
  @Override
  public Tensor forward(Tensor x) {
    Tensor code = mean.forward(encoder.forward(x));
    Tensor told = classes == 0 ? null : x.slice(1, x.dim(1) - classes, x.dim(1));
    return decode(code, told);
  }

  /** The elements, from 0 to 1, that these codes stand for: {@code [n, width]}. */
  public Tensor decode(Tensor codes, @Nullable Tensor condition) {
    return decoder.forward(join(codes, condition)).sigmoid();
  }

  /**
   * The loss of each sample, {@code [n]}, at the codes μ + σ·noise.
   *
   * @param inputs {@code [n, …]}, from 0 to 1
   * @param condition one-hot rows {@code [n, classes]}, or {@code null} without classes
   * @param noise standard normal, {@code [n, latent]}
   */
  public Tensor losses(Tensor inputs, @Nullable Tensor condition, Tensor noise) {
    Tensor x = inputs.reshape(inputs.dim(0), -1);
    Tensor hidden = encoder.forward(join(x, condition));
    Tensor mu = mean.forward(hidden);
    Tensor logVariances = logVariance.forward(hidden);
    Tensor codes = mu.add(logVariances.mul(0.5f).exp().mul(noise));
    return decoder
        .forward(join(codes, condition))
        .bceWithLogits(x, Reduction.NONE)
        .sum(1)
        .add(divergence(mu, logVariances));
  }

  /** ½ Σ (μ² + σ² − ln σ² − 1) of each row: the divergence of N(μ, σ²) from N(0, 1). */
  private static Tensor divergence(Tensor mu, Tensor logVariances) {
    return mu.square().add(logVariances.exp()).sub(logVariances).sub(1).sum(1).mul(0.5f);
  }

  private Tensor join(Tensor x, @Nullable Tensor condition) {
    if ((condition == null) != (classes == 0)) {
      throw new IllegalArgumentException(
          "a VAE of %d classes was told %s: one-hot rows are needed where there are classes, and none else"
              .formatted(classes, condition == null ? "none" : condition.shape()));
    }
    return condition == null ? x : x.concat(1, condition);
  }
}
