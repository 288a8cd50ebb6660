package io.reverie.examples.lab.page;

import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Outcome;
import io.reverie.examples.lab.Outcome.NightNote;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.HypnogramChart;
import io.reverie.examples.report.Section;
import io.reverie.examples.report.Table;
import io.reverie.examples.report.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The nights of the reference arm, or of the first that sleeps, with the first seed. */
final class Nights {
  private static final List<String> STAGES = List.of("N1", "N2", "N3", "REM");
  private static final int DRAWN = 6;

  private Nights() {}

  static List<Section> sections(Results results) {
    String reference = results.experiment().design().reference();
    Optional<Outcome> sleeper =
        results.outcomes().stream()
            .filter(outcome -> !outcome.nights().isEmpty())
            .sorted((a, b) -> Boolean.compare(b.arm().equals(reference), a.arm().equals(reference)))
            .findFirst();
    return sleeper.map(outcome -> List.of(section(results, outcome))).orElse(List.of());
  }

  private static Section section(Results results, Outcome sleeper) {
    List<NightNote> nights = sleeper.nights();
    List<HypnogramChart.Night> charts = new ArrayList<>();
    for (int i = 0; i < Math.min(DRAWN, nights.size()); i++) {
      if (STAGES.containsAll(nights.get(i).stages())) {
        charts.add(chart("Night " + (i + 1), nights.get(i)));
      }
    }
    Section section = Section.of("The nights of " + sleeper.arm());
    if (!charts.isEmpty()) {
      section =
          section.figure(
              new HypnogramChart("Hypnograms", "gradient step", charts),
              "Seed %d. The stage at each gradient step, and the loss beneath."
                  .formatted(sleeper.seed()));
    }
    Table table =
        Table.of(
            "Arms that sleep",
            "Arm",
            "Nights",
            "Steps",
            "Samples",
            "Seconds",
            "Bedtime",
            "Dawn",
            "Undone");
    for (Arm arm : results.arms()) {
      for (Outcome run : results.of(arm.name())) {
        if (!run.nights().isEmpty()) {
          table = table.row(row(arm, run.nights()));
        }
      }
    }
    return section.figure(
        table,
        "First seed. Bedtime and dawn: canaries, as a mean over the nights; undone: nights after"
            + " which the evening's weights came back.");
  }

  private static String[] row(Arm arm, List<NightNote> nights) {
    return new String[] {
      arm.name(),
      String.valueOf(nights.size()),
      String.valueOf(nights.stream().mapToInt(night -> night.losses().length).sum()),
      String.format(
          Locale.ROOT, "%,d", nights.stream().mapToLong(NightNote::gradientSamples).sum()),
      String.format(Locale.ROOT, "%.2f", nights.stream().mapToDouble(NightNote::seconds).sum()),
      mean(nights.stream().mapToDouble(NightNote::bedtime).toArray()),
      mean(nights.stream().mapToDouble(NightNote::dawn).toArray()),
      String.valueOf(nights.stream().filter(night -> !night.promoted()).count())
    };
  }

  private static String mean(double... shares) {
    return Unit.PERCENT.value(
        java.util.Arrays.stream(shares).filter(Double::isFinite).average().orElse(Double.NaN));
  }

  private static HypnogramChart.Night chart(String title, NightNote night) {
    List<HypnogramChart.Episode> episodes = new ArrayList<>();
    for (int i = 0; i < night.stages().size(); i++) {
      if (night.to()[i] > night.from()[i]) {
        episodes.add(
            new HypnogramChart.Episode(night.stages().get(i), night.from()[i], night.to()[i]));
      }
    }
    double[] steps = IntStream.range(0, night.losses().length).mapToDouble(i -> i).toArray();
    double[] losses = new double[steps.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = night.losses()[i];
    }
    return HypnogramChart.Night.of(title, episodes).trace("loss", steps, losses);
  }
}
