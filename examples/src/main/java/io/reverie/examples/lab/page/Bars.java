package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Estimate;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.BarChart;
import io.reverie.examples.report.Unit;

/** Bars with their 95 % intervals. */
final class Bars {
  private Bars() {}

  static BarChart accuracyAndForgetting(Results results) {
    var bars =
        BarChart.of(
            "Accuracy and forgetting",
            new BarChart.Measure("Accuracy, higher is better", Unit.PERCENT),
            new BarChart.Measure("Forgetting, lower is better", Unit.PERCENT));
    for (Arm arm : results.arms()) {
      bars =
          bars.row(
              arm.name(),
              bar(results, arm, Measure.ACCURACY),
              bar(results, arm, Measure.FORGETTING));
    }
    return bars;
  }

  /** One measure of all arms. */
  static BarChart of(Results results, String title, String measure, Unit unit) {
    var bars = BarChart.of(title, new BarChart.Measure(Measure.words(measure), unit));
    for (Arm arm : results.arms()) {
      bars = bars.row(arm.name(), bar(results, arm, measure));
    }
    return bars;
  }

  /** Half the interval's width: bars have whiskers that are as long to either side. */
  private static BarChart.Bar bar(Results results, Arm arm, String measure) {
    Estimate estimate = results.estimate(Contrast.of(measure, arm.name()));
    return new BarChart.Bar(
        estimate.mean(), estimate.isKnown() ? (estimate.high() - estimate.low()) / 2 : 0);
  }
}
