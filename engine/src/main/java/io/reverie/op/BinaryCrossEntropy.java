package io.reverie.op;

import static io.reverie.kernel.Kernels.DEVIATIONS;

/**
 * −t·log x − (1−t)·log(1−x), element by element, for probabilities x. As with PyTorch, logarithms
 * are cut at −100, so that a certain error costs 100. {@link BinaryCrossEntropyWithLogits} is
 * better where there are logits.
 */
public record BinaryCrossEntropy(Reduction reduction) implements ElementLoss {
  @Override
  public void losses(int n, float[] x, int xo, float[] t, int to, float[] y, int yo) {
    DEVIATIONS.binary(n, x, xo, t, to, y, yo);
  }

  @Override
  public void slopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.binarySlope(n, x, xo, t, to, s, so);
  }

  @Override
  public void targetSlopes(int n, float[] x, int xo, float[] t, int to, float[] s, int so) {
    DEVIATIONS.binaryTargetSlope(n, x, xo, s, so);
  }
}
