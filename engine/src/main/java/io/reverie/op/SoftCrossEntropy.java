package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The cross-entropy of rows of logits x against rows of probabilities t: −Σ w·t·log softmax(x).
 *
 * <p>Both inputs are {@code […, classes]}. Smoothing ε makes (1−ε)·t + ε/classes of t. The mean is
 * over the rows, whatever the weights, as PyTorch has it.
 *
 * @param weights one a class, or none at all
 * @param smoothing the share ε of each target that is spread over all classes, 0 to 1
 * @param reduction what becomes of one loss a row
 */
public record SoftCrossEntropy(float[] weights, float smoothing, Reduction reduction)
    implements Op {
  /** Checks smoothing and weights, and copies the weights. */
  public SoftCrossEntropy {
    weights = weights.clone();
    Labels.requireSettings("cross-entropy", weights, smoothing);
  }

  /** The mean, without weights and smoothing. */
  public static SoftCrossEntropy of() {
    return new SoftCrossEntropy(new float[0], 0, Reduction.MEAN);
  }

  /** The same with one weight a class. */
  public SoftCrossEntropy weights(float... perClass) {
    return new SoftCrossEntropy(perClass, smoothing, reduction);
  }

  /** The same with smoothed targets. */
  public SoftCrossEntropy smoothing(float share) {
    return new SoftCrossEntropy(weights, share, reduction);
  }

  /** The same reduced in this way. */
  public SoftCrossEntropy reduced(Reduction wanted) {
    return new SoftCrossEntropy(weights, smoothing, wanted);
  }

  @Override
  public Shape shape(Shape... in) {
    if (!in[0].equals(in[1]) || in[0].rank() == 0 || reduction.refuses(in[0])) {
      throw new IllegalArgumentException(
          "cross-entropy of logits %s and probabilities %s: both are [rows, classes] and not empty"
              .formatted(in[0], in[1]));
    }
    if (weights.length != 0 && weights.length != in[0].dim(-1)) {
      throw new IllegalArgumentException(
          "cross-entropy of logits %s and %d class weights: it takes %d, one a class"
              .formatted(in[0], weights.length, in[0].dim(-1)));
    }
    return reduction.shape(in[0].without(-1));
  }

  /** What a target counts: w·((1−ε)·t + ε/classes). */
  private float share(int c, float target, int classes) {
    return Labels.weight(weights, c) * ((1 - smoothing) * target + smoothing / classes);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    int classes = x.dim(-1);
    int rows = x.size() / Math.max(1, classes);
    // The rows of softmax, log Σ eˣ of each, and the losses.
    node.keep(x.size() + 2 * rows);
    float[] p = node.kept();
    int po = node.keptOffset();
    int totals = po + x.size();
    float[] logits = x.array();
    float[] t = node.input(1).array();
    int xo = x.offset();
    int to = node.input(1).offset();
    Parallel.chunks(
        rows,
        Math.max(1, Unary.GRAIN / 4 / Math.max(1, classes)),
        (first, end) -> {
          for (int r = first; r < end; r++) {
            int at = r * classes;
            float total = ROWS.softmaxRow(classes, logits, xo + at, p, po + at);
            double loss = 0;
            for (int c = 0; c < classes; c++) {
              float share = share(c, t[to + at + c], classes);
              // A class that does not count may have any logit, −∞ too.
              loss += share == 0 ? 0 : share * (total - logits[xo + at + c]);
            }
            p[totals + r] = total;
            p[totals + rows + r] = (float) loss;
          }
        });
    double by = reduction.factor(x.shape().without(-1), rows);
    Labels.reduce(node, reduction, p, totals + rows, rows, by);
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    int classes = x.dim(-1);
    int rows = x.size() / Math.max(1, classes);
    double by = reduction.factor(x.shape().without(-1), rows);
    float[] dy = node.outputGradient().array();
    int dyo = node.outputGradient().offset();
    // Asked for here: a gradient comes into being when it is first asked for, on one thread.
    Tensor dx = node.wants(0) ? node.inputGradient(0) : null;
    Tensor dt = node.wants(1) ? node.inputGradient(1) : null;
    Parallel.chunks(
        rows,
        Math.max(1, Unary.GRAIN / 4 / Math.max(1, classes)),
        (first, end) -> {
          for (int r = first; r < end; r++) {
            float factor = reduction == Reduction.NONE ? dy[dyo + r] : (float) (dy[dyo] * by);
            if (dx != null) {
              addGradient(node, r, classes, factor, dx);
            }
            if (dt != null) {
              addTargetGradient(node, r, classes, factor, dt);
            }
          }
        });
  }

  private void addGradient(Node node, int r, int classes, float factor, Tensor leaving) {
    float[] t = node.input(1).array();
    int to = node.input(1).offset() + r * classes;
    float[] dx = leaving.array();
    int dxo = leaving.offset() + r * classes;
    float all = 0;
    for (int c = 0; c < classes; c++) {
      float share = share(c, t[to + c], classes);
      all += share;
      dx[dxo + c] -= factor * share;
    }
    int po = node.keptOffset() + r * classes;
    POINTWISE.addScaled(classes, factor * all, node.kept(), po, dx, dxo);
  }

  private void addTargetGradient(Node node, int r, int classes, float factor, Tensor leaving) {
    float[] x = node.input(0).array();
    int xo = node.input(0).offset() + r * classes;
    float[] dt = leaving.array();
    int dto = leaving.offset() + r * classes;
    float total = node.kept()[node.keptOffset() + node.input(0).size() + r];
    for (int c = 0; c < classes; c++) {
      float slope = Labels.weight(weights, c) * (1 - smoothing);
      dt[dto + c] += factor * slope * (total - x[xo + c]);
    }
  }
}
