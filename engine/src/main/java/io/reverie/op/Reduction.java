package io.reverie.op;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** How the losses of single elements or rows become the loss, as PyTorch has it. */
public enum Reduction {
  /** The mean; of classes with weights, the sum over the sum of the weights. */
  MEAN,
  /** The sum. */
  SUM,
  /** The losses as they are. */
  NONE,
  /** The sum over the length of the first axis: the divergence of distributions, per example. */
  BATCH_MEAN;

  /** These losses reduced. */
  public Tensor of(Tensor losses) {
    return switch (this) {
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
      case NONE -> losses;
      case BATCH_MEAN -> losses.sum().mul((float) factor(losses.shape(), 1));
    };
  }

  /** What losses of this shape become. */
  Shape shape(Shape losses) {
    return this == NONE ? losses : Shape.of();
  }

  /**
   * What the sum of losses of this shape is multiplied by; {@code weights} is their weights' sum.
   */
  double factor(Shape losses, double weights) {
    return switch (this) {
      case MEAN -> 1 / weights;
      case SUM, NONE -> 1;
      case BATCH_MEAN -> 1.0 / (losses.rank() == 0 ? 1 : losses.dim(0));
    };
  }

  /** Whether there is nothing to reduce: a mean of none. */
  boolean refuses(Shape losses) {
    return losses.size() == 0 && (this == MEAN || this == BATCH_MEAN);
  }
}
