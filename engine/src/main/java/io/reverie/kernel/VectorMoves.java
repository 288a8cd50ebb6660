package io.reverie.kernel;

/** {@link Moves} by SIMD. */
final class VectorMoves extends Moves {
  @Override
  public void transpose(int rows, int cols, float[] x, int xo, int xs, float[] y, int yo, int ys) {
    VectorPack.turn(x, xo, xs, rows, cols, y, yo, ys);
  }
}
