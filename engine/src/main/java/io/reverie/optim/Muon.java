package io.reverie.optim;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.UPDATES;
import static io.reverie.optim.Bounds.requireShare;

import io.reverie.kernel.Updates;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameters;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Momentum whose steps of weight matrices are made orthogonal (Jordan et al. 2024, "Muon"), and
 * AdamW for all else.
 *
 * <p>Matrices are the parameters of two axes, but for those that {@link #except} names: embeddings
 * and the last layer do better with AdamW. Steps are those of PyTorch's {@code Muon}, in float
 * where that has bfloat16: five rounds of a Newton–Schulz iteration bring the singular values of
 * the momentum near to 1. Defaults: momentum 0.95 with Nesterov's look ahead, decay 0.1 (of all,
 * decoupled), β = (0.9, 0.999) and ε = 1e−8 for AdamW. Use {@link #group} for another rate of the
 * rest, or {@link #matchAdam} to share one.
 */
public final class Muon extends Optimizer {
  private static final String MEAN = "momentum_buffer";
  private static final String SQUARE = "exp_avg_sq";

  private final Set<String> others = new HashSet<>();
  private float momentum = 0.95f;
  private boolean nesterov = true;
  private boolean matchAdam;
  private int rounds = 5;

  private Muon(Parameters parameters, float rate) {
    super(parameters, rate, 0.1f, MEAN, SQUARE);
    parameters
        .named()
        .forEach((name, parameter) -> {
          if (parameter.shape().rank() != 2) {
            others.add(name);
          }
        });
  }

  /** Muon with the defaults. */
  public static Muon of(Layer model, float rate) {
    return of(model.parameters(), rate);
  }

  /** Muon with the defaults. */
  public static Muon of(Parameters parameters, float rate) {
    return new Muon(parameters, rate);
  }

  /** Leaves matrices whose names pass the test to AdamW; before the first step. */
  public Muon except(Predicate<String> names) {
    parameters().named().keySet().stream().filter(names).forEach(others::add);
    return this;
  }

  /** Sets the momentum of the matrices, in [0, 1). */
  public Muon momentum(float newMomentum) {
    momentum = requireShare("momentum", newMomentum);
    return this;
  }

  /** Whether the step looks ahead by Nesterov's method, as it does by default. */
  public Muon nesterov(boolean looksAhead) {
    nesterov = looksAhead;
    return this;
  }

  /** Sets the weight decay: each step shrinks weights by rate · decay. */
  public Muon weightDecay(float decay) {
    decay(decay);
    return this;
  }

  /**
   * Sets the rounds of the Newton–Schulz iteration, 1 to 99.
   *
   * @throws IllegalArgumentException if there are fewer or more
   */
  public Muon rounds(int newRounds) {
    if (newRounds < 1 || newRounds > 99) {
      throw new IllegalArgumentException(newRounds + " rounds: 1 to 99 are possible");
    }
    rounds = newRounds;
    return this;
  }

  /**
   * Makes steps of matrices about as long as AdamW's (Liu et al. 2025, "Muon is scalable"), so that
   * one rate and decay serve both: 0.2·√(longer side) in place of √max(1, rows/columns).
   */
  public Muon matchAdam() {
    matchAdam = true;
    return this;
  }

  @Override
  protected void pass(float[] values, float[] gradients) {
    float[] mean = memory(MEAN);
    float[] square = memory(SQUARE);
    Updates.Moments adam = adam();
    for (Piece piece : pieces()) {
      if (piece.frozen()) {
        continue;
      }
      if (others.contains(piece.name())) {
        UPDATES.moments(
            piece.from(),
            piece.to(),
            piece.rate(),
            piece.decay(),
            adam,
            values,
            gradients,
            mean,
            square);
      } else {
        step(piece, values, gradients, mean);
      }
    }
  }

  private Updates.Moments adam() {
    float beta1 = 0.9f;
    float beta2 = 0.999f;
    float stride = (float) (1 / (1 - Math.pow(beta1, steps())));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps())));
    return new Updates.Moments(beta1, beta2, 1e-8f, stride, 0, root, true);
  }

  private void step(Piece piece, float[] w, float[] g, float[] mean) {
    int rows = piece.parameter().dim(0);
    int columns = piece.parameter().dim(1);
    int from = piece.from();
    int to = piece.to();
    UPDATES.blend(from, to, 1 - momentum, g, mean);
    float[] direction = Arrays.copyOfRange(mean, from, to);
    if (nesterov) {
      Arrays.fill(direction, 0);
      POINTWISE.addScaled(to - from, 1 - momentum, g, from, direction, 0);
      POINTWISE.addScaled(to - from, momentum, mean, from, direction, 0);
    }
    float[] step = Orthogonal.near(direction, rows, columns, rounds);
    double length =
        matchAdam
            ? 0.2 * Math.sqrt(Math.max(rows, columns))
            : Math.sqrt(Math.max(1, (double) rows / columns));
    POINTWISE.affine(to - from, 1 - piece.rate() * piece.decay(), 0, w, from, w, from);
    POINTWISE.addScaled(to - from, (float) (-piece.rate() * length), step, 0, w, from);
  }

  /** Not used: matrices are seen whole, in {@link #pass}. */
  @Override
  protected void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients) {
    throw new IllegalStateException("Muon looks at parameters whole");
  }
}
