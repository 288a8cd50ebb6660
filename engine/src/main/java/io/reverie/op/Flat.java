package io.reverie.op;

import io.reverie.tensor.Node;

/**
 * A function of each element whose slope is 0 wherever it has one: roundings, signs, masks. Nothing
 * flows back; see {@link Functions#straightThrough} for those who want something to.
 */
public interface Flat extends Unary {
  @Override
  default void gradient(
      int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {}

  @Override
  default void backward(Node node) {}
}
