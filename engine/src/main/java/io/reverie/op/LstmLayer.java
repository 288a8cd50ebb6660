package io.reverie.op;

import static io.reverie.kernel.Kernels.CELLS;

/**
 * A layer of long short-term memory (Hochreiter &amp; Schmidhuber 1997; forget gate by Gers et al.
 * 2000), with the gates in PyTorch's order i, f, g, o:
 *
 * <pre>
 *   i, f, o = σ(…)   g = tanh(…)   of x·Wᵢᵀ + bᵢ + h·Wₕᵀ + bₕ
 *   c′ = f·c + i·g
 *   h′ = o·tanh(c′)
 * </pre>
 *
 * @param steps how it walks
 */
public record LstmLayer(Steps steps) implements Recurrence {
  @Override
  public int gates() {
    return 4;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public int joined(int hidden) {
    return 4 * hidden;
  }

  @Override
  public void step(int n, float[] kept, int gates, int aside, float[] y, int h, int c) {
    CELLS.lstm(0, n, kept, gates, y, c, kept, aside, y, h);
  }

  @Override
  public void slope(
      int n, float[] kept, int gates, int before, int aside, int cells, int dh, int dc) {
    CELLS.lstmGradient(0, n, kept, gates, kept, cells, kept, aside, kept, dh, kept, dc);
  }
}
