package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.ROWS;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * The cross-entropy of rows of logits against class labels: −log softmax(x)[label].
 *
 * <p>The input is {@code […, classes]} with one label a row, the output what {@link Reduction}
 * makes of one loss a row. Softmax, logarithm and mean in one: the gradient of the three together
 * is (softmax − one-hot) / rows. With class weights w and smoothing ε a row's loss is
 * (1−ε)·w[label] times that plus ε/classes · Σ w·(−log softmax) (Szegedy et al. 2016); its mean is
 * the sum over the sum of the labels' weights, as PyTorch has it, and NaN where all rows are
 * ignored.
 *
 * @param labels the right class of each row
 * @param weights one a class, or none at all
 * @param smoothing the share ε of each label that is spread over all classes, 0 to 1
 * @param ignored rows with this label cost nothing
 * @param reduction what becomes of the losses
 */
public record CrossEntropy(
    Indices labels, float[] weights, float smoothing, int ignored, Reduction reduction)
    implements Op {
  /** The label that is ignored unless another is named: PyTorch's. */
  public static final int IGNORED = -100;

  /** Checks smoothing and weights, and copies the weights. */
  public CrossEntropy {
    weights = weights.clone();
    Labels.requireSettings("cross-entropy", weights, smoothing);
  }

  /** The mean over these labels. */
  public static CrossEntropy of(Indices labels) {
    return new CrossEntropy(labels, new float[0], 0, IGNORED, Reduction.MEAN);
  }

  /** The mean over these labels. */
  public static CrossEntropy of(int... labels) {
    return of(Indices.of(labels));
  }

  /** The same with one weight a class. */
  public CrossEntropy weights(float... perClass) {
    return new CrossEntropy(labels, perClass, smoothing, ignored, reduction);
  }

  /** The same with smoothed labels. */
  public CrossEntropy smoothing(float share) {
    return new CrossEntropy(labels, weights, share, ignored, reduction);
  }

  /** The same with rows of this label ignored. */
  public CrossEntropy ignoring(int label) {
    return new CrossEntropy(labels, weights, smoothing, label, reduction);
  }

  /** The same reduced in this way. */
  public CrossEntropy reduced(Reduction wanted) {
    return new CrossEntropy(labels, weights, smoothing, ignored, wanted);
  }

  @Override
  public Shape shape(Shape... in) {
    return Labels.check("cross-entropy", in[0], labels, weights, ignored, reduction);
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    int rows = labels.size();
    Labels.keep(node, labels);
    // The rows of softmax, and behind them the losses.
    node.keep(x.size() + rows);
    float[] p = node.kept();
    int po = node.keptOffset();
    int classes = x.dim(-1);
    float[] logits = x.array();
    int xo = x.offset();
    Parallel.chunks(
        rows,
        grain(classes),
        (first, end) -> {
          for (int r = first; r < end; r++) {
            int at = r * classes;
            p[po + x.size() + r] = loss(labels.values()[r], classes, logits, xo + at, p, po + at);
          }
        });
    double by =
        reduction.factor(x.shape().without(-1), Labels.weights(node, rows, weights, ignored));
    Labels.reduce(node, reduction, p, po + x.size(), rows, by);
  }

  /** One row's loss; its softmax goes to p. */
  private float loss(int label, int classes, float[] x, int xo, float[] p, int po) {
    if (label == ignored) {
      return 0;
    }
    float total = ROWS.softmaxRow(classes, x, xo, p, po);
    double loss = (1 - smoothing) * Labels.weight(weights, label) * (total - x[xo + label]);
    if (smoothing > 0) {
      double weighted =
          weights.length == 0
              ? POINTWISE.sum(classes, x, xo)
              : POINTWISE.dot(classes, weights, 0, x, xo);
      loss += smoothing / classes * (allWeights(classes) * total - weighted);
    }
    return (float) loss;
  }

  private double allWeights(int classes) {
    return weights.length == 0 ? classes : POINTWISE.sum(classes, weights, 0);
  }

  private static int grain(int classes) {
    return Math.max(1, Unary.GRAIN / 4 / Math.max(1, classes));
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    int rows = x.size() / x.dim(-1);
    int classes = x.dim(-1);
    double by =
        reduction.factor(x.shape().without(-1), Labels.weights(node, rows, weights, ignored));
    float spread = smoothing / classes;
    float spreadWeights = (float) (spread * allWeights(classes));
    boolean sets = node.setsGradient(0);
    float[] dx = node.inputGradient(0).array();
    int dxo = node.inputGradient(0).offset();
    float[] dy = node.outputGradient().array();
    int dyo = node.outputGradient().offset();
    float[] p = node.kept();
    int po = node.keptOffset();
    int[] kept = node.keptInts();
    int keptAt = node.keptIntsOffset();
    Parallel.chunks(
        rows,
        grain(classes),
        (first, end) -> {
          if (sets) {
            Arrays.fill(dx, dxo + first * classes, dxo + end * classes, 0f);
          }
          for (int r = first; r < end; r++) {
            int label = kept[keptAt + r];
            if (label == ignored) {
              continue;
            }
            int at = dxo + r * classes;
            float factor = reduction == Reduction.NONE ? dy[dyo + r] : (float) (dy[dyo] * by);
            float own = (1 - smoothing) * Labels.weight(weights, label);
            float all = factor * (own + spreadWeights);
            POINTWISE.addScaled(classes, all, p, po + r * classes, dx, at);
            dx[at + label] -= factor * own;
            if (spread > 0 && weights.length == 0) {
              POINTWISE.affine(classes, 1, -factor * spread, dx, at, dx, at);
            } else if (spread > 0) {
              POINTWISE.addScaled(classes, -factor * spread, weights, 0, dx, at);
            }
          }
        });
  }
}
