package io.reverie.examples.lab.page;

import io.reverie.examples.data.FashionMnist;
import io.reverie.examples.lab.Arm;
import io.reverie.examples.lab.Net;
import io.reverie.examples.lab.Outcome;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.HeatMap;
import io.reverie.examples.report.ImageStrip;
import io.reverie.examples.report.LineChart;
import io.reverie.examples.report.Section;
import io.reverie.examples.report.Table;
import io.reverie.examples.report.Unit;
import io.reverie.tensor.Nullable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The pictures that belong to one experiment: what its probes noted decides which. */
final class Pictures {
  private static final int LANDSCAPES = 4;

  private Pictures() {}

  /** The sections for what was noted. */
  static List<Section> of(Results results) {
    List<Section> sections = new ArrayList<>();
    if (results.experiment().id().equals("E12")) {
      sections.add(Front.section(results));
    }
    add(sections, results, "pruned@", Pictures::pruned);
    add(sections, results, "quantised@", Pictures::quantised);
    add(sections, results, "landscape@", Pictures::landscapes);
    add(sections, results, "units@", Pictures::units);
    add(sections, results, "recalled@", Pictures::recalled);
    add(sections, results, "days@", Pictures::dormancy);
    add(sections, results, "dream@", Pictures::dreams);
    add(sections, results, "attended@", Pictures::attention);
    return sections;
  }

  private interface Drawn {
    Section section(Results results, String name);
  }

  private static void add(List<Section> sections, Results results, String name, Drawn drawn) {
    if (results.outcomes().stream().anyMatch(run -> run.series().containsKey(name))) {
      sections.add(drawn.section(results, name));
    }
  }

  /** The probes' figures that are shown as a table. */
  static List<String> tabled(Results results) {
    return results.probed();
  }

  private static double[][] rows(Results results, Arm arm, String name) {
    return results.meanRows(arm.name(), run -> run.series().get(name));
  }

  private static double[] column(double[][] rows, int column) {
    return IntStream.range(0, rows.length).mapToDouble(i -> rows[i][column]).toArray();
  }

  /** A curve an arm: one column of what was noted against another. */
  private static LineChart curves(Results results, LineChart empty, String name, int x, int y) {
    LineChart chart = empty;
    for (Arm arm : results.arms()) {
      double[][] rows = rows(results, arm, name);
      if (rows.length > 0) {
        chart = chart.add(arm.name(), column(rows, x), column(rows, y));
      }
    }
    return chart;
  }

  private static Section pruned(Results results, String name) {
    var empty =
        LineChart.of("Accuracy after pruning", "share of the weights cut off", "accuracy")
            .unit(Unit.PERCENT)
            .range(0, 1);
    return Section.of("Pruning")
        .figure(
            curves(results, empty, name, 0, 1),
            "The smallest weights of all layers together are set to zero. Means over the seeds.");
  }

  private static Section quantised(Results results, String name) {
    Table table = Table.of("Accuracy after quantising", "Arm", "Before", "8 bits", "4", "3", "2");
    for (Arm arm : results.arms()) {
      double[][] rows = rows(results, arm, name);
      if (rows.length == 4) {
        List<String> cells = new ArrayList<>();
        cells.add(arm.name());
        cells.add(Unit.PERCENT.value(results.mean(arm.name(), "accuracy")));
        for (double[] row : rows) {
          cells.add(Unit.PERCENT.value(row[1]));
        }
        table = table.row(cells.toArray(String[]::new));
      }
    }
    return Section.of("Quantising")
        .figure(table, "Symmetric, a scale for each output, biases as they are.");
  }

  private static Section landscapes(Results results, String name) {
    Section section =
        Section.of("Loss landscapes")
            .text(
                "The loss on 500 training samples of all tasks around each network, along two"
                    + " random directions that are normalised filter by filter (Li et al. 2018),"
                    + " from −1 to 1; the same colours mean the same loss. First seed.");
    int drawn = 0;
    for (Arm arm : results.arms()) {
      double[][] plane = results.of(arm.name()).getFirst().series().get(name);
      if (plane != null && drawn++ < LANDSCAPES) {
        List<String> places =
            IntStream.range(0, plane.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.1f", 2.0 * i / (plane.length - 1) - 1))
                .toList();
        section =
            section.figure(
                HeatMap.of(arm.name(), places, places, plane)
                    .labels("one direction", "the other")
                    .range(0, 4),
                "");
      }
    }
    return section;
  }

  private static Section units(Results results, String name) {
    return Section.of("Weights and units along the stream")
        .text("At the end of each task, after its night; means over the seeds.")
        .figure(
            curves(
                results,
                LineChart.of("Accuracy on each task when it was learned", "task", "accuracy")
                    .unit(Unit.PERCENT),
                name,
                0,
                4),
            "")
        .figure(
            curves(results, LineChart.of("Norm of all weights", "task", "norm"), name, 0, 1), "")
        .figure(
            curves(
                results,
                LineChart.of("Dead units of the last hidden layer", "task", "share")
                    .unit(Unit.PERCENT),
                name,
                0,
                2),
            "")
        .figure(
            curves(
                results,
                LineChart.of("Stable rank of the last hidden layer", "task", "rank"),
                name,
                0,
                3),
            "");
  }

  private static Section recalled(Results results, String name) {
    var empty =
        LineChart.of("What is recalled", "margin of the memory", "share of recalls")
            .unit(Unit.PERCENT);
    return Section.of("Do boundary samples dominate?")
        .figure(
            curves(results, empty, name, 0, 1),
            "Margin: the probability of the right class minus the largest other, as the network"
                + " has it when the memory is recalled; −1 to 1 in ten parts. What lies near zero"
                + " is near the boundary.");
  }

  private static Section dormancy(Results results, String name) {
    double[][] rows = rows(results, results.arms().getFirst(), name);
    LineChart chart =
        LineChart.of("Retention through thirty days", "day", "share of the accuracy at the start")
            .unit(Unit.PERCENT);
    List<String> kinds =
        List.of(
            "frozen",
            "drifting weights",
            "drifting, with nights",
            "other learning",
            "other learning, with nights");
    for (int i = 0; i < kinds.size(); i++) {
      chart = chart.add(kinds.get(i), column(rows, 0), column(rows, 1 + i));
    }
    return Section.of("Day by day").figure(chart, "Means over the seeds.");
  }

  private static Section dreams(Results results, String name) {
    Section section =
        Section.of("Dreams")
            .text("Of the last night of the first seed, beside the nearest memory.");
    for (Arm arm : results.arms()) {
      Outcome run = results.of(arm.name()).getFirst();
      double[][] dreams = run.series().get(name);
      if (dreams != null && dreams[0].length == Net.SIDE * Net.SIDE) {
        section =
            section.figure(
                ImageStrip.of(arm.name())
                    .row("Dream", tiles(dreams, run.series().get("labels@"), 0))
                    .row(
                        "Nearest memory",
                        tiles(run.series().get("nearest@"), run.series().get("labels@"), 1)),
                "");
      }
    }
    return section;
  }

  private static List<ImageStrip.Tile> tiles(double[][] images, double[][] labels, int column) {
    List<ImageStrip.Tile> tiles = new ArrayList<>();
    for (int i = 0; i < images.length; i++) {
      float[] pixels = new float[images[i].length];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = (float) Math.clamp(images[i][j], 0, 1);
      }
      String name = FashionMnist.CLASSES.get((int) labels[i][column]);
      tiles.add(new ImageStrip.Tile(pixels, Net.SIDE, Net.SIDE, name));
    }
    return tiles;
  }

  private static Section attention(Results results, String name) {
    Section section =
        Section.of("Attention by day and in sleep")
            .text(
                "How much each of the sixteen patches is attended to in the first layer, as a mean"
                    + " over heads and queries, from the least (black) to the most (white). In sleep the scores have"
                    + " noise of σ = 1. Last night of the first seed, a test image of each task.");
    for (Arm arm : results.arms()) {
      var series = results.of(arm.name()).getFirst().series();
      if (series.containsKey(name)) {
        section =
            section.figure(
                ImageStrip.of(arm.name())
                    .row("Image", maps(series.get(name)))
                    .row("In the evening", maps(series.get("attention_evening@")))
                    .row("In sleep", maps(series.get("attention_asleep@")))
                    .row("At dawn", maps(series.get("attention_dawn@"))),
                "");
      }
    }
    return section;
  }

  /** Square grey images, each from its own least to its own largest value. */
  private static List<ImageStrip.Tile> maps(double @Nullable [][] rows) {
    List<ImageStrip.Tile> tiles = new ArrayList<>();
    for (double[] row : rows == null ? new double[0][] : rows) {
      double least = Arrays.stream(row).min().orElse(0);
      double range = Math.max(1e-12, Arrays.stream(row).max().orElse(1) - least);
      float[] pixels = new float[row.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) Math.clamp((row[i] - least) / range, 0, 1);
      }
      int side = (int) Math.sqrt(row.length);
      tiles.add(new ImageStrip.Tile(pixels, side, side, ""));
    }
    return tiles;
  }
}
