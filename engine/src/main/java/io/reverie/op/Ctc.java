package io.reverie.op;

import static io.reverie.kernel.Kernels.ALIGNMENTS;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Alignments;
import io.reverie.kernel.Parallel;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Connectionist temporal classification (Graves et al. 2006): −log of the probability of a sequence
 * of labels, over all ways to spread it over the steps of a longer sequence with blanks between.
 *
 * <p>The input is {@code [steps, batch, classes]}, logarithms of probabilities as {@code
 * logSoftmax} gives them; labels are {@code [batch, longest]}, of which each example uses its first
 * few. The mean divides each loss by the number of its labels first, as PyTorch does. The gradient
 * is that by the logarithms; through {@code logSoftmax} it is PyTorch's.
 *
 * <p>A loss is infinite where the labels do not fit the steps: more of them than steps, counting
 * one more for each pair of equal neighbours.
 *
 * @param labels the labels of each example, {@code [batch, longest]}
 * @param steps how many steps of each example count
 * @param lengths how many labels each example has
 * @param blank the class that says nothing
 * @param zeroInfinity whether infinite losses, and their gradients, become 0
 * @param reduction what becomes of one loss an example
 */
public record Ctc(
    Indices labels,
    int[] steps,
    int[] lengths,
    int blank,
    boolean zeroInfinity,
    Reduction reduction)
    implements Op {
  /** Checks that there are as many lengths as examples, and copies them. */
  public Ctc {
    steps = steps.clone();
    lengths = lengths.clone();
    if (labels.shape().rank() != 2
        || labels.shape().dim(0) != steps.length
        || steps.length != lengths.length) {
      throw new IllegalArgumentException(
          "ctc of labels %s, %d numbers of steps and %d of labels: labels are [batch, longest], with"
                  .formatted(labels.shape(), steps.length, lengths.length)
              + " one of each an example");
    }
    int longest = labels.shape().dim(1);
    for (int length : lengths) {
      if (length < 0 || length > longest) {
        throw new IllegalArgumentException(
            "ctc with lengths %s of labels %s: 0 to %d is needed"
                .formatted(Arrays.toString(lengths), labels.shape(), longest));
      }
    }
  }

  /** The mean, with class 0 as the blank. */
  public static Ctc of(Indices labels, int[] steps, int[] lengths) {
    return new Ctc(labels, steps, lengths, 0, false, Reduction.MEAN);
  }

  /** The same with this class as the blank. */
  public Ctc blank(int label) {
    return new Ctc(labels, steps, lengths, label, zeroInfinity, reduction);
  }

  /** The same, with 0 for what is impossible. */
  public Ctc withoutInfinity() {
    return new Ctc(labels, steps, lengths, blank, true, reduction);
  }

  /** The same reduced in this way. */
  public Ctc reduced(Reduction wanted) {
    return new Ctc(labels, steps, lengths, blank, zeroInfinity, wanted);
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    if (x.rank() != 3 || x.dim(1) != steps.length || reduction.refuses(Shape.of(steps.length))) {
      throw new IllegalArgumentException(
          "ctc of %s and labels %s: it takes [steps, batch, classes] and [batch, longest]"
              .formatted(x, labels.shape()));
    }
    for (int count : steps) {
      if (count < 0 || count > x.dim(0)) {
        throw new IllegalArgumentException(
            "ctc of %s over %s steps: 0 to %d is needed"
                .formatted(x, Arrays.toString(steps), x.dim(0)));
      }
    }
    requireClass(x, "blank", blank);
    for (int n = 0; n < lengths.length; n++) {
      for (int i = 0; i < lengths[n]; i++) {
        int label = labels.values()[n * labels.shape().dim(1) + i];
        requireClass(x, "label", label);
        if (label == blank) {
          throw new IllegalArgumentException(
              "ctc with the blank %d among the labels of example %d".formatted(blank, n));
        }
      }
    }
    return reduction.shape(Shape.of(steps.length));
  }

  private static void requireClass(Shape x, String what, int label) {
    if (label < 0 || label >= x.dim(2)) {
      throw new IndexOutOfBoundsException(
          "ctc with %s %d: %s has classes 0 to %d".formatted(what, label, x, x.dim(2) - 1));
    }
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    int batch = x.dim(1);
    int row = batch * x.dim(2);
    boolean wants = node.wants(0);
    // Each example's own gradient, made along with its loss.
    node.keep(wants ? x.size() : 0);
    float[] slopes = node.kept();
    int at = node.keptOffset();
    Arrays.fill(slopes, at, at + (wants ? x.size() : 0), 0f);
    float[] losses = new float[batch];
    Parallel.chunks(
        batch,
        1,
        (first, end) -> {
          for (int n = first; n < end; n++) {
            losses[n] = (float) loss(x, n, row, wants, slopes, at + n * x.dim(2));
          }
        });
    double[] weights = weights();
    for (int n = 0; n < batch; n++) {
      losses[n] *= (float) weights[n];
    }
    Labels.reduce(node, reduction, losses, 0, batch, 1);
  }

  private double loss(Tensor x, int n, int row, boolean wants, float[] slopes, int at) {
    int classes = x.dim(2);
    var sequence =
        new Alignments.Sequence(steps[n], classes, x.array(), x.offset() + n * classes, row);
    var target =
        new Alignments.Target(labels.values(), n * labels.shape().dim(1), lengths[n], blank);
    double loss =
        wants
            ? ALIGNMENTS.lossAndGradient(sequence, target, slopes, at, row)
            : ALIGNMENTS.loss(sequence, target);
    if (zeroInfinity && Double.isInfinite(loss)) {
      for (int t = 0; wants && t < steps[n]; t++) {
        Arrays.fill(slopes, at + t * row, at + t * row + classes, 0f);
      }
      return 0;
    }
    return loss;
  }

  /** What each example's loss is multiplied by before all are added up. */
  private double[] weights() {
    double[] weights = new double[lengths.length];
    for (int n = 0; n < weights.length; n++) {
      double own = reduction == Reduction.MEAN ? 1.0 / Math.max(1, lengths[n]) : 1;
      weights[n] = own * reduction.factor(Shape.of(weights.length), weights.length);
    }
    return weights;
  }

  @Override
  public void backward(Node node) {
    Tensor x = node.input(0);
    Tensor dx = node.inputGradient(0);
    Tensor dy = node.outputGradient();
    int batch = x.dim(1);
    int classes = x.dim(2);
    double[] weights = weights();
    for (int t = 0; t < x.dim(0); t++) {
      for (int n = 0; n < batch; n++) {
        if (t >= steps[n]) {
          continue;
        }
        int place = (t * batch + n) * classes;
        float arrived = dy.array()[dy.offset() + (reduction == Reduction.NONE ? n : 0)];
        POINTWISE.addScaled(
            classes,
            (float) (arrived * weights[n]),
            node.kept(),
            node.keptOffset() + place,
            dx.array(),
            dx.offset() + place);
      }
    }
  }
}
