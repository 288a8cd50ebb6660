package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.examples.report.BarChart.Bar;
import io.reverie.examples.report.BarChart.Measure;
import org.junit.jupiter.api.Test;

class BarChartTest {
  private static final Measure ACCURACY = new Measure("accuracy", Unit.PERCENT);
  private static final Measure FORGETTING = new Measure("forgetting", Unit.PERCENT);

  @Test
  void barsWhiskersAndNumbers() {
    var chart =
        BarChart.of("Methods", ACCURACY, FORGETTING)
            .row("Joint", new Bar(0.841, 0.004), Bar.MISSING)
            .row("Sleep", new Bar(0.773, 0.009), new Bar(0.119, 0.018))
            .row("Finetune", Bar.of(0.199), Bar.of(0.987));
    var drawing = Drawing.checked(chart);
    assertThat(drawing.all("rect", "bar")).hasSize(5);
    assertThat(drawing.all("line", "whisker")).hasSize(9);
    assertThat(drawing.texts()).contains("77.3 ± 0.9%", "19.9%", "–", "0%", "20%", "80%");
  }

  @Test
  void sharesHaveOneScale() {
    var chart = BarChart.of("m", ACCURACY, FORGETTING).row("ER", Bar.of(0.5), Bar.of(0.25));
    var bars = Drawing.checked(chart).all("rect", "bar");
    assertThat(Drawing.number(bars.get(0), "width"))
        .isCloseTo(2 * Drawing.number(bars.get(1), "width"), within(0.02));
  }

  @Test
  void negativeBarsEndAtZero() {
    var chart = BarChart.of("Transfer", ACCURACY).row("ER", -0.21, 0.03).row("Sleep", 0.031, 0.05);
    assertThat(Drawing.checked(chart).texts()).contains("−21.0 ± 3.0%", "3.1 ± 5.0%");
  }

  @Test
  void emptyMissingAndConstantData() {
    Drawing.checked(BarChart.of("nothing"));
    Drawing.checked(BarChart.of("no rows", ACCURACY));
    Drawing.checked(BarChart.of("missing", ACCURACY).row("ER", Bar.MISSING));
    Drawing.checked(BarChart.of("wild", ACCURACY).row("ER", 0.5, Double.POSITIVE_INFINITY));
    Drawing.checked(BarChart.of("zero", ACCURACY).row("ER", 0, 0).row("EWC", 0, 0));
    Drawing.checked(BarChart.of("same", ACCURACY).row("ER", 0.5, 0).row("EWC", 0.5, 0));
  }

  @Test
  void manyMeasuresAndLongNamesFit() {
    var seconds = new Measure("seconds for everything, evaluation included", Unit.NUMBER);
    var chart =
        BarChart.of("All", ACCURACY, FORGETTING, seconds, new Measure("bytes kept", Unit.NUMBER))
            .row(
                "ER-ACE with a night after each task and twice the buffer, cosine rate",
                Bar.of(0.5),
                Bar.of(0.1),
                new Bar(1.25, 0.1),
                Bar.of(1_250_000))
            .row("<ER> & \"co\"", Bar.of(0.4), Bar.of(0.2), new Bar(0.97, 0.02), Bar.of(156_800));
    assertThat(Drawing.checked(chart).texts()).contains("<ER> & \"co\"", "1,250,000");
  }

  @Test
  void rowsNeedABarForEachMeasure() {
    assertThatThrownBy(() -> BarChart.of("m", ACCURACY, FORGETTING).row("ER", 0.5, 0.1))
        .hasMessageContaining("row 'ER' has 1 bars for 2 measures");
  }
}
