package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.examples.report.LineChart.Series;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final double MISSING = Double.NaN;
  private static final LineChart EMPTY = LineChart.of("Accuracy", "step", "accuracy");

  @Test
  void tasksWithBandsBordersAndNights() {
    var chart = EMPTY.unit(Unit.PERCENT).range(0, 1);
    for (int task = 0; task < 5; task++) {
      double[] x = IntStream.rangeClosed(0, 60).mapToDouble(i -> i * 100).toArray();
      double[] y = new double[x.length];
      double[] spread = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = i < task * 12 ? MISSING : 0.9 - 0.002 * task - 0.001 * i;
        spread[i] = 0.02;
      }
      chart =
          chart
              .add(Series.of("Task " + (task + 1), x, y).band(spread))
              .divider(task * 1200, "Task " + (task + 1))
              .shade(task * 1200 + 1000, task * 1200 + 1200, "night");
    }
    var drawing = Drawing.checked(chart);
    assertThat(drawing.all("path", "curve")).hasSize(5);
    assertThat(drawing.all("path", "band")).hasSize(5);
    assertThat(drawing.all("line", "divider")).hasSize(5);
    assertThat(drawing.all("rect", "shade")).as("five nights and the legend").hasSize(6);
    assertThat(drawing.texts())
        .contains("0%", "20%", "40%", "60%", "80%", "100%", "2,000", "night", "Task 5");
  }

  @Test
  void emptyChartsStillHaveAxes() {
    assertThat(Drawing.checked(EMPTY).texts()).contains("0.0", "1.0", "accuracy", "step");
    var nothing = Series.of("none", new double[0], new double[0]);
    var missing = Series.of("missing", new double[] {1, 2}, new double[] {MISSING, MISSING});
    var drawing = Drawing.checked(EMPTY.add(nothing).add(missing.band(1, 1)));
    assertThat(drawing.all("path", "curve")).isEmpty();
    assertThat(drawing.all("desc").getFirst().getTextContent()).contains("none has no values");
  }

  @Test
  void aSinglePointIsADot() {
    var drawing = Drawing.checked(EMPTY.add("one", new double[] {5}, new double[] {0.5}));
    assertThat(drawing.all("circle", "dot")).hasSize(1);
  }

  @Test
  void aPointBetweenGapsIsADot() {
    double[] x = IntStream.range(0, 100).asDoubleStream().toArray();
    double[] y = new double[100];
    Arrays.fill(y, 1);
    y[49] = MISSING;
    y[51] = MISSING;
    assertThat(Drawing.checked(EMPTY.add("gaps", x, y)).all("circle", "dot")).hasSize(1);
  }

  @Test
  void constantsLieInsideThePaper() {
    for (double constant : new double[] {0, 1, -2.5, 1e-9, 1e9}) {
      double[] y = {constant, constant, constant};
      var chart = EMPTY.add(Series.of("same", new double[] {1, 2, 3}, y).band(0, 0, 0));
      assertThat(Drawing.checked(chart).all("path", "curve")).hasSize(1);
    }
  }

  @Test
  void infiniteValuesAreGapsAndFarOnesStayOnTheEdge() {
    double[] y = {0.5, Double.POSITIVE_INFINITY, 7, -7};
    var chart = EMPTY.range(0, 1).add("wild", new double[] {0, 1, 2, 3}, y);
    assertThat(Drawing.checked(chart).all("path", "curve")).hasSize(1);
  }

  @Test
  void aBandDoesNotPushSharesPastAll() {
    var series = Series.of("ER", new double[] {1, 2}, new double[] {0.98, 0.9}).band(0.05, 0.05);
    assertThat(Drawing.checked(EMPTY.unit(Unit.PERCENT).add(series)).texts())
        .contains("100%")
        .doesNotContain("105%", "120%");
  }

  @Test
  void manyAndLongNamesKeepClear() {
    var chart = EMPTY;
    for (int i = 0; i < 30; i++) {
      double[] y = {0.5, 0.5};
      chart = chart.add("a method with quite a long name, number " + i, new double[] {0, 9}, y);
      chart = chart.divider(i * 0.3, "border " + i);
    }
    Drawing.checked(chart);
  }

  @Test
  void crowdedEndsKeepTheirDistance() {
    var chart = EMPTY;
    for (int i = 0; i < 12; i++) {
      chart = chart.add("Task " + (i + 1), new double[] {0, 1}, new double[] {0, 1 + i * 1e-4});
    }
    assertThat(Drawing.checked(chart).all("path", "leader")).hasSize(12);
  }

  @Test
  void longCurvesAreThinned() {
    double[] x = IntStream.range(0, 200_000).asDoubleStream().toArray();
    double[] y = Arrays.stream(x).map(Math::sin).toArray();
    assertThat(EMPTY.add("sine", x, y).svg().length()).isLessThan(100_000);
  }

  @Test
  void namesAreEscaped() {
    var chart =
        LineChart.of("<b> & \"q\"", "x < y", "a & b").add("<i>", new double[1], new double[1]);
    var drawing = Drawing.checked(chart.divider(0, "\"&<").shade(0, 1, "<night>"));
    assertThat(drawing.texts()).contains("<i>", "x < y", "\"&<", "<night>");
    assertThat(drawing.all("title").getFirst().getTextContent()).isEqualTo("<b> & \"q\"");
  }

  @Test
  void lengthsMustAgree() {
    assertThatThrownBy(() -> Series.of("ER", new double[3], new double[4]))
        .hasMessageContaining("series 'ER' has 3 x, 4 y and 0 spreads");
  }

  @Test
  void chartsDoNotChangeWithTheirArrays() {
    double[] y = {1, 2};
    var chart = EMPTY.add("ER", new double[] {0, 1}, y);
    var before = chart.svg();
    y[0] = 77;
    assertThat(chart.svg()).isEqualTo(before);
  }
}
