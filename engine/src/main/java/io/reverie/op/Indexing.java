package io.reverie.op;

import io.reverie.tensor.Indices;
import io.reverie.tensor.Tensor;

/**
 * Ways that tensors have to pick elements by whole numbers, and to put them in order.
 *
 * <p>Axes may be named from the end, indices not: they run from 0. Sorting is stable, and NaN is
 * the largest number.
 */
public sealed interface Indexing permits Tensor {
  /** This tensor. */
  Tensor self();

  /**
   * The elements that indices name along an axis: {@code y[i, j] = x[i, indices[i, j]]} for axis 1.
   *
   * @throws IllegalArgumentException if the indices have another number of axes, or longer ones
   * @throws IndexOutOfBoundsException if there is no such place
   */
  default Tensor gather(int axis, Indices indices) {
    return Tensor.apply(new Gather(axis, indices), self());
  }

  /** This with the source added: {@code y[i, indices[i, j]] += source[i, j]} for axis 1. */
  default Tensor scatterAdd(int axis, Indices indices, Tensor source) {
    return Tensor.apply(new ScatterAdd(axis, indices), self(), source);
  }

  /** The places of an axis that indices name, whose axes stand where it stood. */
  default Tensor indexSelect(int axis, Indices indices) {
    return Tensor.apply(new IndexSelect(axis, indices), self());
  }

  /** This with the source's places added at those places of an axis that indices name. */
  default Tensor indexAdd(int axis, Indices indices, Tensor source) {
    return Tensor.apply(new IndexAdd(axis, indices), self(), source);
  }

  /** The elements where a mask is not 0, in a row; the mask is expanded to this shape. */
  default Tensor maskedSelect(Tensor mask) {
    Tensor chosen = mask.detach().expandTo(self().shape());
    return self().reshape(-1).indexSelect(0, Search.nonzero(chosen));
  }

  /** The places, counted in row-major order, of the elements that are not 0. */
  default Indices nonzero() {
    return Search.nonzero(self());
  }

  /** The rows of this table {@code [rows, width]} that ids name: {@code […, width]}. */
  default Tensor embedding(Indices ids) {
    return Tensor.apply(new Embedding(ids, -1), self());
  }

  /** The same with a row that never gets a gradient; −1 is the last row, as in PyTorch. */
  default Tensor embedding(Indices ids, int padding) {
    int row = padding < 0 ? padding + self().dim(0) : padding;
    return Tensor.apply(new Embedding(ids, row < 0 ? self().dim(0) : row), self());
  }

  /** The places that would sort each line along an axis. */
  default Indices argsort(int axis, boolean descending) {
    return Search.sorted(self(), self().dim(axis), axis, descending);
  }

  /** Each line along an axis in order, and where its numbers stood. */
  default Placed sort(int axis, boolean descending) {
    Indices places = argsort(axis, descending);
    return new Placed(gather(axis, places), places);
  }

  /** The k largest of each line along an axis, the largest first, and where they stood. */
  default Placed topk(int k, int axis) {
    return topk(k, axis, true);
  }

  /** The k largest, or smallest, of each line along an axis in that order, and their places. */
  default Placed topk(int k, int axis, boolean largest) {
    Indices places = Search.sorted(self(), k, axis, largest);
    return new Placed(gather(axis, places), places);
  }
}
