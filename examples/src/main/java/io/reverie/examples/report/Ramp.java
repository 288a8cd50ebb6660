package io.reverie.examples.report;

/**
 * A perceptually uniform colour scale from pale straw through teal to deep indigo, made in Oklab:
 * equal steps of the value look equally far apart, also to colour-blind readers and in grey print.
 *
 * <p>B. Ottosson, "A perceptual color space for image processing" (2020).
 */
final class Ramp {
  /** Low is near white paper, high is dark. */
  static final Ramp LIGHT = new Ramp(0.965, 0.33);

  /** Low is near dark paper, high glows. */
  static final Ramp DARK = new Ramp(0.29, 0.93);

  private static final String INK = "#14181e";
  private static final String PAPER = "#ffffff";

  private final double lowest;
  private final double highest;

  private Ramp(double lowest, double highest) {
    this.lowest = lowest;
    this.highest = highest;
  }

  /** The colour of a value in 0..1 as #rrggbb. */
  String colour(double value) {
    double[] rgb = rgb(Range.UNIT.clamp(value));
    return "#%02x%02x%02x"
        .formatted(Math.round(rgb[0] * 255), Math.round(rgb[1] * 255), Math.round(rgb[2] * 255));
  }

  /** Near-black or white, whichever reads better on the colour of a value. */
  String ink(double value) {
    var colour = colour(value);
    return contrast(colour, INK) >= contrast(colour, PAPER) ? INK : PAPER;
  }

  /** The contrast of two colours from 1 to 21, as WCAG 2 defines it. */
  static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** Lightness is linear in the value; hue follows lightness, so that both modes share the hues. */
  private double[] rgb(double value) {
    double lightness = lowest + value * (highest - lowest);
    double darkness = Math.clamp((0.965 - lightness) / (0.965 - 0.29), 0, 1);
    double chroma = 0.035 + 0.075 * Math.sin(Math.PI * Math.pow(darkness, 0.85));
    double hue = Math.toRadians(100 + 170 * Math.pow(darkness, 0.9));
    return fromOklab(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
  }

  private static double[] fromOklab(double lightness, double a, double b) {
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    return new double[] {
      encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
    };
  }

  private static double cube(double v) {
    return v * v * v;
  }

  private static double encoded(double linear) {
    double v = Math.clamp(linear, 0, 1);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * Math.pow(v, 1 / 2.4) - 0.055;
  }

  private static double luminance(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return 0.2126 * linear(rgb >> 16 & 255)
        + 0.7152 * linear(rgb >> 8 & 255)
        + 0.0722 * linear(rgb & 255);
  }

  private static double linear(int channel) {
    double v = channel / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }
}
