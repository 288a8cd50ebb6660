package io.reverie.sleep.spike;

import io.reverie.tensor.Rng;

/**
 * Noise in the shape of a mean image: in each step one window of it, anywhere, sends Poisson spikes
 * (Tadros et al. 2022).
 *
 * <p>Within the window pixel i spikes with probability {@code min(1, 2·dt·rate·mean_i)}, dt = 1 ms;
 * outside nothing does. The factor 2 is the published code's.
 */
public final class WindowedInput {
  private static final double DT = 0.001;

  private final double[] chance;
  private final int height;
  private final int width;
  private final int side;
  private final Rng rng;
  private final int[] spiking;
  private int row;
  private int column;

  /**
   * Input of this mean image, row by row.
   *
   * @param mean the mean of every pixel; below 0 it never spikes
   * @param side of the window, at most the image's height and width
   * @param rate spikes a second of a pixel of value 0.5, 0 or more
   */
  public WindowedInput(float[] mean, int height, int width, int side, double rate, Rng rng) {
    if (side < 1 || side > Math.min(height, width) || height * width != mean.length) {
      throw new IllegalArgumentException(
          "windows of side %d on %d pixels as %d x %d: a side of 1 to the image's is needed"
              .formatted(side, mean.length, height, width));
    }
    if (!(rate >= 0)) {
      throw new IllegalArgumentException("rate %s: 0 or more is needed".formatted(rate));
    }
    this.height = height;
    this.width = width;
    this.side = side;
    this.rng = rng;
    this.chance = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      chance[i] = 2 * DT * rate * mean[i];
    }
    this.spiking = new int[side * side];
  }

  /** Draws one step's spikes; returns how many, the first of {@link #spiking}. */
  public int next() {
    row = rng.nextInt(height - side + 1);
    column = rng.nextInt(width - side + 1);
    int count = 0;
    for (int y = row; y < row + side; y++) {
      for (int x = column; x < column + side; x++) {
        if (rng.nextDouble() < chance[y * width + x]) {
          spiking[count++] = y * width + x;
        }
      }
    }
    return count;
  }

  /** The pixels that spiked, in order; only as many as {@link #next} said, and until its next. */
  public int[] spiking() {
    return spiking;
  }

  /** Where the last window began: its first row. */
  public int row() {
    return row;
  }

  /** Where the last window began: its first column. */
  public int column() {
    return column;
  }
}
