package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.examples.report.HypnogramChart.Episode;
import io.reverie.examples.report.HypnogramChart.Night;
import io.reverie.examples.report.HypnogramChart.Trace;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HypnogramChartTest {
  private static final List<Episode> EPISODES =
      List.of(
          new Episode("Wake", 0, 10),
          new Episode("N1", 10, 20),
          new Episode("N2", 20, 60),
          new Episode("N3", 60, 160),
          new Episode("REM", 160, 200),
          new Episode("N2", 200, 260),
          new Episode("rem", 260, 340));

  private static Night night(int number) {
    var later =
        EPISODES.stream()
            .map(e ->
                new Episode(e.stage(), e.fromStep() + number * 4000, e.toStep() + number * 4000))
            .toList();
    return Night.of("Night " + number, later);
  }

  @Test
  void deeperStagesAreLower() {
    var drawing = Drawing.checked(HypnogramChart.of("A night", night(0)));
    var baselines =
        HypnogramChart.STAGES.stream()
            .map(stage ->
                drawing.all("text").stream()
                    .filter(text -> text.getTextContent().equals(stage))
                    .map(text -> Drawing.number(text, "y"))
                    .findFirst()
                    .orElseThrow())
            .toList();
    assertThat(HypnogramChart.STAGES).containsExactly("Wake", "REM", "N1", "N2", "N3");
    assertThat(baselines).isSorted();
    assertThat(drawing.all("line", "rem")).hasSize(2);
    assertThat(drawing.texts()).contains("0", "100", "200", "300", "Night 0", "step");
  }

  @Test
  void anyNumberOfNightsFits() {
    for (int n = 0; n <= 9; n++) {
      double[] steps = {4000, 4170, 4340};
      double[] rates = {0.03, Double.NaN, 0.001};
      var nights =
          IntStream.range(0, n)
              .mapToObj(i -> night(i).trace("learning rate", steps, rates))
              .toList();
      var drawing = Drawing.checked(new HypnogramChart("Nights", "step", nights));
      assertThat(drawing.all("path", "stages")).hasSize(n);
    }
  }

  @Test
  void tracesNameTheirExtremes() {
    var night = night(0).trace("loss", new double[] {0, 340}, new double[] {2.31, 0.5});
    assertThat(Drawing.checked(HypnogramChart.of("A night", night)).texts())
        .contains("loss, 0.5 to 2.31");
    var flat = night(0).trace("rate", new double[] {0, 340}, new double[] {0.03, 0.03});
    assertThat(Drawing.checked(HypnogramChart.of("A night", flat)).texts()).contains("rate, 0.03");
    var none = night(0).trace("rate", new double[1], new double[] {Double.NaN});
    assertThat(Drawing.checked(HypnogramChart.of("A night", none)).texts())
        .contains("rate, no values");
  }

  @Test
  void emptyNightsAndStagesOfNoLength() {
    Drawing.checked(HypnogramChart.of("A night", Night.of("sleepless", List.of())));
    Drawing.checked(
        HypnogramChart.of("A night", Night.of("brief", List.of(new Episode("N1", 5, 5)))));
  }

  @Test
  void wrongStagesSayWhatFits() {
    assertThatThrownBy(() -> new Episode("N4", 0, 1))
        .hasMessage("stage 'N4' is not on a hypnogram: use one of [Wake, REM, N1, N2, N3]");
    assertThatThrownBy(() -> new Episode("N3", 2, 1)).hasMessageContaining("N3 from step 2 to 1");
    assertThatThrownBy(() -> new Trace("loss", new double[1], new double[2]))
        .hasMessageContaining("1 steps for 2 values");
  }
}
