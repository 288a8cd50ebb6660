package io.reverie.examples.report;

/** The data of an SVG path, point by point; it lifts off the paper where a value is missing. */
public final class Pen {
  private final StringBuilder data = new StringBuilder();
  private boolean down;

  /** Draws to a point, or moves there if the pen was lifted; a non-finite point lifts it. */
  public Pen to(double x, double y) {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      return lift();
    }
    data.append(down ? 'L' : 'M').append(Svg.number(x)).append(' ').append(Svg.number(y));
    down = true;
    return this;
  }

  public Pen lift() {
    down = false;
    return this;
  }

  /** Closes the outline back to where the pen last came down. */
  public Pen close() {
    if (down) {
      data.append('Z');
    }
    return lift();
  }

  public boolean isEmpty() {
    return data.isEmpty();
  }

  @Override
  public String toString() {
    return data.toString();
  }
}
