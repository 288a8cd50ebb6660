package io.reverie.examples.report;

/**
 * Estimated widths of text. Nobody knows the reader's font, so the estimate follows a wide one:
 * labels then have room to spare rather than run into each other.
 */
final class Lettering {
  /** Font sizes in user units; {@link Theme} sets the same. */
  static final double SMALL = 11.5;

  static final double PLAIN = 12.5;

  private Lettering() {}

  static double width(String text, double size) {
    return text.codePoints().mapToDouble(Lettering::em).sum() * size;
  }

  /** The text, or as much of its beginning as fits with an ellipsis. */
  static String fit(String text, double size, double width) {
    if (width(text, size) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 1 && width(text.substring(0, end), size) + em('…') * size > width) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  private static double em(int point) {
    if ("iljtfrI.,:;|!'()[] \u2009\u202f".indexOf(point) >= 0) {
      return 0.37;
    }
    if ("mwMW@%…".indexOf(point) >= 0) {
      return 0.97;
    }
    return Character.isUpperCase(point) || point == '±' || point == '−' || point > 0x2E80
        ? point > 0x2E80 ? 1 : 0.74
        : 0.62;
  }
}
