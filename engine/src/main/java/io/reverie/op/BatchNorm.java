package io.reverie.op;

import static io.reverie.kernel.Kernels.NORMS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Batch normalisation: y = (x − mean) / √(variance + ε) · w + b for each channel (Ioffe &amp;
 * Szegedy 2015).
 *
 * <p>Inputs are X {@code [n, channels, …]} and, where there are any, the weight and the bias {@code
 * [channels]}. In training, mean and variance are those of the batch, and the running ones move
 * towards them by {@code momentum}, the variance without bias (n − 1); in use, the running ones are
 * taken as constants.
 *
 * @param runningMean {@code [channels]}, or {@code null} to always take the batch's
 * @param runningVar {@code [channels]}, or {@code null} to always take the batch's
 * @param momentum how far the running numbers move towards the batch's
 * @param epsilon what keeps the divisor away from 0
 * @param training whether the batch's own mean and variance are taken
 */
public record BatchNorm(
    @Nullable Tensor runningMean,
    @Nullable Tensor runningVar,
    float momentum,
    float epsilon,
    boolean training)
    implements Op {
  /** Checks the momentum and epsilon, and that the running numbers come in pairs. */
  public BatchNorm {
    if (!(momentum >= 0 && momentum <= 1 && epsilon >= 0)) {
      throw new IllegalArgumentException(
          "batchNorm with momentum %s, epsilon %s: 0 ≤ momentum ≤ 1 and epsilon ≥ 0 are needed"
              .formatted(momentum, epsilon));
    }
    if ((runningMean == null) != (runningVar == null)) {
      throw new IllegalArgumentException(
          "batchNorm with only one of running mean and variance: it takes both or neither");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() < 2) {
      throw new IllegalArgumentException("batchNorm of %s: it takes [n, channels, …]".formatted(x));
    }
    for (int i = 1; i < in.length; i++) {
      Norm.checkChannels("batchNorm", x, in[i]);
    }
    if (runningMean != null && runningVar != null) {
      Norm.checkChannels("batchNorm", x, runningMean.shape());
      Norm.checkChannels("batchNorm", x, runningVar.shape());
    }
    if (ofBatch() && x.dim(1) > 0 && x.size() / x.dim(1) < 2) {
      throw new IllegalArgumentException(
          "batchNorm of %s in training: one number a channel has no variance; take a larger batch"
              .formatted(x));
    }
    return x;
  }

  private boolean ofBatch() {
    return training || runningMean == null;
  }

  @Override
  public void forward(Node node) {
    Channels s = new Channels(node);
    node.hold(s);
    node.keep(Norm.KEPT * s.channels);
    float[] kept = node.kept();
    Tensor output = node.output();
    float[] y = output.array();
    int yo = output.offset();
    Parallel.chunks(
        s.channels,
        s.grain(),
        (from, end) -> {
          for (int c = from; c < end; c++) {
            int at = s.xo + c * s.inner;
            double mean;
            double variance;
            if (ofBatch()) {
              mean = NORMS.mean(s.n, s.stride, s.inner, s.x, at);
              double squares = NORMS.squares(s.n, s.stride, s.inner, s.x, at, mean);
              variance = squares / s.count;
              if (training) {
                move(runningMean, c, mean);
                move(runningVar, c, squares / (s.count - 1));
              }
            } else {
              mean = Norm.number(runningMean, c, 0);
              variance = Norm.number(runningVar, c, 1);
            }
            float inverse = (float) (1 / Math.sqrt(variance + epsilon));
            Norm.keep(kept, node.keptOffset() + Norm.KEPT * c, mean, inverse);
            float w = s.weight(c);
            NORMS.scale(
                s.n, s.stride, s.inner, s.x, at, mean, inverse * w, s.bias(c), y, yo + c * s.inner);
          }
        });
  }

  private void move(@Nullable Tensor running, int c, double towards) {
    if (running != null) {
      int at = running.offset() + c;
      double now = running.array()[at];
      running.array()[at] = (float) (now + momentum * (towards - now));
    }
  }

  @Override
  public void backward(Node node) {
    Channels s = node.held(Channels.class);
    float[] kept = node.kept();
    Tensor arriving = node.outputGradient();
    float[] dy = arriving.array();
    boolean sets = node.wants(0) && node.setsGradient(0);
    Tensor dx = node.wants(0) ? node.inputGradient(0) : null;
    Tensor dw = node.inputs() > 1 && node.wants(1) ? node.inputGradient(1) : null;
    Tensor db = node.inputs() > 2 && node.wants(2) ? node.inputGradient(2) : null;
    Parallel.chunks(
        s.channels,
        s.grain(),
        (from, end) -> {
          for (int c = from; c < end; c++) {
            int k = node.keptOffset() + Norm.KEPT * c;
            double mean = Norm.mean(kept, k);
            double inverse = Norm.inverse(kept, k);
            int at = s.xo + c * s.inner;
            int dyo = arriving.offset() + c * s.inner;
            double sum = NORMS.sum(s.n, s.stride, s.inner, dy, dyo);
            double dot = NORMS.dot(s.n, s.stride, s.inner, dy, dyo, s.x, at, mean);
            if (dw != null) {
              dw.array()[dw.offset() + c] += (float) (dot * inverse);
            }
            if (db != null) {
              db.array()[db.offset() + c] += (float) sum;
            }
            if (dx != null) {
              // What the batch's own mean and variance take back of the slope.
              double back = ofBatch() ? 1.0 / s.count : 0;
              double slope = inverse * s.weight(c);
              int to = dx.offset() + c * s.inner;
              float ofSlope = (float) slope;
              float ofX = (float) (-slope * inverse * inverse * dot * back);
              float rest = (float) (-slope * sum * back);
              if (sets) {
                NORMS.setGradient(
                    s.n,
                    s.stride,
                    s.inner,
                    ofSlope,
                    dy,
                    dyo,
                    ofX,
                    s.x,
                    at,
                    mean,
                    rest,
                    dx.array(),
                    to);
              } else {
                NORMS.addGradient(
                    s.n,
                    s.stride,
                    s.inner,
                    ofSlope,
                    dy,
                    dyo,
                    ofX,
                    s.x,
                    at,
                    mean,
                    rest,
                    dx.array(),
                    to);
              }
            }
          }
        });
  }

  /** X as channels: {@code n} runs of {@code inner} numbers each, a {@code stride} apart. */
  private static final class Channels {
    final float[] x;
    final int xo;
    final int n;
    final int channels;
    final int inner;
    final int stride;

    /** Numbers of a channel. */
    final int count;

    private final @Nullable Tensor weight;
    private final @Nullable Tensor bias;

    Channels(Node node) {
      Tensor input = node.input(0);
      x = input.array();
      xo = input.offset();
      n = input.dim(0);
      channels = input.dim(1);
      inner = input.shape().sizeOf(2, input.shape().rank());
      stride = channels * inner;
      count = n * inner;
      weight = node.inputs() > 1 ? node.input(1) : null;
      bias = node.inputs() > 2 ? node.input(2) : null;
    }

    float weight(int c) {
      return Norm.number(weight, c, 1);
    }

    float bias(int c) {
      return Norm.number(bias, c, 0);
    }

    int grain() {
      return Math.max(1, Unary.GRAIN / 4 / Math.max(1, count));
    }
  }
}
