package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Ways that tensors have to become smaller.
 *
 * <p>Each comes in two forms: {@code sum(axes…)} lets the axes vanish, and {@code sum(keepDim,
 * axes…)} leaves them with length 1 if {@code keepDim} is true, so that the result broadcasts
 * against the tensor. Without axes, all are meant; −1 is the last. What else a reduction needs
 * comes first: {@code norm(p, keepDim, axes…)}.
 *
 * <p>NaN anywhere makes NaN. Of no elements the sum is 0, the product 1, the mean NaN; they have no
 * maximum, which is an error.
 */
public sealed interface Reductions permits Tensor {
  /** This tensor. */
  Tensor self();

  /** The sum of all elements, a single number. */
  default Tensor sum() {
    return Tensor.apply(new Sum(0, self().shape().rank()), self());
  }

  /** The sum over these axes, which vanish. */
  default Tensor sum(int... axes) {
    return sum(false, axes);
  }

  /** The sum over these axes, kept with length 1 or not. */
  default Tensor sum(boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes).inTurn(self(), keepDim, Sum::new);
  }

  /** The mean of all elements; NaN of an empty tensor. */
  default Tensor mean() {
    return sum().mul(1f / self().size());
  }

  /** The mean over these axes, which vanish. */
  default Tensor mean(int... axes) {
    return mean(false, axes);
  }

  /** The mean over these axes, kept with length 1 or not. */
  default Tensor mean(boolean keepDim, int... axes) {
    return sum(keepDim, axes).mul(1f / Axes.of(self().shape(), axes).count());
  }

  /** The product over these axes, which vanish. */
  default Tensor prod(int... axes) {
    return prod(false, axes);
  }

  /** The product over these axes, kept with length 1 or not. */
  default Tensor prod(boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes).inTurn(self(), keepDim, Prod::new);
  }

  /** The largest over these axes, which vanish; equals share the gradient evenly. */
  default Tensor amax(int... axes) {
    return amax(false, axes);
  }

  /** The largest over these axes, kept with length 1 or not; equals share the gradient evenly. */
  default Tensor amax(boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes).atOnce(self(), keepDim, Amax::new);
  }

  /** The smallest over these axes, which vanish; equals share the gradient evenly. */
  default Tensor amin(int... axes) {
    return amin(false, axes);
  }

  /** The smallest over these axes, kept with length 1 or not; equals share the gradient evenly. */
  default Tensor amin(boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes).atOnce(self(), keepDim, Amin::new);
  }

  /** The variance over these axes, which vanish, with Bessel's correction. */
  default Tensor var(int... axes) {
    return var(1, false, axes);
  }

  /** The variance over these axes: Σ (x − mean)² / (n − correction). */
  default Tensor var(int correction, boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes)
        .atOnce(self(), keepDim, (from, to) -> new Var(correction, from, to));
  }

  /** The standard deviation over these axes, which vanish, with Bessel's correction. */
  default Tensor std(int... axes) {
    return std(1, false, axes);
  }

  /** The standard deviation over these axes: the root of {@link #var(int, boolean, int...)}. */
  default Tensor std(int correction, boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes)
        .atOnce(self(), keepDim, (from, to) -> new Std(correction, from, to));
  }

  /** The Euclidean length of all elements. */
  default Tensor norm() {
    return norm(2);
  }

  /** The p-norm over these axes, which vanish; p &gt; 0, infinite p takes the largest |x|. */
  default Tensor norm(float p, int... axes) {
    return norm(p, false, axes);
  }

  /** The p-norm over these axes, kept with length 1 or not. */
  default Tensor norm(float p, boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes)
        .atOnce(self(), keepDim, (from, to) -> new PNorm(p, from, to));
  }

  /** log Σ eˣ over these axes, which vanish; nothing overflows. */
  default Tensor logSumExp(int... axes) {
    return logSumExp(false, axes);
  }

  /** log Σ eˣ over these axes, kept with length 1 or not. */
  default Tensor logSumExp(boolean keepDim, int... axes) {
    return Axes.of(self().shape(), axes).atOnce(self(), keepDim, LogSumExp::new);
  }

  /** 1 where any element over these axes is not 0, else 0. Not differentiable. */
  default Tensor any(int... axes) {
    return any(false, axes);
  }

  /** 1 where any element over these axes is not 0, else 0; of no elements 0. */
  default Tensor any(boolean keepDim, int... axes) {
    return Search.truth(Search.truth(self()).sum(keepDim, axes));
  }

  /** 1 where all elements over these axes are not 0, else 0. Not differentiable. */
  default Tensor all(int... axes) {
    return all(false, axes);
  }

  /** 1 where all elements over these axes are not 0, else 0; of no elements 1. */
  default Tensor all(boolean keepDim, int... axes) {
    return Search.truth(self()).prod(keepDim, axes);
  }

  /** The place of the largest number of each row along the last axis, the first of equals. */
  default Indices argmax() {
    return argmax(-1);
  }

  /** The place of the largest number along an axis, which vanishes; the first of equals. */
  default Indices argmax(int axis) {
    return argmax(false, axis);
  }

  /** The place of the largest number along an axis, kept with length 1 or not. */
  default Indices argmax(boolean keepDim, int axis) {
    return Search.extreme(self(), true, keepDim, axis);
  }

  /** The place of the smallest number along an axis, which vanishes; the first of equals. */
  default Indices argmin(int axis) {
    return argmin(false, axis);
  }

  /** The place of the smallest number along an axis, kept with length 1 or not. */
  default Indices argmin(boolean keepDim, int axis) {
    return Search.extreme(self(), false, keepDim, axis);
  }

  /** The largest number along an axis, which vanishes, and its place; the gradient goes there. */
  default Placed max(int axis) {
    return max(false, axis);
  }

  /** The largest number along an axis, kept with length 1 or not, and its place. */
  default Placed max(boolean keepDim, int axis) {
    return at(argmax(true, axis), keepDim, axis);
  }

  /** The smallest number along an axis, which vanishes, and its place; the gradient goes there. */
  default Placed min(int axis) {
    return min(false, axis);
  }

  /** The smallest number along an axis, kept with length 1 or not, and its place. */
  default Placed min(boolean keepDim, int axis) {
    return at(argmin(true, axis), keepDim, axis);
  }

  private Placed at(Indices places, boolean keepDim, int axis) {
    Shape left = keepDim ? places.shape() : places.shape().without(axis);
    Tensor values = Tensor.apply(new Gather(axis, places), self());
    return new Placed(values.window(0, left), new Indices(places.values(), left));
  }

  /** Running sums along an axis. */
  default Tensor cumsum(int axis) {
    return Tensor.apply(new Cumsum(axis), self());
  }

  /** Running products along an axis. */
  default Tensor cumprod(int axis) {
    return Tensor.apply(new Cumprod(axis), self());
  }
}
