package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;

/** The key of a chart, in rows above the data so that it can't cover any. */
final class Legend {
  static final double ROW = 20;
  private static final double SWATCH = 18;
  private static final double GAP = 18;

  private final double width;
  private final List<Element> drawn = new ArrayList<>();
  private double x;
  private double y;

  /** An empty legend that wraps at a width. */
  Legend(double width) {
    this.width = width;
  }

  void line(String label, String colour, boolean dashed) {
    place(label);
    var classes = dashed ? "curve dashed" : "curve";
    drawn.add(Svg.line(x, y + 10, x + SWATCH, y + 10, classes).coloured(colour));
    caption(label);
  }

  void shade(String label) {
    place(label);
    drawn.add(Svg.rect(x, y + 4, SWATCH, 12, "shade"));
    caption(label);
  }

  boolean isEmpty() {
    return drawn.isEmpty();
  }

  double height() {
    return isEmpty() ? 0 : y + ROW;
  }

  List<Element> drawn() {
    return drawn;
  }

  private void place(String label) {
    if (x > 0 && x + extent(label) > width) {
      x = 0;
      y += ROW;
    }
  }

  private void caption(String label) {
    var text = Lettering.fit(label, Lettering.SMALL, width - SWATCH - 6);
    drawn.add(Svg.text(x + SWATCH + 6, y + 14, "small", text));
    x += extent(text) + GAP;
  }

  private static double extent(String label) {
    return SWATCH + 6 + Lettering.width(label, Lettering.SMALL);
  }
}
