package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear scale from values to positions on the paper, with ticks at round numbers.
 *
 * @param range the values shown
 * @param step the distance between ticks: 1, 2 or 5 times a power of ten
 * @param start the position of the lowest value
 * @param end the position of the highest value; above {@code start} for the vertical axis of SVG
 */
public record Axis(Range range, double step, double start, double end) {

  /** An axis that shows exactly the data's range; ticks fall inside it. */
  public static Axis tight(Range data, int intervals, double start, double end) {
    var range = data.opened();
    return new Axis(range, roundStep(range.length() / intervals), start, end);
  }

  /** An axis widened so that both of its ends are ticks. */
  public static Axis rounded(Range data, int intervals, double start, double end) {
    var tight = tight(data, intervals, start, end);
    double low = tight.tick(Math.floor(tight.index(tight.range.low()) + 1e-9));
    double high = tight.tick(Math.ceil(tight.index(tight.range.high()) - 1e-9));
    return new Axis(new Range(low, high), tight.step, start, end);
  }

  /** The same axis for values that come in whole numbers only: no tick between two of them. */
  public Axis whole() {
    return new Axis(range, Math.max(1, step), start, end);
  }

  public double at(double value) {
    return start + (value - range.low()) / range.length() * (end - start);
  }

  public List<Double> ticks() {
    var ticks = new ArrayList<Double>();
    double last = Math.floor(index(range.high()) + 1e-9);
    for (double i = Math.ceil(index(range.low()) - 1e-9); i <= last; i++) {
      ticks.add(tick(i));
    }
    return ticks;
  }

  private double index(double value) {
    return value / step;
  }

  /** The tick of an index; dividing by 1/step keeps 3 × 0.1 from being 0.30000000000000004. */
  private double tick(double index) {
    return step >= 1 ? index * step + 0.0 : index / Math.rint(1 / step) + 0.0;
  }

  private static double roundStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double lead = rough / power;
    double round = lead <= 1.0001 ? 1 : lead <= 2.0001 ? 2 : lead <= 5.0001 ? 5 : 10;
    return power >= 1 ? round * power : round / Math.rint(1 / power);
  }
}
