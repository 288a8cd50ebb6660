package io.reverie.bench.report;

import java.util.Locale;

/** A picture in the making: shapes on a white ground, readable in any viewer. */
final class Svg {
  static final String INK = "#1f2933";
  static final String GREY = "#9aa5b1";
  static final String FAINT = "#e4e7eb";

  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;

  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    text(20, 30, "start", 16, INK, title);
  }

  void line(double x1, double y1, double x2, double y2, String colour, String more) {
    body.append(
        String.format(
            Locale.ROOT,
            "  <line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" %s/>%n",
            x1,
            y1,
            x2,
            y2,
            colour,
            more));
  }

  void bar(double x, double y, double barWidth, double barHeight, String colour) {
    body.append(
        String.format(
            Locale.ROOT,
            "  <rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" fill=\"%s\"/>%n",
            x,
            y,
            Math.max(barWidth, 1),
            barHeight,
            colour));
  }

  void dot(double x, double y, String colour) {
    body.append(
        String.format(
            Locale.ROOT,
            "  <circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
            x,
            y,
            colour));
  }

  /** A line of text; the anchor is {@code start}, {@code middle} or {@code end}. */
  void text(double x, double y, String anchor, int size, String colour, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    body.append(
        String.format(
            Locale.ROOT,
            "  <text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            size,
            colour,
            safe));
  }

  /** The file. */
  @Override
  public String toString() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d"
         font-family="system-ui, sans-serif">
      <rect width="100%%" height="100%%" fill="#ffffff"/>
    %s</svg>
    """
        .formatted(width, height, width, height, body);
  }
}
