package io.reverie.op;

import io.reverie.tensor.Node;
import java.util.Arrays;

/** A mask of two tensors, which broadcast: 1 where something holds, 0 elsewhere; no gradient. */
public interface Comparison extends Binary {
  @Override
  default void partialA(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    Arrays.fill(t, to, to + n, 0);
  }

  @Override
  default void partialB(
      int n,
      float[] dy,
      int dyo,
      float[] a,
      int ao,
      int as,
      float[] b,
      int bo,
      int bs,
      float[] t,
      int to) {
    Arrays.fill(t, to, to + n, 0);
  }

  @Override
  default void backward(Node node) {}
}
