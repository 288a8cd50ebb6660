package io.reverie.kernel;

/**
 * Where along one axis each place of a resized image looks: at pixels {@code low} and {@code high},
 * with weights {@code 1 − share} and {@code share}.
 */
public final class Taps {
  final int length;
  final int[] low;
  final int[] high;
  final float[] share;

  private Taps(int length, int places) {
    this.length = length;
    this.low = new int[places];
    this.high = new int[places];
    this.share = new float[places];
  }

  /**
   * Linear interpolation between the two nearest pixels.
   *
   * @param scale pixels a place
   * @param corners whether the outermost pixels' centres fall together, not their borders
   */
  public static Taps linear(int length, int places, double scale, boolean corners) {
    Taps taps = new Taps(length, places);
    double step = !corners ? scale : places > 1 ? (length - 1.0) / (places - 1) : 0;
    for (int i = 0; i < places; i++) {
      double at = corners ? i * step : Math.max(0, (i + 0.5) * step - 0.5);
      int low = Math.min((int) at, length - 1);
      taps.low[i] = low;
      taps.high[i] = Math.min(low + 1, length - 1);
      taps.share[i] = (float) Math.clamp(at - low, 0, 1);
    }
    return taps;
  }
}
