package io.reverie.op;

/** How an image is read between its pixels. */
public enum Interpolation {
  /** The pixel whose square the place lies in. */
  NEAREST,
  /** Linearly between the four pixels around; the image's borders fall together. */
  BILINEAR,
  /**
   * Linearly between the four pixels around; the centres of the corner pixels fall together
   * (PyTorch's {@code align_corners=True}).
   */
  BILINEAR_CORNERS
}
