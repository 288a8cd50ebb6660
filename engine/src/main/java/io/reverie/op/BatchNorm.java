package io.reverie.op;

import static io.reverie.kernel.Kernels.NORMS;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Spare;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Objects;

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
    Channels s = Channels.of(this, node);
    node.keep(Norm.KEPT * s.channels);
    Parallel.chunks(s.channels, s.grain(), s.someChannels);
    s.end();
  }

  @Override
  public void backward(Node node) {
    Channels s = Channels.of(this, node);
    s.sets = node.wants(0) && node.setsGradient(0);
    s.dx = node.wants(0) ? node.inputGradient(0) : null;
    s.dw = node.inputs() > 1 && node.wants(1) ? node.inputGradient(1) : null;
    s.db = node.inputs() > 2 && node.wants(2) ? node.inputGradient(2) : null;
    Parallel.chunks(s.channels, s.grain(), s.someSlopes);
    s.end();
  }

  /**
   * X as channels: {@code n} runs of {@code inner} numbers each, a {@code stride} apart. And the
   * loops over them.
   */
  private static final class Channels {
    private static final Spare<Channels> SPARE = new Spare<>(Channels::new);

    private @Nullable BatchNorm op;
    private @Nullable Node node;
    private int n;
    private int channels;
    private int inner;
    private int stride;

    /** Numbers of a channel. */
    private int count;

    private boolean sets;
    private @Nullable Tensor dx;
    private @Nullable Tensor dw;
    private @Nullable Tensor db;

    private final Parallel.Body someChannels = this::someChannels;
    private final Parallel.Body someSlopes = this::someSlopes;

    static Channels of(BatchNorm op, Node node) {
      Channels s = SPARE.take();
      Shape x = node.input(0).shape();
      s.op = op;
      s.node = node;
      s.n = x.dim(0);
      s.channels = x.dim(1);
      s.inner = x.sizeOf(2, x.rank());
      s.stride = s.channels * s.inner;
      s.count = s.n * s.inner;
      return s;
    }

    void end() {
      op = null;
      node = null;
      dx = null;
      dw = null;
      db = null;
      SPARE.giveBack(this);
    }

    int grain() {
      return Math.max(1, Unary.GRAIN / 4 / Math.max(1, count));
    }

    private void someChannels(int from, int end) {
      BatchNorm norm = Objects.requireNonNull(op);
      Node of = Objects.requireNonNull(node);
      float[] x = of.input(0).array();
      float[] y = of.output().array();
      for (int c = from; c < end; c++) {
        int at = of.input(0).offset() + c * inner;
        int to = of.output().offset() + c * inner;
        double mean;
        double variance;
        if (norm.ofBatch()) {
          mean = NORMS.mean(n, stride, inner, x, at);
          double squares = NORMS.squares(n, stride, inner, x, at, mean);
          variance = squares / count;
          if (norm.training) {
            move(norm.runningMean, c, norm.momentum, mean);
            move(norm.runningVar, c, norm.momentum, squares / (count - 1));
          }
        } else {
          mean = Norm.number(norm.runningMean, c, 0);
          variance = Norm.number(norm.runningVar, c, 1);
        }
        float inverse = (float) (1 / Math.sqrt(variance + norm.epsilon));
        Norm.keep(of.kept(), of.keptOffset() + Norm.KEPT * c, mean, inverse);
        float bias = Norm.number(of.inputs() > 2 ? of.input(2) : null, c, 0);
        NORMS.scale(n, stride, inner, x, at, mean, inverse * weight(of, c), bias, y, to);
      }
    }

    private static float weight(Node of, int c) {
      return Norm.number(of.inputs() > 1 ? of.input(1) : null, c, 1);
    }

    private static void move(@Nullable Tensor running, int c, float momentum, double towards) {
      if (running != null) {
        int at = running.offset() + c;
        double now = running.array()[at];
        running.array()[at] = (float) (now + momentum * (towards - now));
      }
    }

    private void someSlopes(int from, int end) {
      Node of = Objects.requireNonNull(node);
      float[] x = of.input(0).array();
      float[] dy = of.outputGradient().array();
      for (int c = from; c < end; c++) {
        int k = of.keptOffset() + Norm.KEPT * c;
        double mean = Norm.mean(of.kept(), k);
        double inverse = Norm.inverse(of.kept(), k);
        int at = of.input(0).offset() + c * inner;
        int dyo = of.outputGradient().offset() + c * inner;
        double sum = NORMS.sum(n, stride, inner, dy, dyo);
        double dot = NORMS.dot(n, stride, inner, dy, dyo, x, at, mean);
        if (dw != null) {
          dw.array()[dw.offset() + c] += (float) (dot * inverse);
        }
        if (db != null) {
          db.array()[db.offset() + c] += (float) sum;
        }
        if (dx != null) {
          // What the batch's own mean and variance take back of the slope.
          double back = Objects.requireNonNull(op).ofBatch() ? 1.0 / count : 0;
          double slope = inverse * weight(of, c);
          int to = dx.offset() + c * inner;
          float ofSlope = (float) slope;
          float ofX = (float) (-slope * inverse * inverse * dot * back);
          float rest = (float) (-slope * sum * back);
          if (sets) {
            NORMS.setGradient(
                n, stride, inner, ofSlope, dy, dyo, ofX, x, at, mean, rest, dx.array(), to);
          } else {
            NORMS.addGradient(
                n, stride, inner, ofSlope, dy, dyo, ofX, x, at, mean, rest, dx.array(), to);
          }
        }
      }
    }
  }
}
