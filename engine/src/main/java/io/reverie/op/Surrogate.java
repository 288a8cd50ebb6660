package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;
import static io.reverie.kernel.Kernels.SURROGATES;

/**
 * A slope that stands in for that of a {@link Step} on the way back, so that spiking and binary
 * units can learn (Neftci, Mostafa &amp; Zenke 2019). Each is a bump around the threshold.
 */
public sealed interface Surrogate {
  /** dx += dy · the slope at x, for n elements. */
  void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo);

  /** The true slope: 0. */
  record None() implements Surrogate {
    @Override
    public void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {}
  }

  /** Slope 1 everywhere: the gradient passes as it is (Bengio, Léonard &amp; Courville 2013). */
  record Identity() implements Surrogate {
    @Override
    public void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
      POINTWISE.addScaled(n, 1, dy, dyo, dx, dxo);
    }
  }

  /** The derivative of σ(k·x): k·σ(1 − σ); k = 25 is usual. */
  record Sigmoid(float slope) implements Surrogate {
    @Override
    public void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
      SURROGATES.sigmoid(n, slope, x, xo, dy, dyo, dx, dxo);
    }
  }

  /** SuperSpike: 1 / (1 + k·|x|)² (Zenke &amp; Ganguli 2018); k = 25 is usual. */
  record FastSigmoid(float slope) implements Surrogate {
    @Override
    public void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
      SURROGATES.fastSigmoid(n, slope, x, xo, dy, dyo, dx, dxo);
    }
  }

  /** The derivative of an arctangent: α/2 / (1 + (πα/2·x)²) (Fang et al. 2021); α = 2 is usual. */
  record Arctan(float alpha) implements Surrogate {
    @Override
    public void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
      SURROGATES.arctan(n, alpha, x, xo, dy, dyo, dx, dxo);
    }
  }

  /**
   * A triangle: height · max(0, 1 − |x| / width) (Bellec et al. 2018, with height 0.3, width 1).
   */
  record Triangle(float height, float width) implements Surrogate {
    /** Checks that the width is positive. */
    public Triangle {
      if (!(width > 0)) {
        throw new IllegalArgumentException(
            "a triangle of width " + width + ": it must be positive");
      }
    }

    @Override
    public void gradient(int n, float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo) {
      SURROGATES.triangle(n, height, width, x, xo, dy, dyo, dx, dxo);
    }
  }
}
