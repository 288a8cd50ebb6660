package io.reverie.examples.report;

/**
 * A figure drawn in SVG for a given width. Scaling a wide drawing down to a phone would leave its
 * text unreadable, so a page carries two drawings and shows the one that suits.
 */
public interface Chart extends Figure {
  /** Widths of the two drawings on a page, in user units. */
  int WIDE = 760;

  int NARROW = 380;

  /** The chart laid out for a width of {@code width} user units, 320 or more. */
  String svg(int width);

  /** The wide drawing, for inlining into a page that has {@link Theme#css()}. */
  default String svg() {
    return svg(WIDE);
  }

  /** The wide drawing as the text of an SVG file that needs nothing else: it brings its style. */
  default String file() {
    return Theme.standalone(svg());
  }

  @Override
  default String html() {
    return Element.of("div").styled("wide").markup(svg(WIDE)).toString()
        + Element.of("div").styled("narrow").markup(svg(NARROW));
  }

  /** Whether a width has room for labels beside the data, instead of above it. */
  static boolean isRoomy(int width) {
    return width >= 560;
  }
}
