package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.op.OpCases.Case;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/** The losses with inputs of many shapes. */
final class LossCases {
  /** Every loss of elements, given its reduction. */
  static final List<Function<Reduction, Op>> ELEMENT_LOSSES =
      List.of(
          SquaredError::new,
          AbsoluteError::new,
          reduction -> new Huber(0.7f, reduction),
          reduction -> new SmoothL1(0.4f, reduction),
          BinaryCrossEntropyWithLogits::new,
          BinaryCrossEntropy::new,
          Divergence::new,
          LogDivergence::new,
          PoissonLoss::new,
          reduction -> new Hinge(0.5f, reduction));

  private static final List<DoubleBinaryOperator> FORMULAS =
      List.of(
          (x, t) -> (x - t) * (x - t),
          (x, t) -> Math.abs(x - t),
          (x, t) -> huber(x - t, 0.7f),
          (x, t) -> huber(x - t, 0.4f) / 0.4f,
          (x, t) -> -t * Math.log(sigmoid(x)) - (1 - t) * Math.log(sigmoid(-x)),
          (x, t) -> -t * Math.log(x) - (1 - t) * Math.log(1 - x),
          (x, t) -> t * Math.log(t) - t * x,
          (x, t) -> Math.exp(t) * (t - x),
          (x, t) -> Math.exp(x) - t * x,
          (x, t) -> Math.max(0, 0.5 - t * x));

  private static final int[][] SHAPES = {
    {}, {1}, {7}, {4, 5}, {2, 3, 5}, {3, 1100}, {40_000}, {0}, {2, 0}
  };

  private final List<Case> cases;
  private final Rng rng = Rng.of(21);

  private LossCases(List<Case> cases) {
    this.cases = cases;
  }

  static void addTo(List<Case> cases) {
    LossCases losses = new LossCases(cases);
    losses.elements();
    losses.classes();
    losses.distances();
    losses.alignments();
  }

  private static double huber(double d, double delta) {
    double size = Math.abs(d);
    return size <= delta ? d * d / 2 : delta * (size - delta / 2);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private void elements() {
    for (int i = 0; i < FORMULAS.size(); i++) {
      DoubleBinaryOperator formula = FORMULAS.get(i);
      for (Reduction reduction : Reduction.values()) {
        Op op = ELEMENT_LOSSES.get(i).apply(reduction);
        for (int[] dims : SHAPES) {
          Shape shape = Shape.of(dims);
          boolean large = shape.size() > 1000;
          boolean usual = reduction == Reduction.MEAN || reduction == Reduction.NONE;
          if (!reduction.refuses(shape) && (usual || !large)) {
            Tensor[] pair = pair(op, dims);
            Definition each = in -> Definitions.binary(formula).of(in);
            cases.add(new Case(() -> op, reduced(each, shape, reduction), pair));
          }
        }
      }
    }
  }

  /** A prediction and a target at which the loss is smooth for a little way. */
  private Tensor[] pair(Op op, int... dims) {
    boolean shares = op instanceof BinaryCrossEntropy || op instanceof Divergence;
    Tensor x = values(shares ? 0.25f : -1.5f, shares ? 0.75f : 1.5f, dims);
    Tensor t = values(shares ? 0.25f : -1.5f, shares ? 0.75f : 1.5f, dims);
    for (int i = 0; i < x.size(); i++) {
      while (nearKink(op, x.array()[3 + i], t.array()[3 + i])) {
        x.array()[3 + i] = 3 * rng.nextFloat() - 1.5f;
      }
    }
    return new Tensor[] {x, t};
  }

  private static boolean nearKink(Op op, float x, float t) {
    float size = Math.abs(x - t);
    return switch (op) {
      case AbsoluteError _ -> size < 0.05f;
      case Huber(float delta, _) -> Math.abs(size - delta) < 0.05f;
      case SmoothL1(float beta, _) -> Math.abs(size - beta) < 0.05f;
      case Hinge(float margin, _) -> Math.abs(margin - t * x) < 0.05f;
      default -> false;
    };
  }

  private static Definition reduced(Definition each, Shape shape, Reduction reduction) {
    return in -> {
      double[] losses = each.of(in);
      double sum = Arrays.stream(losses).sum();
      return switch (reduction) {
        case NONE -> losses;
        case SUM -> new double[] {sum};
        case MEAN -> new double[] {sum / losses.length};
        case BATCH_MEAN -> new double[] {shape.rank() == 0 ? sum : sum / shape.dim(0)};
      };
    };
  }

  private void classes() {
    for (int[] dims : new int[][] {{4, 5}, {1, 2}, {9, 33}, {3, 1}, {5}, {2, 3, 7}, {250, 40}}) {
      Shape rows = Shape.of(dims).without(-1);
      int classes = dims[dims.length - 1];
      int[] labels = new int[rows.size()];
      Arrays.setAll(labels, _ -> rng.nextInt(classes));
      Indices all = new Indices(labels, rows);
      float[] weights = new float[classes];
      for (int c = 0; c < classes; c++) {
        weights[c] = 0.5f + rng.nextFloat();
      }
      for (Reduction reduction : Reduction.values()) {
        for (float smoothing : new float[] {0, 0.3f}) {
          crossEntropy(CrossEntropy.of(all).reduced(reduction).smoothing(smoothing), dims);
        }
        // The first label is ignored, wherever it stands, but not where that leaves none.
        CrossEntropy some = CrossEntropy.of(all).weights(weights).reduced(reduction);
        boolean several = Arrays.stream(labels).distinct().count() > 1;
        crossEntropy(several ? some.ignoring(labels[0]).smoothing(0.1f) : some, dims);
        softCrossEntropy(new SoftCrossEntropy(weights, 0.2f, reduction), dims);
        softCrossEntropy(new SoftCrossEntropy(new float[0], 0, reduction), dims);
        likelihood(
            new NegativeLogLikelihood(all, weights, several ? labels[0] : -1, reduction), dims);
        margin(new MultiMargin(all, 1, 0.4f, weights, reduction), dims);
        margin(new MultiMargin(all, 2, 1, new float[0], reduction), dims);
      }
    }
  }

  private void crossEntropy(CrossEntropy op, int... dims) {
    Definition definition =
        in -> {
          double[] log = Definitions.logSoftmax(in);
          int classes = in[0].dim(-1);
          int[] labels = op.labels().values();
          double[] losses = new double[labels.length];
          double counted = 0;
          for (int r = 0; r < labels.length; r++) {
            if (labels[r] == op.ignored()) {
              continue;
            }
            counted += weight(op.weights(), labels[r]);
            for (int c = 0; c < classes; c++) {
              double share = op.smoothing() / classes + (c == labels[r] ? 1 - op.smoothing() : 0);
              losses[r] -= share * weight(op.weights(), c) * log[r * classes + c];
            }
          }
          return weighted(losses, in[0].shape().without(-1), op.reduction(), counted);
        };
    cases.add(new Case(() -> op, definition, values(-2, 2, dims)));
  }

  private void softCrossEntropy(SoftCrossEntropy op, int... dims) {
    Definition definition =
        in -> {
          double[] log = Definitions.logSoftmax(in);
          int classes = in[0].dim(-1);
          float[] targets = in[1].toArray();
          double[] losses = new double[log.length / classes];
          for (int i = 0; i < log.length; i++) {
            double share = (1 - op.smoothing()) * targets[i] + op.smoothing() / classes;
            losses[i / classes] -= share * weight(op.weights(), i % classes) * log[i];
          }
          return weighted(losses, in[0].shape().without(-1), op.reduction(), losses.length);
        };
    cases.add(new Case(() -> op, definition, values(-2, 2, dims), values(0, 1, dims)));
  }

  private void likelihood(NegativeLogLikelihood op, int... dims) {
    Definition definition =
        in -> {
          int[] labels = op.labels().values();
          float[] x = in[0].toArray();
          double[] losses = new double[labels.length];
          double counted = 0;
          for (int r = 0; r < labels.length; r++) {
            if (labels[r] != op.ignored()) {
              counted += weight(op.weights(), labels[r]);
              losses[r] = -weight(op.weights(), labels[r]) * x[r * in[0].dim(-1) + labels[r]];
            }
          }
          return weighted(losses, in[0].shape().without(-1), op.reduction(), counted);
        };
    cases.add(new Case(() -> op, definition, values(-2, 0, dims)));
  }

  private void margin(MultiMargin op, int... dims) {
    Definition definition =
        in -> {
          int[] labels = op.labels().values();
          int classes = in[0].dim(-1);
          float[] x = in[0].toArray();
          double[] losses = new double[labels.length];
          for (int i = 0; i < x.length; i++) {
            int r = i / classes;
            if (i % classes != labels[r]) {
              double excess = op.margin() - (double) x[r * classes + labels[r]] + x[i];
              losses[r] +=
                  weight(op.weights(), labels[r])
                      * Math.pow(Math.max(0, excess), op.power())
                      / classes;
            }
          }
          return weighted(losses, in[0].shape().without(-1), op.reduction(), losses.length);
        };
    // Multiples of 0.1 off the margin by half of that: no kink within a small step.
    Tensor x = values(0, 1, dims);
    for (int i = 0; i < x.size(); i++) {
      x.array()[3 + i] = rng.nextInt(20) * 0.1f;
    }
    int[] labels = op.labels().values();
    for (int r = 0; r < labels.length; r++) {
      x.array()[3 + r * x.dim(-1) + labels[r]] += 0.05f;
    }
    cases.add(new Case(() -> op, definition, x));
  }

  private static double weight(float[] weights, int label) {
    return weights.length == 0 ? 1 : weights[label];
  }

  private static double[] weighted(
      double[] losses, Shape rows, Reduction reduction, double counted) {
    if (reduction == Reduction.MEAN) {
      return new double[] {Arrays.stream(losses).sum() / counted};
    }
    return reduced(_ -> losses, rows, reduction).of();
  }

  private void distances() {
    for (int[] dims : new int[][] {{5}, {3, 4}, {2, 3, 17}, {0, 3}}) {
      for (float power : new float[] {1, 2, 3}) {
        Definition definition =
            in -> {
              float[] a = in[0].toArray();
              float[] b = in[1].toArray();
              double[] y = new double[in[0].shape().without(-1).size()];
              for (int i = 0; i < a.length; i++) {
                y[i / in[0].dim(-1)] += Math.pow(Math.abs(a[i] - b[i] + 1e-6), power);
              }
              return Arrays.stream(y).map(sum -> Math.pow(sum, 1 / power)).toArray();
            };
        Op op = new PairwiseDistance(power, 1e-6f);
        cases.add(new Case(() -> op, definition, values(0, 1, dims), values(1.1f, 2, dims)));
      }
    }
  }

  private void alignments() {
    Indices labels = Indices.of(new int[] {1, 2, 2, 1, 3, 0, 2, 2, 2}, 3, 3);
    for (Reduction reduction : Reduction.values()) {
      Ctc usual = Ctc.of(labels, new int[] {5, 4, 5}, new int[] {3, 2, 0}).reduced(reduction);
      ctc(usual, 5, 3, 4);
      ctc(
          Ctc.of(labels, new int[] {5, 5, 1}, new int[] {3, 0, 1}).blank(4).reduced(reduction),
          5,
          3,
          5);
      // The third does not fit: three equal labels want five steps.
      Ctc impossible = Ctc.of(labels, new int[] {5, 4, 4}, new int[] {3, 2, 3});
      ctc(impossible.withoutInfinity().reduced(reduction), 5, 3, 4);
    }
  }

  private void ctc(Ctc op, int... dims) {
    Definition definition = in -> CtcByPaths.losses(op, in[0]);
    cases.add(new Case(() -> op, definition, values(-2, 0, dims)));
  }

  private Tensor values(float from, float to, int... dims) {
    Tensor x = Tensor.uniform(rng, from, to, dims);
    float[] array = new float[3 + x.size() + 5];
    Arrays.fill(array, Float.NaN);
    System.arraycopy(x.array(), 0, array, 3, x.size());
    return Tensor.of(array, 3, x.shape());
  }
}
