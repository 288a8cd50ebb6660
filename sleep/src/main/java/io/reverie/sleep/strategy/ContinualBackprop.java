package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Node;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import java.util.ArrayList;
import java.util.List;

/**
 * Continual backpropagation (Dohare et al. 2024): finetuning that all the while replaces the least
 * useful hidden units by fresh ones.
 *
 * <p>After each step every hidden unit's usefulness u ← η·u + (1 − η)·mean|h − h̄|·mean|w_out| /
 * mean|w_in|, where h are its outputs, h̄ their running mean; u and h̄ are corrected for their
 * start at 0, as in Adam. Of the units older than the maturity, a share ρ a step (fractions are
 * saved up) is replaced, least useful first: incoming weights new at random, ±√(6/in), outgoing
 * ones 0, and the mean that the unit contributed goes into the biases behind it. So says the paper;
 * in the authors' code the mean is set to 0 before it is added, and the maturity is always 100.
 *
 * <p>ρ = 10⁻⁴, maturity 100 and η = 0.99 are the authors' for permuted images, one sample a step.
 *
 * <p><b>A method for plasticity</b>, not against forgetting: it forgets as finetuning does.
 */
public final class ContinualBackprop implements Strategy {
  /**
   * How much is replaced, and when.
   *
   * @param share ρ, the share of mature units replaced a step, 0 to 1
   * @param maturity units of this age or younger stay
   * @param decay η, 0 to below 1
   */
  public record Settings(double share, int maturity, double decay) {
    /** The authors'. */
    public static Settings standard() {
      return new Settings(1e-4, 100, 0.99);
    }

    /** Checks the numbers. */
    public Settings {
      if (!(share >= 0 && share <= 1) || maturity < 0 || !(decay >= 0 && decay < 1)) {
        throw new IllegalArgumentException(
            "replacing a share of %s after %d steps with decay %s: 0 to 1, 0 or more and 0 to below 1"
                    .formatted(share, maturity, decay)
                + " are needed");
      }
    }
  }

  private final Learner learner;
  private final List<HiddenUnits> hidden = new ArrayList<>();
  private final Rng rng;

  /**
   * The method for the layers of a perceptron.
   *
   * @param chain its linear layers in order, each of which sees what activations make of the one
   *     before it
   */
  public ContinualBackprop(Learner learner, List<Linear> chain, Settings settings, Rng rng) {
    this.learner = learner;
    this.rng = rng;
    for (int i = 1; i < chain.size(); i++) {
      hidden.add(new HiddenUnits(chain.get(i - 1), chain.get(i), settings));
    }
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException(
          "continual backpropagation with %d linear layers: 2 are needed for hidden units between"
              .formatted(chain.size()));
    }
    long units = hidden.stream().mapToLong(HiddenUnits::size).sum();
    learner.ledger().keeps("usefulness of units", units * (2 * Double.BYTES + Integer.BYTES));
  }

  /** The linear layers of a row of layers, in order. */
  public static List<Linear> chain(Sequential layers) {
    List<Linear> chain = new ArrayList<>();
    for (Layer layer : layers.layers()) {
      if (layer instanceof Linear linear) {
        chain.add(linear);
      }
    }
    return chain;
  }

  @Override
  public Learner learner() {
    return learner;
  }

  @Override
  public void observe(Batch batch) {
    learner.backward(
        batch.size(),
        new Tape.Listener() {
          @Override
          public void forward(Node node, long nanos) {
            hidden.forEach(units -> units.look(node));
          }
        },
        net -> net.forward(batch.inputs()).crossEntropy(batch.labels()));
    learner.optimizer().step();
    hidden.forEach(units -> units.replace(learner, rng));
  }

  /** How many units were replaced so far. */
  public long replaced() {
    return hidden.stream().mapToLong(HiddenUnits::replaced).sum();
  }
}
