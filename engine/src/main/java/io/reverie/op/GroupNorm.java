package io.reverie.op;

import static io.reverie.kernel.Kernels.NORMS;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Group normalisation: y = (x − mean) / √(variance + ε) · w + b, with mean and variance of each
 * sample's groups of channels (Wu &amp; He 2018). With as many groups as channels it is instance
 * normalisation (Ulyanov et al. 2016).
 *
 * <p>Inputs are X {@code [n, channels, …]} and, where there are any, the weight and the bias {@code
 * [channels]}.
 *
 * @param groups into how many groups the channels are cut
 * @param epsilon what keeps the divisor away from 0
 */
public record GroupNorm(int groups, float epsilon) implements Op {
  /** Checks the number of groups and epsilon. */
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException(
          "groupNorm in %d groups: at least 1 is needed".formatted(groups));
    }
    Norm.check("groupNorm", epsilon);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() < 2 || x.dim(1) % groups != 0) {
      throw new IllegalArgumentException(
          "groupNorm of %s in %d groups: it takes [n, channels, …], channels divisible by groups"
              .formatted(x, groups));
    }
    for (int i = 1; i < in.length; i++) {
      Norm.checkChannels("groupNorm", x, in[i]);
    }
    return x;
  }

  @Override
  public void forward(Node node) {
    Sizes s = new Sizes(node);
    node.hold(s);
    node.keep(Norm.KEPT * s.count);
    float[] kept = node.kept();
    Tensor output = node.output();
    float[] y = output.array();
    Parallel.chunks(
        s.count,
        s.grain(),
        (from, end) -> {
          for (int g = from; g < end; g++) {
            int at = s.xo + g * s.size;
            double mean = NORMS.mean(1, 0, s.size, s.x, at);
            double variance = NORMS.squares(1, 0, s.size, s.x, at, mean) / s.size;
            float inverse = (float) (1 / Math.sqrt(variance + epsilon));
            Norm.keep(kept, node.keptOffset() + Norm.KEPT * g, mean, inverse);
            for (int c = 0; c < s.channels; c++) {
              int channel = g % groups * s.channels + c;
              int run = c * s.inner;
              float scale = inverse * Norm.number(s.weight, channel, 1);
              float shift = Norm.number(s.bias, channel, 0);
              int to = output.offset() + g * s.size + run;
              NORMS.scale(1, 0, s.inner, s.x, at + run, mean, scale, shift, y, to);
            }
          }
        });
  }

  @Override
  public void backward(Node node) {
    Sizes s = node.held(Sizes.class);
    // Σ dy and Σ dy·x̂ of each channel of each sample.
    int sums = s.count * s.channels;
    float[] partial = Scratch.PARTIAL.floats(2 * sums);
    Tensor dx = node.wants(0) ? node.inputGradient(0) : null; // Made before pieces share it.
    Parallel.chunks(
        s.count,
        s.grain(),
        (from, end) -> {
          for (int g = from; g < end; g++) {
            addGroupGradient(node, s, g, partial, sums, dx);
          }
        });
    if (node.inputs() > 1 && node.wants(1)) {
      addSamples(partial, sums, sums, node.inputGradient(1));
    }
    if (node.inputs() > 2 && node.wants(2)) {
      addSamples(partial, 0, sums, node.inputGradient(2));
    }
  }

  /** Adds what each sample gives to its channels, in the samples' order. */
  private static void addSamples(float[] partial, int from, int n, Tensor gradient) {
    for (int i = 0; i < n; i++) {
      gradient.array()[gradient.offset() + i % gradient.size()] += partial[from + i];
    }
  }

  private void addGroupGradient(
      Node node, Sizes s, int g, float[] partial, int sums, @Nullable Tensor dx) {
    int kept = node.keptOffset() + Norm.KEPT * g;
    double mean = Norm.mean(node.kept(), kept);
    double inverse = Norm.inverse(node.kept(), kept);
    float[] dy = node.outputGradient().array();
    int dyo = node.outputGradient().offset() + g * s.size;
    int at = s.xo + g * s.size;
    double sum = 0;
    double dot = 0;
    for (int c = 0; c < s.channels; c++) {
      int run = c * s.inner;
      double channelSum = NORMS.sum(1, 0, s.inner, dy, dyo + run);
      double channelDot = NORMS.dot(1, 0, s.inner, dy, dyo + run, s.x, at + run, mean);
      float w = Norm.number(s.weight, g % groups * s.channels + c, 1);
      sum += w * channelSum;
      dot += w * channelDot;
      partial[g * s.channels + c] = (float) channelSum;
      partial[sums + g * s.channels + c] = (float) (channelDot * inverse);
    }
    if (dx == null) {
      return;
    }
    for (int c = 0; c < s.channels; c++) {
      int run = c * s.inner;
      NORMS.addGradient(
          1,
          0,
          s.inner,
          (float) (inverse * Norm.number(s.weight, g % groups * s.channels + c, 1)),
          dy,
          dyo + run,
          (float) (-inverse * inverse * inverse * dot / s.size),
          s.x,
          at + run,
          mean,
          (float) (-inverse * sum / s.size),
          dx.array(),
          dx.offset() + g * s.size + run);
    }
  }

  /** X as groups that lie one after the other. */
  private final class Sizes {
    final float[] x;
    final int xo;

    /** Groups of all samples. */
    final int count;

    /** Channels of a group. */
    final int channels;

    /** Numbers of a channel. */
    final int inner;

    /** Numbers of a group. */
    final int size;

    final @Nullable Tensor weight;
    final @Nullable Tensor bias;

    Sizes(Node node) {
      Tensor input = node.input(0);
      x = input.array();
      xo = input.offset();
      count = input.dim(0) * groups;
      channels = input.dim(1) / groups;
      inner = input.shape().sizeOf(2, input.shape().rank());
      size = channels * inner;
      weight = node.inputs() > 1 ? node.input(1) : null;
      bias = node.inputs() > 2 ? node.input(2) : null;
    }

    int grain() {
      return Math.max(1, Unary.GRAIN / 4 / Math.max(1, size));
    }
  }
}
