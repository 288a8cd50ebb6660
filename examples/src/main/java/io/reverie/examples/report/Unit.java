package io.reverie.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written: plainly, or as percentages of one. */
public enum Unit {
  /** As it stands: 1,250 or 0.05. */
  NUMBER(1, ""),
  /** A fraction of one in hundredths: 0.773 is written 77.3%. */
  PERCENT(100, "%");

  private static final char MINUS = '\u2212';

  private final double factor;
  private final String sign;

  Unit(double factor, String sign) {
    this.factor = factor;
    this.sign = sign;
  }

  /** A value in running text or beside a bar: 77.3%; a dash if it is missing. */
  public String value(double value) {
    return Double.isFinite(value) ? bare(value) + sign : "–";
  }

  /** A value and how far it spreads: 77.3 ± 0.8%. */
  public String value(double value, double spread) {
    if (!Double.isFinite(value) || !Double.isFinite(spread) || spread == 0) {
      return value(value);
    }
    // The spread decides how many digits of the mean mean anything.
    int decimals = this == PERCENT ? 1 : Math.max(decimals(value), places(Math.abs(spread)));
    return written(value * factor, decimals) + " ± " + written(spread * factor, decimals) + sign;
  }

  /** A number in up to three digits and no more than it needs: 0.03. */
  static String shortest(double number) {
    var digits = new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros();
    return digits.scale() > 6 || digits.scale() < -6
        ? scientific(number)
        : written(number, Math.max(0, digits.scale()));
  }

  /** A value without its sign, for cells of a matrix whose unit stands beside it. */
  String bare(double value) {
    return written(value * factor, decimals(value));
  }

  /** A value without its sign and rounded to whole numbers, where space is short. */
  String rough(double value) {
    return this == PERCENT ? written(value * factor, 0) : bare(value);
  }

  /** A tick label with just the decimals that its step needs. */
  String tick(double value, double step) {
    double scaled = step * factor;
    double size = Math.abs(value * factor);
    if (size >= 1e6 && size < 1e12) {
      return written(value * factor / 1e6, places(scaled / 1e6)) + "M" + sign;
    }
    if (value != 0 && (size >= 1e12 || scaled < 1e-5)) {
      return scientific(value * factor) + sign;
    }
    return written(value * factor, places(scaled)) + sign;
  }

  private int decimals(double value) {
    double size = Math.abs(value * factor);
    if (this == PERCENT) {
      return 1;
    }
    return size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  }

  private static int places(double step) {
    return Math.clamp((int) Math.ceil(-Math.log10(step) - 1e-9), 0, 9);
  }

  private static String written(double number, int decimals) {
    if (number != 0 && (Math.abs(number) < 5e-4 && decimals == 3 || Math.abs(number) >= 1e12)) {
      return scientific(number);
    }
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(number));
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return number < 0 && !zero ? MINUS + text : text;
  }

  private static String scientific(double number) {
    String text = String.format(Locale.ROOT, "%.1e", number);
    return text.replace(".0e", "e").replaceFirst("e\\+?(-?)0*(\\d)", "e$1$2").replace('-', MINUS);
  }
}
