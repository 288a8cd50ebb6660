package io.reverie.sleep.dream;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.op.Reduction;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * A classifier that can dream: on top of its hidden layers stand the classes, and beside them a
 * code from which feedback connections paint the input again (replay through feedback, van de Ven,
 * Siegelmann &amp; Tolias 2020, "brain-inspired replay").
 *
 * <p>Each class has a Gaussian of its own in the space of codes, whose mean and variance are
 * learned; and each class switches off its own part of the decoder's hidden neurons (context
 * gates). So a dream of a class is a draw from its Gaussian, painted through its gates. As a layer
 * it is the classifier: any strategy can train it.
 *
 * @param encoder {@code [n, width]} to {@code [n, hidden]}
 * @param classifier from there to the scores of the classes
 * @param mean from there to the code's μ
 * @param logVariance from there to the code's ln σ²
 * @param modes the mean of each class's codes, {@code [classes, latent]}
 * @param modeLogVariances ln of the variance of each class's codes
 * @param feedback from codes to the decoder's hidden neurons
 * @param gates 1 or 0 for each class and hidden neuron of the decoder; not learned
 * @param paint from there to logits {@code [n, width]}
 */
public record FeedbackNetwork(
    Layer encoder,
    Linear classifier,
    Linear mean,
    Linear logVariance,
    Parameter modes,
    Parameter modeLogVariances,
    Linear feedback,
    Tensor gates,
    Linear paint)
    implements Layer, Sampler {
  /**
   * Perceptrons: two hidden layers of the same width up to the classes, one of them back down.
   *
   * @param gated the share of the decoder's hidden neurons that each class switches off: 0 to less
   *     than 1 (van de Ven's code has 0 to 0.1 for split MNIST, 0.7 and 0.8 for many tasks)
   */
  public static FeedbackNetwork of(
      int width, int hidden, int latent, int classes, float gated, Rng rng) {
    if (!(gated >= 0 && gated < 1)) {
      throw new IllegalArgumentException(
          "gates that close for a share of %s: 0 to less than 1 is needed".formatted(gated));
    }
    return new FeedbackNetwork(
        Sequential.of(
            Linear.of(width, hidden, rng),
            Activation.RELU,
            Linear.of(hidden, hidden, rng),
            Activation.RELU),
        Linear.of(hidden, classes, rng),
        Linear.of(hidden, latent, rng),
        Linear.of(hidden, latent, rng),
        Parameter.of(Tensor.randn(rng, classes, latent)),
        Parameter.zeros(classes, latent),
        Linear.of(latent, hidden, rng),
        gates(classes, hidden, gated, rng.split("gates")),
        Linear.of(hidden, width, rng));
  }

  /** For each class the same number of neurons, drawn at random, is switched off. */
  private static Tensor gates(int classes, int hidden, float gated, Rng rng) {
    Tensor gates = Tensor.ones(classes, hidden);
    for (int c = 0; c < classes; c++) {
      int[] order = rng.permutation(hidden);
      for (int i = 0; i < Math.round(gated * hidden); i++) {
        gates.array()[c * hidden + order[i]] = 0;
      }
    }
    return gates;
  }

  /** How many classes there are. */
  public int classes() {
    return modes.dim(0);
  }

  /** How many numbers a code has. */
  public int latent() {
    return modes.dim(1);
  }

  /** The scores of the classes. */
  @Override
  public Tensor forward(Tensor x) {
    return classifier.forward(hidden(x));
  }

  /** What the classifier and the codes stand on. */
  public Tensor hidden(Tensor x) {
    return encoder.forward(x.reshape(x.dim(0), -1));
  }

  /**
   * How badly each sample is painted from its code, {@code [n]}, in nats: the binary cross-entropy
   * of its elements and the divergence of its code from its class's Gaussian, both added up.
   *
   * <p>Van de Ven's code estimates the divergence from the one code drawn; here it is exact, as the
   * class is known. Divide by the width to weigh it as his does against cross-entropy.
   *
   * @param hidden {@link #hidden} of the inputs
   * @param inputs from 0 to 1
   * @param labels the samples' classes
   * @param noise standard normal, {@code [n, latent]}
   */
  public Tensor feedbackLosses(Tensor hidden, Tensor inputs, int[] labels, Tensor noise) {
    Tensor x = inputs.reshape(inputs.dim(0), -1);
    Indices classesOf = Indices.of(labels, labels.length);
    Tensor mu = mean.forward(hidden);
    Tensor logVariances = logVariance.forward(hidden);
    Tensor codes = mu.add(logVariances.mul(0.5f).exp().mul(noise));
    Tensor own = modes.indexSelect(0, classesOf);
    Tensor ownLogVariances = modeLogVariances.indexSelect(0, classesOf);
    Tensor divergence =
        mu.sub(own)
            .square()
            .add(logVariances.exp())
            .mul(ownLogVariances.neg().exp())
            .add(ownLogVariances)
            .sub(logVariances)
            .sub(1)
            .sum(1)
            .mul(0.5f);
    return painted(codes, classesOf).bceWithLogits(x, Reduction.NONE).sum(1).add(divergence);
  }

  private Tensor painted(Tensor codes, Indices classesOf) {
    Tensor open = gates.indexSelect(0, classesOf);
    return paint.forward(feedback.forward(codes).relu().mul(open));
  }

  /** One dream of each of these classes, {@code [n, width]}, from 0 to 1. */
  @Override
  public Tensor sample(int[] labels, Rng rng) {
    Indices classesOf = Indices.of(labels, labels.length);
    Tensor noise = Tensor.randn(rng, labels.length, latent());
    try (var _ = Tape.infer()) {
      Tensor deviations = modeLogVariances.indexSelect(0, classesOf).mul(0.5f).exp();
      Tensor codes = modes.indexSelect(0, classesOf).add(deviations.mul(noise));
      return painted(codes, classesOf).sigmoid().copy();
    }
  }
}
