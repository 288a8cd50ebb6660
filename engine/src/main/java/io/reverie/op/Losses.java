package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;

/**
 * Losses that tensors have: how wrong they are, as single numbers (the mean) unless another {@link
 * Reduction} is wanted.
 *
 * <p>Targets have the prediction's shape. Classes are the axis 1 of {@code [rows, classes]} and of
 * {@code [n, classes, d…]}, as PyTorch has it; labels are then {@code [n, d…]}. Where classes are
 * the last of many axes, as in sequences {@code [batch, time, classes]}, reshape to {@code [−1,
 * classes]} first, which is free.
 */
public sealed interface Losses permits Tensor {
  /** This tensor. */
  Tensor self();

  /** This with its classes as the last axis. */
  private Tensor rows() {
    Tensor x = self();
    int rank = x.shape().rank();
    if (rank <= 2) {
      return x;
    }
    int[] axes = new int[rank];
    for (int i = 1; i < rank - 1; i++) {
      axes[i] = i + 1;
    }
    axes[rank - 1] = 1;
    return x.permute(axes);
  }

  /**
   * The mean cross-entropy of these logits against one label a row.
   *
   * @throws IllegalArgumentException if the number of labels is not that of the rows
   * @throws IndexOutOfBoundsException if a label is not a class
   */
  default Tensor crossEntropy(int... labels) {
    return crossEntropy(CrossEntropy.of(labels));
  }

  /** The mean cross-entropy of these logits against labels {@code [n, d…]}. */
  default Tensor crossEntropy(Indices labels) {
    return crossEntropy(CrossEntropy.of(labels));
  }

  /** The cross-entropy with weights, smoothing, ignored labels or another reduction. */
  default Tensor crossEntropy(CrossEntropy loss) {
    return Tensor.apply(loss, rows());
  }

  /** The mean cross-entropy of these logits against probabilities of the same shape. */
  default Tensor crossEntropy(Tensor probabilities) {
    return crossEntropy(probabilities, SoftCrossEntropy.of());
  }

  /** The same with weights, smoothing or another reduction. */
  default Tensor crossEntropy(Tensor probabilities, SoftCrossEntropy loss) {
    Losses target = probabilities;
    return Tensor.apply(loss, rows(), target.rows());
  }

  /** The mean of −x[label] over rows x of logarithms of probabilities: after a log-softmax. */
  default Tensor nll(Indices labels) {
    return nll(NegativeLogLikelihood.of(labels));
  }

  /** The same with weights, ignored labels or another reduction. */
  default Tensor nll(NegativeLogLikelihood loss) {
    return Tensor.apply(loss, rows());
  }

  /** The mean multi-margin loss against one label a row; see {@link MultiMargin}. */
  default Tensor multiMargin(Indices labels) {
    return multiMargin(MultiMargin.of(labels));
  }

  /** The same with another power, margin, weights or reduction. */
  default Tensor multiMargin(MultiMargin loss) {
    return Tensor.apply(loss, rows());
  }

  /**
   * The loss of label sequences over all alignments, of logarithms of probabilities {@code [steps,
   * batch, classes]}: connectionist temporal classification.
   */
  default Tensor ctc(Ctc loss) {
    return Tensor.apply(loss, self());
  }

  /** The mean of the squared differences to a target of the same shape. */
  default Tensor mse(Tensor target) {
    return mse(target, Reduction.MEAN);
  }

  /** The squared differences, reduced. */
  default Tensor mse(Tensor target, Reduction reduction) {
    return Tensor.apply(new SquaredError(reduction), self(), target);
  }

  /** The mean of the absolute differences. */
  default Tensor l1(Tensor target) {
    return l1(target, Reduction.MEAN);
  }

  /** The absolute differences, reduced. */
  default Tensor l1(Tensor target, Reduction reduction) {
    return Tensor.apply(new AbsoluteError(reduction), self(), target);
  }

  /** Huber's loss: a parabola up to δ, a line of slope δ beyond; the mean. */
  default Tensor huber(Tensor target, float delta) {
    return huber(target, delta, Reduction.MEAN);
  }

  /** Huber's loss, reduced. */
  default Tensor huber(Tensor target, float delta, Reduction reduction) {
    return Tensor.apply(new Huber(delta, reduction), self(), target);
  }

  /** The absolute differences, rounded off by a parabola below β; the mean. */
  default Tensor smoothL1(Tensor target, float beta) {
    return smoothL1(target, beta, Reduction.MEAN);
  }

  /**
   * The absolute differences, rounded off by a parabola below β, reduced; with β = 0 not at all.
   */
  default Tensor smoothL1(Tensor target, float beta, Reduction reduction) {
    return beta == 0
        ? l1(target, reduction)
        : Tensor.apply(new SmoothL1(beta, reduction), self(), target);
  }

  /** The mean binary cross-entropy of these logits against probabilities. */
  default Tensor bceWithLogits(Tensor target) {
    return bceWithLogits(target, Reduction.MEAN);
  }

  /** The binary cross-entropy of these logits against probabilities, reduced. */
  default Tensor bceWithLogits(Tensor target, Reduction reduction) {
    return Tensor.apply(new BinaryCrossEntropyWithLogits(reduction), self(), target);
  }

  /**
   * The same where what is true counts {@code positive} times, a tensor that broadcasts, such as
   * one number a class: (1−t)·loss(x, 0) + positive·t·loss(x, 1).
   */
  default Tensor bceWithLogits(Tensor target, Tensor positive, Reduction reduction) {
    int[] dims = self().shape().dims();
    Tensor no = bceWithLogits(Tensor.zeros(dims), Reduction.NONE);
    Tensor yes = bceWithLogits(Tensor.ones(dims), Reduction.NONE);
    Tensor unlikely = target.neg().add(1);
    return reduction.of(no.mul(unlikely).add(yes.mul(target.mul(positive))));
  }

  /** The mean binary cross-entropy of these probabilities against others. */
  default Tensor bce(Tensor target) {
    return bce(target, Reduction.MEAN);
  }

  /** The binary cross-entropy of these probabilities against others, reduced. */
  default Tensor bce(Tensor target, Reduction reduction) {
    return Tensor.apply(new BinaryCrossEntropy(reduction), self(), target);
  }

  /**
   * The Kullback-Leibler divergence of these logarithms of probabilities from target probabilities;
   * {@link Reduction#BATCH_MEAN} gives that of distributions, per example.
   */
  default Tensor klDivergence(Tensor target, Reduction reduction) {
    return Tensor.apply(new Divergence(reduction), self(), target);
  }

  /** The same where the targets are logarithms too. */
  default Tensor klDivergenceOfLogs(Tensor target, Reduction reduction) {
    return Tensor.apply(new LogDivergence(reduction), self(), target);
  }

  /** The mean of eˣ − t·x: counts t where the logarithm of the expected count is predicted. */
  default Tensor poisson(Tensor target) {
    return poisson(target, Reduction.MEAN);
  }

  /** eˣ − t·x, reduced. */
  default Tensor poisson(Tensor target, Reduction reduction) {
    return Tensor.apply(new PoissonLoss(reduction), self(), target);
  }

  /**
   * ½·(log v + (x − t)²/v) for predictions of a normal distribution's mean x and variance v, which
   * counts as 10⁻⁶ at least and broadcasts; without the constant ½·log 2π.
   */
  default Tensor gaussian(Tensor target, Tensor variance, Reduction reduction) {
    float[] lift = variance.toArray();
    for (int i = 0; i < lift.length; i++) {
      // Past the limit by addition: the variance keeps its gradient there, as with PyTorch.
      lift[i] = Math.max(1e-6f - lift[i], 0);
    }
    Tensor v = variance.add(Tensor.of(lift, 0, variance.shape()));
    return reduction.of(self().sub(target).square().div(v).add(v.log()).mul(0.5f));
  }

  /** The mean of max(0, margin − t·x) for targets of 1 and −1: the support vector machine's. */
  default Tensor hinge(Tensor target, float margin) {
    return hinge(target, margin, Reduction.MEAN);
  }

  /** max(0, margin − t·x), reduced. */
  default Tensor hinge(Tensor target, float margin, Reduction reduction) {
    return Tensor.apply(new Hinge(margin, reduction), self(), target);
  }

  /** log(1 + e^(−t·x)) for targets of 1 and −1, reduced. */
  default Tensor softMargin(Tensor target, Reduction reduction) {
    Tensor sure = self().mul(target);
    return sure.bceWithLogits(Tensor.ones(sure.shape().dims()), reduction);
  }
}
