package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final List<String> TASKS = List.of("Task 1", "Task 2", "Task 3");

  private static double[][] filled(int rows, int columns, double value) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.fill(row, value);
    }
    return values;
  }

  private static long cells(Drawing drawing) {
    return drawing.all("rect", "cell").stream()
        .filter(rect -> !rect.getAttribute("class").contains("crisp"))
        .count();
  }

  @Test
  void missingCellsStayEmpty() {
    double[][] values = filled(3, 3, Double.NaN);
    values[0][0] = 0.982;
    values[1][0] = 0.894;
    values[1][1] = 0.967;
    values[2][0] = Double.POSITIVE_INFINITY;
    var heat = HeatMap.of("Accuracy", TASKS, TASKS, values).unit(Unit.PERCENT);
    var drawing = Drawing.checked(heat.labels("after", "accuracy on"));
    assertThat(cells(drawing)).isEqualTo(3);
    assertThat(drawing.all("rect", "blank")).hasSize(6);
    assertThat(drawing.texts()).contains("98.2", "89.4", "96.7", "0%", "50%", "100%");
  }

  @Test
  void emptyAndConstantMatrices() {
    Drawing.checked(HeatMap.of("none", List.of(), List.of(), new double[0][0]));
    Drawing.checked(HeatMap.of("no columns", TASKS, List.of(), new double[3][0]));
    Drawing.checked(HeatMap.of("missing", TASKS, TASKS, filled(3, 3, Double.NaN)));
    Drawing.checked(HeatMap.of("one", List.of("a"), List.of("b"), filled(1, 1, 4)));
    for (double constant : new double[] {0, 0.5, -3, 1e6}) {
      var drawing = Drawing.checked(HeatMap.of("same", TASKS, TASKS, filled(3, 3, constant)));
      assertThat(cells(drawing)).isEqualTo(9);
    }
  }

  @Test
  void manyTasksAndLongNamesFit() {
    var names = IntStream.range(0, 40).mapToObj(i -> "a long task name " + i).toList();
    Drawing.checked(HeatMap.of("forty", names, names, filled(40, 40, 0.5)).unit(Unit.PERCENT));
  }

  @Test
  void valuesOutsideTheRangeTakeItsEndColours() {
    var heat = HeatMap.of("clamped", TASKS, TASKS, filled(3, 3, 9)).range(0, 1);
    var style = Drawing.checked(heat).all("rect", "cell").getFirst().getAttribute("style");
    assertThat(style).contains(Ramp.LIGHT.colour(1), Ramp.DARK.colour(1));
  }

  @Test
  void sizesMustAgree() {
    assertThatThrownBy(() -> HeatMap.of("Accuracy", TASKS, TASKS, filled(2, 3, 0)))
        .hasMessageContaining("3 rows and 3 columns by name, but values [3, 3]");
  }

  @Test
  void numbersReadWellOnEveryColour() {
    for (var ramp : List.of(Ramp.LIGHT, Ramp.DARK)) {
      for (int i = 0; i <= 100; i++) {
        double value = i / 100.0;
        assertThat(Ramp.contrast(ramp.colour(value), ramp.ink(value))).isGreaterThan(4.1);
      }
    }
  }

  @Test
  void coloursAreUniformSteps() {
    // Grey print and every kind of colour blindness keep lightness: it has to rise all the way.
    for (int i = 1; i <= 50; i++) {
      double step = 1 / 50.0;
      assertThat(paperContrast(Ramp.LIGHT, i * step))
          .isGreaterThan(paperContrast(Ramp.LIGHT, (i - 1) * step));
      assertThat(paperContrast(Ramp.DARK, i * step))
          .isLessThan(paperContrast(Ramp.DARK, (i - 1) * step));
    }
  }

  private static double paperContrast(Ramp ramp, double value) {
    return Ramp.contrast(ramp.colour(value), "#ffffff");
  }
}
