package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Estimate;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.Table;
import io.reverie.examples.report.Unit;
import io.reverie.sleep.evaluate.Significance;
import java.util.List;
import java.util.Locale;

/** The paired differences of the reference arm to all others, as a table. */
final class Differences {
  private Differences() {}

  static Table table(Results results, String measure) {
    String reference = results.experiment().design().reference();
    List<Arm> others =
        results.arms().stream().filter(arm -> !arm.name().equals(reference)).toList();
    Unit unit = ExperimentPage.unit(measure);
    List<Estimate> estimates =
        others.stream()
            .map(arm -> Contrast.difference(measure, reference, arm.name()))
            .map(results::estimate)
            .toList();
    double[] p = corrected(estimates);
    Table table =
        Table.of(
            "Difference in " + Measure.words(measure), "Arm", "Mean", "95 % interval", "p, Holm");
    for (int i = 0; i < p.length; i++) {
      Estimate estimate = estimates.get(i);
      table =
          table.row(
              others.get(i).name(),
              signed(unit, estimate.mean()),
              ExperimentPage.interval(unit, estimate),
              Double.isNaN(p[i]) ? "–" : String.format(Locale.ROOT, "%.4f", p[i]));
    }
    return table;
  }

  /** Only those that were tested count as tests. */
  private static double[] corrected(List<Estimate> estimates) {
    double[] tested =
        Significance.holm(
            estimates.stream().mapToDouble(Estimate::p).filter(p -> !Double.isNaN(p)).toArray());
    double[] all = new double[estimates.size()];
    for (int i = 0, next = 0; i < all.length; i++) {
      all[i] = Double.isNaN(estimates.get(i).p()) ? Double.NaN : tested[next++];
    }
    return all;
  }

  private static String signed(Unit unit, double value) {
    return (value > 0 ? "+" : "") + unit.value(value);
  }
}
