package io.reverie.neuron;

import io.reverie.tensor.Tensor;

/**
 * Rosenblatt's perceptron (1958): one linear unit a class, which learns from mistakes alone.
 *
 * <p>The answer is the class c with the largest w_c·x + b_c, the first of equals. When that is
 * wrong, the right class's weights move by +x and the answered one's by −x; when it is right,
 * nothing changes. With two classes the difference of the units is the classical perceptron. Where
 * some weights of norm 1 in all give every sample's class a lead of γ over the others, no order of
 * samples leads to more than 2·max(|x|² + 1) / γ² mistakes (Novikoff 1962; for more classes Crammer
 * &amp; Singer 2003). Where none do, it never settles.
 */
public final class Perceptron {
  private final Synapses synapses;
  private final float[] bias;

  private Perceptron(Synapses synapses) {
    this.synapses = synapses;
    this.bias = new float[synapses.units()];
  }

  /**
   * A perceptron that has learnt nothing: zeros.
   *
   * @throws IllegalArgumentException if there is no input or fewer than two classes
   */
  public static Perceptron of(int inputs, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(
          "%d classes: two are needed to tell apart".formatted(classes));
    }
    return new Perceptron(new Synapses(classes, inputs));
  }

  /** The weights, {@code [classes, inputs]}; not a copy. */
  public Tensor weight() {
    return synapses.weight;
  }

  /** The biases, {@code [classes]}; not a copy. */
  public Tensor bias() {
    return Tensor.of(bias);
  }

  /** The class of x. */
  public int answer(float... x) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < bias.length; c++) {
      double drive = synapses.drive(c, x) + bias[c];
      if (drive > most) {
        best = c;
        most = drive;
      }
    }
    return best;
  }

  /**
   * Answers, and learns if that was a mistake.
   *
   * @return whether it was
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public boolean learn(int label, float... x) {
    if (label < 0 || label >= bias.length) {
      throw new IndexOutOfBoundsException(
          "class %d: 0 to %d is needed".formatted(label, bias.length - 1));
    }
    int answer = answer(x);
    if (answer == label) {
      return false;
    }
    synapses.add(label, 1, x);
    synapses.add(answer, -1, x);
    bias[label]++;
    bias[answer]--;
    return true;
  }

  /**
   * One pass over samples {@code [n, inputs]} in their order.
   *
   * @return the number of mistakes: 0 means that all is learnt
   */
  public int learn(Tensor x, int... labels) {
    int mistakes = 0;
    float[][] samples = Synapses.rows(x, labels.length);
    for (int i = 0; i < labels.length; i++) {
      mistakes += learn(labels[i], samples[i]) ? 1 : 0;
    }
    return mistakes;
  }
}
