package io.reverie.examples.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The SVG vocabulary of the charts: each function is one element, styled by class names. */
public final class Svg {
  private Svg() {}

  /**
   * The outermost element. It scales with its container, and screen readers announce the title and
   * the description in place of the drawing.
   */
  public static Element root(double width, double height, String title, String description) {
    return Element.of("svg")
        .with("xmlns", "http://www.w3.org/2000/svg")
        .styled("chart")
        .with("role", "img")
        .with("aria-label", title)
        .with("viewBox", "0 0 %s %s".formatted(number(width), number(height)))
        .with("width", width)
        .with("height", height)
        .add(Element.of("title").text(title))
        .add(Element.of("desc").text(description));
  }

  public static Element group() {
    return Element.of("g");
  }

  public static Element line(double x1, double y1, double x2, double y2, String classes) {
    return Element.of("line")
        .styled(classes)
        .with("x1", x1)
        .with("y1", y1)
        .with("x2", x2)
        .with("y2", y2);
  }

  public static Element rect(double x, double y, double width, double height, String classes) {
    return Element.of("rect")
        .styled(classes)
        .with("x", x)
        .with("y", y)
        .with("width", Math.max(0, width))
        .with("height", Math.max(0, height));
  }

  public static Element circle(double x, double y, double radius, String classes) {
    return Element.of("circle").styled(classes).with("cx", x).with("cy", y).with("r", radius);
  }

  public static Element path(Pen pen, String classes) {
    return Element.of("path").styled(classes).with("d", pen.toString());
  }

  /** Text that starts at {@code x}, on the baseline {@code y}. */
  public static Element text(double x, double y, String classes, String text) {
    return Element.of("text").styled(classes).with("x", x).with("y", y).text(text);
  }

  /** Text that ends at {@code x}. */
  public static Element textEnding(double x, double y, String classes, String text) {
    return text(x, y, classes, text).with("text-anchor", "end");
  }

  /** Text centred on {@code x}. */
  public static Element textCentred(double x, double y, String classes, String text) {
    return text(x, y, classes, text).with("text-anchor", "middle");
  }

  /** The shortest plain decimal of a finite value rounded to hundredths, in any locale. */
  static String number(double value) {
    var rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
