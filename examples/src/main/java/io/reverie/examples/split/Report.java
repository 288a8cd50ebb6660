package io.reverie.examples.split;

import io.reverie.examples.report.BarChart;
import io.reverie.examples.report.HeatMap;
import io.reverie.examples.report.HypnogramChart;
import io.reverie.examples.report.LineChart;
import io.reverie.examples.report.Page;
import io.reverie.examples.report.Section;
import io.reverie.examples.report.Table;
import io.reverie.examples.report.Unit;
import io.reverie.sleep.Hypnogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The report of {@link io.reverie.examples.SplitFashion} as one page. */
public final class Report {
  private final Setting setting;
  private final List<Summary> summaries;

  private Report(Setting setting, List<Summary> summaries) {
    this.setting = setting;
    this.summaries = summaries;
  }

  /** The page of these results. */
  public static Page of(Setting setting, List<Summary> summaries) {
    return new Report(setting, summaries).page();
  }

  private Page page() {
    Page page =
        Page.of(
            "Split Fashion-MNIST, with and without sleep",
            "A small network learns ten kinds of clothes two at a time and is always asked among all"
                + " ten. Each method starts from the same weights and sees the same pictures in the"
                + " same order; what it may keep is a memory of "
                + setting.buffer()
                + " pictures.",
            result(),
            overTime(),
            matrices());
    for (Summary summary : summaries) {
      if (!summary.runs().getFirst().result().nights().isEmpty()) {
        page = page.section(nights(summary));
      }
    }
    return page.section(
            Section.of("Make it again")
                .code(setting.command())
                .text(
                    "Data: %s. Machine: %d processors, %s, %s, %s."
                        .formatted(
                            setting.data(),
                            setting.processors(),
                            setting.arithmetic(),
                            setting.java(),
                            setting.system())))
        .footer(
            "Accuracy: mean over the five tasks after the last one. Forgetting: best ever minus"
                + " final, mean over all tasks but the last. ± is the standard deviation over "
                + setting.seeds()
                + " seeds. Seconds are seconds of learning on one thread, tests not counted.");
  }

  /** The picture of the result: accuracy and forgetting of each method, with their spread. */
  public static BarChart bars(List<Summary> summaries) {
    var bars =
        BarChart.of(
            "Accuracy and forgetting",
            new BarChart.Measure("Accuracy, higher is better", Unit.PERCENT),
            new BarChart.Measure("Forgetting, lower is better", Unit.PERCENT));
    for (Summary summary : summaries) {
      Summary.Spread accuracy = summary.accuracy();
      Summary.Spread forgetting = summary.forgetting();
      bars =
          bars.row(
              summary.method().title(),
              new BarChart.Bar(accuracy.mean(), accuracy.deviation()),
              new BarChart.Bar(forgetting.mean(), forgetting.deviation()));
    }
    return bars;
  }

  private Section result() {
    var table =
        Table.of(
            "What it took",
            "Method",
            "Accuracy",
            "Forgetting",
            "Seconds",
            "Gradient samples",
            "Bytes kept");
    for (Summary summary : summaries) {
      Summary.Spread accuracy = summary.accuracy();
      Summary.Spread forgetting = summary.forgetting();
      table =
          table.row(
              summary.method().title(),
              Unit.PERCENT.value(accuracy.mean(), accuracy.deviation()),
              Unit.PERCENT.value(forgetting.mean(), forgetting.deviation()),
              String.format(Locale.ROOT, "%.2f", summary.seconds().mean()),
              String.format(Locale.ROOT, "%,d", summary.gradientSamples()),
              String.format(Locale.ROOT, "%,d", summary.bytes()));
    }
    return Section.of("Result")
        .figure(bars(summaries), "Mean and standard deviation over the seeds.")
        .figure(
            table,
            "Gradient samples are samples that went forward and back; methods that pay more of"
                + " them see more.");
  }

  private Section overTime() {
    Section section =
        Section.of("Each task over time")
            .text(
                "Tests on 200 pictures of each task along the way, and on all of them when a task"
                    + " ends; means over the seeds.");
    for (Summary summary : summaries) {
      section = section.figure(curves(summary), "");
    }
    return section;
  }

  private LineChart curves(Summary summary) {
    List<Run> runs = summary.runs();
    List<Run.Point> first = runs.getFirst().curve();
    double[] steps = first.stream().mapToDouble(Run.Point::step).toArray();
    LineChart chart =
        LineChart.of(summary.method().title(), "batches", "accuracy")
            .unit(Unit.PERCENT)
            .range(0, 1);
    int tasks = first.getFirst().accuracies().length;
    for (int task = 0; task < tasks; task++) {
      double[] mean = new double[steps.length];
      for (Run run : runs) {
        for (int i = 0; i < steps.length; i++) {
          mean[i] += run.curve().get(i).accuracies()[task] / runs.size();
        }
      }
      chart = chart.add("Task " + (task + 1), steps, mean);
    }
    if (!summary.method().joint()) {
      int each = first.size() / tasks;
      for (int task = 1; task < tasks; task++) {
        chart = chart.divider(steps[task * each - 1], "Task " + (task + 1));
      }
    }
    return chart;
  }

  private Section matrices() {
    Section section =
        Section.of("Accuracy matrices")
            .text("Row: after which task. Column: accuracy on which task. Means over the seeds.");
    for (Summary summary : summaries) {
      double[][] matrix = summary.matrix();
      List<String> rows = summary.method().joint() ? List.of("all") : numbers(matrix.length);
      section =
          section.figure(
              HeatMap.of(summary.method().title(), rows, numbers(matrix[0].length), matrix)
                  .labels("after task", "accuracy on task")
                  .unit(Unit.PERCENT),
              "");
    }
    return section;
  }

  private static List<String> numbers(int n) {
    return IntStream.rangeClosed(1, n).mapToObj(String::valueOf).toList();
  }

  private Section nights(Summary summary) {
    Run run = summary.runs().getFirst();
    List<Hypnogram> nights = run.result().nights();
    List<HypnogramChart.Night> charts = new ArrayList<>();
    var table =
        Table.of(
            "The nights",
            "Night",
            "Steps",
            "Gradient samples",
            "Seconds",
            "Canaries at bedtime",
            "At dawn",
            "Kept");
    for (int i = 0; i < nights.size(); i++) {
      Hypnogram night = nights.get(i);
      charts.add(chart("After task " + (i + 1), night));
      table =
          table.row(
              String.valueOf(i + 1),
              String.valueOf(night.steps()),
              String.format(Locale.ROOT, "%,d", night.gradientSamples()),
              String.format(Locale.ROOT, "%.2f", night.seconds()),
              Unit.PERCENT.value(night.canariesAtBedtime()),
              Unit.PERCENT.value(night.canariesAtDawn()),
              night.promoted() ? "yes" : "rolled back");
    }
    return Section.of("The nights of " + summary.method().title())
        .text(
            "Seed %d. After each task the network replays its memory in cycles of light and deep sleep."
                    .formatted(run.seed())
                + " The learning rate falls to zero at dawn.")
        .figure(
            new HypnogramChart("Hypnograms", "gradient step", charts),
            "The stage at each gradient step, and the loss beneath.")
        .figure(
            table, "Canaries are the memories themselves: a check that the night broke nothing.");
  }

  private static HypnogramChart.Night chart(String title, Hypnogram night) {
    List<HypnogramChart.Episode> episodes =
        night.episodes().stream()
            .filter(episode -> episode.toStep() > episode.fromStep())
            .map(e -> new HypnogramChart.Episode(e.stage(), e.fromStep(), e.toStep()))
            .toList();
    double[] steps = IntStream.range(0, night.steps()).mapToDouble(i -> i).toArray();
    double[] losses = new double[night.steps()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = night.losses()[i];
    }
    return HypnogramChart.Night.of(title, episodes).trace("loss", steps, losses);
  }
}
