package io.reverie.bench.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Text {
  private Text() {}

  /** Three significant digits, never an exponent: 0.0123, 1.23, 12.3, 1230. */
  static String number(double x) {
    if (!(Math.abs(x) > 0) || Double.isInfinite(x)) {
      return x == 0 ? "0" : "–";
    }
    int digits = 2 - (int) Math.floor(Math.log10(Math.abs(x)));
    return String.format(Locale.ROOT, "%." + Math.clamp(digits, 0, 6) + "f", x);
  }

  /** Whole percents. */
  static String percent(double share) {
    return Double.isFinite(share) ? Math.round(100 * share) + " %" : "–";
  }
}
