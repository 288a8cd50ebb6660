package io.reverie.op;

import static io.reverie.kernel.Kernels.CELLS;

/**
 * A layer of simple recurrent neurons (Elman 1990): h′ = f(x·Wᵢᵀ + bᵢ + h·Wₕᵀ + bₕ), where f is
 * tanh, or the rectifier.
 *
 * @param steps how it walks
 * @param rectify whether f is max(a, 0)
 */
public record RnnLayer(Steps steps, boolean rectify) implements Recurrence {
  @Override
  public int gates() {
    return 1;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public int joined(int hidden) {
    return hidden;
  }

  @Override
  public void step(int n, float[] kept, int gates, int aside, float[] y, int h, int c) {
    CELLS.rnn(0, n, rectify, kept, gates, y, h);
  }

  @Override
  public void slope(
      int n, float[] kept, int gates, int before, int aside, int cells, int dh, int dc) {
    CELLS.rnnGradient(0, n, rectify, kept, gates, kept, dh);
  }
}
