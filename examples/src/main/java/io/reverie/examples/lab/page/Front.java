package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.LineChart;
import io.reverie.examples.report.Section;
import io.reverie.examples.report.Table;
import io.reverie.examples.report.Unit;
import java.util.List;
import java.util.Locale;

/** Accuracy and forgetting against what was paid: a front for each family of arms. */
final class Front {
  private Front() {}

  static Section section(Results results) {
    return Section.of("What more payment brings")
        .figure(chart(results, "Accuracy against samples", Measure.ACCURACY), "")
        .figure(chart(results, "Forgetting against samples", Measure.FORGETTING), "")
        .figure(seconds(results), "Seconds of learning on one thread beside samples.");
  }

  private static LineChart chart(Results results, String title, String measure) {
    LineChart chart =
        LineChart.of(title, "gradient samples, thousands", Measure.words(measure))
            .unit(Unit.PERCENT);
    for (String family : List.of("Sleep", "ER")) {
      List<Arm> arms =
          results.arms().stream().filter(arm -> arm.name().startsWith(family)).toList();
      if (!arms.isEmpty()) {
        chart =
            chart.add(
                LineChart.Series.of(
                        family,
                        arms.stream()
                            .mapToDouble(
                                arm -> results.mean(arm.name(), Measure.GRADIENT_SAMPLES) / 1000)
                            .toArray(),
                        arms.stream()
                            .mapToDouble(arm -> results.mean(arm.name(), measure))
                            .toArray())
                    .band(
                        arms.stream()
                            .mapToDouble(arm -> results.deviation(arm.name(), measure))
                            .toArray()));
      }
    }
    return chart;
  }

  private static Table seconds(Results results) {
    Table table =
        Table.of("Samples and seconds", "Arm", "Samples", "Over ER", "Seconds", "Over ER");
    double samples = results.mean("ER", Measure.GRADIENT_SAMPLES);
    double seconds = results.mean("ER", Measure.SECONDS);
    for (Arm arm : results.arms()) {
      double more = results.mean(arm.name(), Measure.GRADIENT_SAMPLES);
      double longer = results.mean(arm.name(), Measure.SECONDS);
      table =
          table.row(
              arm.name(),
              String.format(Locale.ROOT, "%,.0f", more),
              String.format(Locale.ROOT, "%+.1f %%", 100 * (more / samples - 1)),
              String.format(Locale.ROOT, "%.2f", longer),
              String.format(Locale.ROOT, "%+.1f %%", 100 * (longer / seconds - 1)));
    }
    return table;
  }
}
