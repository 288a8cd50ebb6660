package io.reverie.op;

import static io.reverie.kernel.Kernels.CELLS;

/**
 * A layer of gated recurrent units (Cho et al. 2014), with the gates in PyTorch's order r, z, n and
 * the state's bias of the third within the reset product:
 *
 * <pre>
 *   r, z = σ(x·Wᵢᵀ + bᵢ + h·Wₕᵀ + bₕ)
 *   n  = tanh(x·Wᵢᵀ + bᵢ + r·(h·Wₕᵀ + bₕ))
 *   h′ = (1 − z)·n + z·h
 * </pre>
 *
 * @param steps how it walks
 */
public record GruLayer(Steps steps) implements Recurrence {
  @Override
  public int gates() {
    return 3;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public int joined(int hidden) {
    return 2 * hidden;
  }

  @Override
  public void step(int n, float[] kept, int gates, int aside, float[] y, int h, int c) {
    CELLS.gru(0, n, kept, gates, kept, aside, y, h);
  }

  @Override
  public void slope(
      int n, float[] kept, int gates, int before, int aside, int cells, int dh, int dc) {
    CELLS.gruGradient(0, n, kept, gates, kept, aside, kept, before, kept, dh);
  }
}
