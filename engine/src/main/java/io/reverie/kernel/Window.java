package io.reverie.kernel;

/**
 * The geometry of filters that slide over an image {@code [channels, height, width]}.
 *
 * @param channels how many planes the image has
 * @param y from top to bottom
 * @param x from left to right
 */
public record Window(int channels, Axis y, Axis x) {
  /**
   * A filter's way along one axis of an image. Tap k of the filter at place i lies on pixel {@code
   * i·stride + k·dilation − padding}; where there is no such pixel, it sees 0.
   *
   * @param length pixels
   * @param kernel taps of the filter
   * @param places where the filter comes to stand
   */
  public record Axis(int length, int kernel, int stride, int padding, int dilation, int places) {
    /** The axis with as many places as fit. */
    public static Axis of(int length, int kernel, int stride, int padding, int dilation) {
      int places = places(length, kernel, stride, padding, dilation);
      return new Axis(length, kernel, stride, padding, dilation, places);
    }

    /** How many places fit; none or fewer if the filter is larger. */
    public static int places(int length, int kernel, int stride, int padding, int dilation) {
      long room = length + 2L * padding - dilation * (kernel - 1L) - 1;
      return Math.clamp(Math.floorDiv(room, stride) + 1, -1, Integer.MAX_VALUE);
    }

    /** The pixel under a tap at place 0; negative in the padding. */
    int shift(int tap) {
      return tap * dilation - padding;
    }

    /** The first place at which this tap lies on the image. */
    int first(int tap) {
      return Math.clamp(-Math.floorDiv(shift(tap), stride), 0, places);
    }

    /** The end (exclusive) of the places at which this tap lies on the image. */
    int end(int tap) {
      return Math.clamp(Math.floorDiv(length - 1 - shift(tap), stride) + 1L, first(tap), places);
    }
  }

  /** How many places there are on a plane. */
  public int places() {
    return y.places * x.places;
  }

  /** How many pixels a plane has. */
  public int pixels() {
    return y.length * x.length;
  }

  /** How many taps a filter has on one plane. */
  public int taps() {
    return y.kernel * x.kernel;
  }

  /** Whether every place sees just its own pixel: 1×1, side by side, unpadded. */
  public boolean pointwise() {
    return taps() == 1 && y.stride == 1 && x.stride == 1 && y.padding == 0 && x.padding == 0;
  }
}
