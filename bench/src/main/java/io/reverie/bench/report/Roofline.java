package io.reverie.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What the chip allows and what was reached, by operations a byte (Williams, Waterman &amp;
 * Patterson 2009): below a slope the memory is the limit, below the flat roof the arithmetic.
 */
final class Roofline {
  private static final String COLOUR = "#2f6fb2";
  private static final int LEFT = 70;
  private static final int TOP = 60;
  private static final int WIDTH = 480;
  private static final int HEIGHT = 360;

  /** Numbers are tried at so many places around their dot, on ever wider rounds. */
  private static final int AROUND = 16;

  private static final int ROUNDS = 12;
  private static final double FIRST = 12;
  private static final double STEP = 6;
  private static final double X_FROM = 0.1;
  private static final double X_TO = 1000;

  private final double peak;
  private final List<Slope> slopes = new ArrayList<>();
  private final List<Point> points = new ArrayList<>();

  private record Slope(double bandwidth, String label) {}

  private record Point(double intensity, double speed, String label) {}

  /** The middle of a number's or a dot's place. */
  private record Place(double x, double y) {
    boolean covers(Place other) {
      return Math.abs(x - other.x) < 12 && Math.abs(y - other.y) < 9;
    }
  }

  /** A flat roof of so many GFLOP/s. */
  Roofline(double peak) {
    this.peak = peak;
  }

  /** A memory of so many GB/s. */
  void slope(double bandwidth, String label) {
    slopes.add(new Slope(bandwidth, label));
  }

  /** What was reached: GFLOP/s at so many operations a byte. */
  void point(double intensity, double speed, String label) {
    points.add(new Point(intensity, speed, label));
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  /** The picture; points are numbered, their names stand beside it. */
  Svg draw() {
    int rows = Math.max(HEIGHT, points.size() * 18);
    Svg svg = new Svg(LEFT + WIDTH + 360, TOP + rows + 60, "Roofline, all threads");
    for (double x = X_FROM; x <= X_TO * 1.01; x *= 10) {
      svg.line(x(x), TOP, x(x), TOP + HEIGHT, Svg.FAINT, "");
      svg.text(x(x), TOP + HEIGHT + 16, "middle", 11, Svg.GREY, Text.number(x));
    }
    for (double y = 1; y < 2 * peak; y *= 10) {
      svg.line(LEFT, y(y), LEFT + WIDTH, y(y), Svg.FAINT, "");
      svg.text(LEFT - 6, y(y) + 4, "end", 11, Svg.GREY, Text.number(y));
    }
    svg.text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 36, "middle", 12, Svg.INK, "operations a byte");
    svg.text(LEFT, TOP - 12, "start", 12, Svg.INK, "GFLOP/s");
    svg.line(x(0.1), y(peak), x(X_TO), y(peak), Svg.INK, "stroke-width=\"2\"");
    svg.text(x(X_TO), y(peak) - 6, "end", 11, Svg.INK, "FMA peak " + Text.number(peak));
    for (Slope slope : slopes) {
      double from = Math.max(X_FROM, 1 / slope.bandwidth);
      double to = peak / slope.bandwidth;
      svg.line(x(from), y(from * slope.bandwidth), x(to), y(peak), Svg.GREY, "stroke-width=\"2\"");
      String text = slope.label + ", " + Text.number(slope.bandwidth) + " GB/s";
      svg.text(x(from) + 6, y(from * slope.bandwidth) - 8, "start", 11, Svg.GREY, text);
    }
    points.forEach(point -> svg.dot(x(point.intensity), y(point.speed), COLOUR));
    List<Place> taken = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      String number = String.valueOf(i + 1);
      Place place = free(x(point.intensity), y(point.speed), taken);
      taken.add(place);
      if (Math.hypot(place.x - x(point.intensity), place.y - y(point.speed)) > FIRST + 1) {
        svg.line(x(point.intensity), y(point.speed), place.x, place.y, Svg.FAINT, "");
      }
      svg.text(place.x, place.y + 4, "middle", 10, Svg.INK, number);
      String name = number + "  " + point.label;
      svg.text(LEFT + WIDTH + 30, TOP + 10 + 18 * i, "start", 12, Svg.INK, name);
    }
    return svg;
  }

  /** The place nearest to a dot where a number covers no other number and no dot. */
  private Place free(double x, double y, List<Place> taken) {
    for (int round = 0; round < ROUNDS * AROUND; round++) {
      double angle = 2 * Math.PI * (round % AROUND) / AROUND;
      double far = FIRST + STEP * (round / AROUND);
      Place place = new Place(x + far * Math.cos(angle), y - far * Math.sin(angle));
      if (taken.stream().noneMatch(place::covers)
          && points.stream()
              .map(point -> new Place(x(point.intensity), y(point.speed)))
              .noneMatch(place::covers)) {
        return place;
      }
    }
    return new Place(x + FIRST, y);
  }

  private static double x(double intensity) {
    double place = Math.log10(intensity / X_FROM) / Math.log10(X_TO / X_FROM);
    return LEFT + WIDTH * Math.clamp(place, 0, 1);
  }

  private double y(double speed) {
    double place = Math.log10(speed) / Math.log10(2 * peak);
    return TOP + HEIGHT * (1 - Math.clamp(place, 0, 1));
  }
}
