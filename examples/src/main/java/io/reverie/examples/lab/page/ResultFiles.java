package io.reverie.examples.lab.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.reverie.examples.lab.Contrast;
import io.reverie.examples.lab.Estimate;
import io.reverie.examples.lab.Measure;
import io.reverie.examples.lab.Outcome;
import io.reverie.examples.lab.Results;
import io.reverie.examples.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of an experiment beside its runs: {@code results.tsv}, {@code config.json}, {@code
 * verdict.json} and {@code index.html}; and the index of all of them.
 */
public final class ResultFiles {
  /** The runs as they were made, a JSON object a line. */
  public static final String RUNS = "runs.jsonl";

  /** What is published of them. */
  public static final List<String> PUBLISHED =
      List.of(RUNS, "results.tsv", "config.json", "verdict.json", "index.html");

  private static final String VERDICT = "verdict.json";
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();

  private ResultFiles() {}

  /** Writes all of them into a folder that exists. */
  public static void write(Path folder, Results results, String command) throws IOException {
    Files.writeString(folder.resolve("results.tsv"), table(results));
    Files.writeString(folder.resolve("config.json"), GSON.toJson(config(results, command)) + "\n");
    Files.writeString(folder.resolve(VERDICT), GSON.toJson(entry(results)) + "\n");
    ExperimentPage.of(results, command).write(folder.resolve("index.html"));
  }

  /** One row a run; the columns that are not the same on every machine come last. */
  static String table(Results results) {
    List<String> measures = new ArrayList<>(Measure.ALL);
    measures.remove(Measure.SECONDS);
    measures.addAll(results.probed());
    StringBuilder table = new StringBuilder("arm\tseed");
    measures.forEach(name -> table.append('\t').append(name));
    table.append("\tseconds\tcommit\thost\n");
    for (Outcome run : results.outcomes()) {
      table.append(run.arm()).append('\t').append(run.seed());
      for (String name : measures) {
        table.append('\t').append(number(run.measure(name)));
      }
      table.append(String.format(Locale.ROOT, "\t%.3f", run.measure(Measure.SECONDS)));
      table.append('\t').append(run.commit()).append('\t').append(run.host()).append('\n');
    }
    return table.toString();
  }

  /** The arms in plain text, for the console. */
  public static String summary(Results results) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-30s%16s%16s%10s%10s%12s%12s%n",
            "arm",
            "accuracy %",
            "forgetting %",
            "worst %",
            "seconds",
            "samples",
            "bytes"));
    for (var arm : results.arms()) {
      String name = arm.name();
      text.append(
          String.format(
              Locale.ROOT,
              "%-30s%16s%16s%10.1f%10.2f%,12.0f%,12.0f%n",
              name,
              percent(results, name, Measure.ACCURACY),
              percent(results, name, Measure.FORGETTING),
              100 * results.mean(name, Measure.WORST),
              results.mean(name, Measure.SECONDS),
              results.mean(name, Measure.GRADIENT_SAMPLES),
              results.mean(name, Measure.BYTES)));
    }
    return text.toString();
  }

  private static String percent(Results results, String arm, String measure) {
    return String.format(
        Locale.ROOT,
        "%.2f ± %.2f",
        100 * results.mean(arm, measure),
        100 * results.deviation(arm, measure));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }

  private static Map<String, Object> config(Results results, String command) {
    Map<String, Object> config = new LinkedHashMap<>();
    var experiment = results.experiment();
    config.put("experiment", experiment.id());
    config.put("claim", experiment.claim());
    config.put("rule", experiment.rule().text());
    config.put("primary", experiment.primary());
    config.put("quick", results.quick());
    config.put("data", results.data());
    config.put("seeds", results.seeds());
    config.put("settings", experiment.settings().strip().split("\n"));
    config.put(
        "hash", results.outcomes().isEmpty() ? "" : results.outcomes().getFirst().settings());
    config.put("command", command);
    return config;
  }

  /** The line of the index. */
  public static IndexPage.Entry entry(Results results) {
    List<String> parts = new ArrayList<>();
    for (Contrast contrast : results.experiment().rule().contrasts()) {
      if (parts.size() < 4) {
        Estimate estimate = results.estimate(contrast);
        Unit unit = ExperimentPage.unit(contrast.terms().getFirst().measure());
        parts.add(
            contrast.text()
                + ": "
                + unit.value(estimate.mean())
                + " ("
                + ExperimentPage.interval(unit, estimate)
                + ")");
      }
    }
    return new IndexPage.Entry(
        results.experiment().id(),
        results.experiment().title(),
        results.verdict().words(),
        String.join("; ", parts) + ".",
        results.quick());
  }

  /** Writes the index of all experiments that have a folder here, in this order. */
  public static void index(Path folder, List<String> order) throws IOException {
    List<IndexPage.Entry> entries = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path file : folders.map(sub -> sub.resolve(VERDICT)).filter(Files::exists).toList()) {
        entries.add(GSON.fromJson(Files.readString(file), IndexPage.Entry.class));
      }
    }
    entries.sort(
        java.util.Comparator.comparingInt((IndexPage.Entry e) -> order.indexOf(e.id()))
            .thenComparing(IndexPage.Entry::id));
    IndexPage.of(entries).write(folder.resolve("index.html"));
  }
}
