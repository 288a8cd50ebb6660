package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Estimate;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Outcome;
import io.reverie.examples.lab.PassRule;
import io.reverie.examples.lab.Payment;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.Page;
import io.reverie.examples.report.Section;
import io.reverie.examples.report.Table;
import io.reverie.examples.report.Unit;
import java.util.List;
import java.util.Locale;

/** The report of one experiment: the rule first, then the figures, then the pictures. */
public final class ExperimentPage {
  private final Results results;
  private final Experiment experiment;
  private final String command;

  private ExperimentPage(Results results, String command) {
    this.results = results;
    this.experiment = results.experiment();
    this.command = command;
  }

  /** The page of these results. */
  public static Page of(Results results, String command) {
    return new ExperimentPage(results, command).page();
  }

  private Page page() {
    Page page =
        Page.of(
            experiment.id() + ": " + experiment.title(),
            (results.quick() ? "A quick trial on little data: not a result. " : "")
                + "The claim: "
                + experiment.claim(),
            verdict(),
            figures(),
            differences(),
            Course.section(results));
    for (Section section : Pictures.of(results)) {
      page = page.section(section);
    }
    for (Section section : Nights.sections(results)) {
      page = page.section(section);
    }
    return page.section(payment()).section(origin()).footer(footer());
  }

  private Section verdict() {
    Section section =
        Section.of("Verdict")
            .facts(
                new Section.Fact(results.verdict().words(), "the claim, by the rule"),
                new Section.Fact(String.valueOf(results.seeds().size()), "paired seeds"),
                new Section.Fact(Measure.words(experiment.primary()), "the measure that decides"))
            .text("The rule, written down before the runs: " + experiment.rule().text() + ".")
            .text(
                "Each part is judged by the 95 % interval of paired differences over the seeds: on"
                    + " the right side of the bar it holds, on the wrong side it fails, astride it"
                    + " is undecided. Expected beforehand: "
                    + experiment.expected());
    Table table = Table.of("The rule, part by part", "Part", "Mean", "95 % interval", "Verdict");
    for (PassRule part : experiment.rule().parts()) {
      Contrast contrast = part.contrasts().getFirst();
      Estimate estimate = results.estimate(contrast);
      Unit unit = unit(contrast.terms().getFirst().measure());
      table =
          table.row(
              part.text(),
              unit.value(estimate.mean()),
              interval(unit, estimate),
              results.quick() ? "–" : part.judge(results).words());
    }
    return section.figure(table, "Differences within the same seed.");
  }

  private Section figures() {
    Section section =
        Section.of("Figures")
            .figure(Bars.accuracyAndForgetting(results), "Means with their 95 % intervals.");
    Table table =
        Table.of(
            "All arms",
            "Arm",
            "Accuracy",
            "Forgetting",
            "Worst along the way",
            "Right after learning",
            "Seconds");
    for (Arm arm : results.arms()) {
      String[] row = {
        arm.name(),
        share(arm, Measure.ACCURACY),
        share(arm, Measure.FORGETTING),
        share(arm, Measure.WORST),
        share(arm, Measure.LEARNING),
        Unit.NUMBER.value(results.mean(arm.name(), Measure.SECONDS))
      };
      boolean strong = arm.name().equals(experiment.design().reference());
      table = strong ? table.strongRow(row) : table.row(row);
    }
    section =
        section.figure(
            table,
            "Mean ± standard deviation over the seeds. Worst along the way: the lowest accuracy a"
                + " task ever had after it was learned.");
    List<String> probed = Pictures.tabled(results);
    return probed.isEmpty() ? section : section.figure(probes(probed), "");
  }

  private Table probes(List<String> probed) {
    String[] columns = new String[1 + probed.size()];
    columns[0] = "Arm";
    for (int i = 0; i < probed.size(); i++) {
      columns[1 + i] = Measure.words(probed.get(i));
    }
    Table table = Table.of("What else was measured", columns);
    for (Arm arm : results.arms()) {
      String[] row = new String[columns.length];
      row[0] = arm.name();
      for (int i = 0; i < probed.size(); i++) {
        String name = probed.get(i);
        row[1 + i] =
            unit(name).value(results.mean(arm.name(), name), results.deviation(arm.name(), name));
      }
      table = table.row(row);
    }
    return table;
  }

  private Section differences() {
    String reference = experiment.design().reference();
    List<String> measures =
        experiment.primary().equals(Measure.ACCURACY)
                || experiment.primary().equals(Measure.FORGETTING)
            ? List.of(Measure.ACCURACY, Measure.FORGETTING)
            : List.of(experiment.primary(), Measure.ACCURACY);
    Section section =
        Section.of("Against " + reference)
            .text(
                "What "
                    + reference
                    + " has more than each other arm, seed by seed: the mean, its 95 % bootstrap"
                    + " interval, and p of the signed-rank test, corrected after Holm for all rows."
                    + " With five seeds p cannot fall below .0625, with ten not below .002.");
    for (String measure : measures) {
      section = section.figure(Differences.table(results, measure), "");
    }
    return section;
  }

  private Section payment() {
    Table table =
        Table.of(
            "Payment",
            "Arm",
            "Gradient samples",
            "Forward samples",
            "Bytes kept",
            "What for",
            "Pays like");
    for (Arm arm : results.arms()) {
      table =
          table.row(
              arm.name(),
              count(arm, Measure.GRADIENT_SAMPLES),
              count(arm, Measure.FORWARD_SAMPLES),
              count(arm, Measure.BYTES),
              String.join(", ", results.of(arm.name()).getFirst().kept().keySet()),
              arm.paysLike().isEmpty() ? "–" : arm.paysLike());
    }
    List<String> complaints = Payment.complaints(results);
    return Section.of("Payment")
        .text(
            complaints.isEmpty()
                ? "The ledgers agree: arms that pay like another do so within 1 %."
                : "The ledgers do not agree within 1 %: " + String.join("; ", complaints) + ".")
        .figure(table, "Means over the seeds; tests are not charged.");
  }

  private Section origin() {
    return Section.of("Make it again").code(command).code(experiment.settings().strip());
  }

  private String footer() {
    List<String> commits =
        results.outcomes().stream().map(Outcome::commit).distinct().sorted().toList();
    List<String> hosts = results.outcomes().stream().map(Outcome::host).distinct().toList();
    return "Seeds %s. Data: %s. Sources: %s. Machine: %s. Settings %s."
        .formatted(
            results.seeds(),
            results.data(),
            String.join(", ", commits),
            String.join("; ", hosts),
            results.outcomes().isEmpty() ? "–" : results.outcomes().getFirst().settings());
  }

  private String share(Arm arm, String measure) {
    return Unit.PERCENT.value(
        results.mean(arm.name(), measure), results.deviation(arm.name(), measure));
  }

  private String count(Arm arm, String measure) {
    double mean = results.mean(arm.name(), measure);
    return Double.isNaN(mean) ? "–" : String.format(Locale.ROOT, "%,.0f", mean);
  }

  static Unit unit(String measure) {
    return Measure.isShare(measure) ? Unit.PERCENT : Unit.NUMBER;
  }

  static String interval(Unit unit, Estimate estimate) {
    return estimate.isKnown()
        ? unit.value(estimate.low()) + " to " + unit.value(estimate.high())
        : "–";
  }
}
