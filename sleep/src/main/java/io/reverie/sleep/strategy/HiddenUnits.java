package io.reverie.sleep.strategy;

import io.reverie.nn.Linear;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Node;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/** The units between two linear layers, how useful each is, and its replacement. */
final class HiddenUnits {
  private final Linear in;
  private final Linear out;
  private final ContinualBackprop.Settings settings;
  private final double[] usefulness;
  private final double[] mean;
  private final int[] age;
  private double due;
  private long replaced;

  HiddenUnits(Linear in, Linear out, ContinualBackprop.Settings settings) {
    if (in.weight().dim(0) != out.weight().dim(1)) {
      throw new IllegalArgumentException(
          "layers of weights %s and %s are not one after the other: %d outputs for %d inputs"
              .formatted(
                  in.weight().shape(),
                  out.weight().shape(),
                  in.weight().dim(0),
                  out.weight().dim(1)));
    }
    this.in = in;
    this.out = out;
    this.settings = settings;
    this.usefulness = new double[in.weight().dim(0)];
    this.mean = new double[usefulness.length];
    this.age = new int[usefulness.length];
  }

  int size() {
    return age.length;
  }

  long replaced() {
    return replaced;
  }

  /** Takes in the units' outputs, which are what the layer behind them sees. */
  void look(Node node) {
    if (!(node.op() instanceof io.reverie.op.Linear) || node.input(1) != out.weight()) {
      return;
    }
    Tensor h = node.input(0);
    int units = size();
    int rows = h.size() / units;
    double decay = settings.decay();
    double[] outgoing = meanSizes(out.weight(), true);
    double[] incoming = meanSizes(in.weight(), false);
    for (int u = 0; u < units; u++) {
      age[u]++;
      double correction = 1 - Math.pow(decay, age[u]);
      double sum = 0;
      for (int r = 0; r < rows; r++) {
        sum += h.array()[h.offset() + r * units + u];
      }
      mean[u] = decay * mean[u] + (1 - decay) * sum / rows;
      double usual = mean[u] / correction;
      double moved = 0;
      for (int r = 0; r < rows; r++) {
        moved += Math.abs(h.array()[h.offset() + r * units + u] - usual);
      }
      // A unit without incoming weights says the same whatever comes.
      double contribution = incoming[u] == 0 ? 0 : moved / rows * outgoing[u] / incoming[u];
      usefulness[u] = decay * usefulness[u] + (1 - decay) * contribution;
    }
  }

  /** The mean size of the weights of each column, or of each row. */
  private static double[] meanSizes(Parameter weight, boolean columns) {
    int rows = weight.dim(0);
    int width = weight.dim(1);
    float[] w = weight.array();
    double[] sums = new double[columns ? width : rows];
    for (int r = 0; r < rows; r++) {
      int at = weight.offset() + r * width;
      double row = 0;
      for (int c = 0; c < width; c++) {
        float size = Math.abs(w[at + c]);
        row += size;
        if (columns) {
          sums[c] += size / (double) rows;
        }
      }
      if (!columns) {
        sums[r] = row / width;
      }
    }
    return sums;
  }

  /** Replaces as many mature units as are due, the least useful first. */
  void replace(Learner learner, Rng rng) {
    int mature = 0;
    for (int a : age) {
      mature += a > settings.maturity() ? 1 : 0;
    }
    due += settings.share() * mature;
    for (; due >= 1 && mature > 0; due--, mature--) {
      renew(leastUseful(), learner, rng);
    }
  }

  private int leastUseful() {
    int worst = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int u = 0; u < size(); u++) {
      double worth = usefulness[u] / (1 - Math.pow(settings.decay(), age[u]));
      if (age[u] > settings.maturity() && (worst < 0 || worth < least)) {
        worst = u;
        least = worth;
      }
    }
    return worst;
  }

  private void renew(int unit, Learner learner, Rng rng) {
    int width = in.weight().dim(1);
    float bound = (float) Math.sqrt(6.0 / width);
    for (int i = 0; i < width; i++) {
      set(in.weight(), unit * width + i, bound * (2 * rng.nextFloat() - 1), learner);
    }
    if (in.bias() != null) {
      set(in.bias(), unit, 0, learner);
    }
    double usual = mean[unit] / (1 - Math.pow(settings.decay(), age[unit]));
    Parameter behind = out.weight();
    for (int o = 0; o < behind.dim(0); o++) {
      int at = o * size() + unit;
      if (out.bias() != null) {
        Parameter bias = out.bias();
        bias.array()[bias.offset() + o] += (float) (behind.array()[behind.offset() + at] * usual);
      }
      set(behind, at, 0, learner);
    }
    usefulness[unit] = 0;
    mean[unit] = 0;
    age[unit] = 0;
    replaced++;
  }

  /** A new number, of which the optimizer remembers nothing. */
  private static void set(Parameter parameter, int i, float value, Learner learner) {
    int at = parameter.offset() + i;
    parameter.array()[at] = value;
    learner.optimizer().state().values().forEach(memory -> memory[at] = 0);
  }
}
