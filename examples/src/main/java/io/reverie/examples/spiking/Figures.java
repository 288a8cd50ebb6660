package io.reverie.examples.spiking;

import com.google.gson.GsonBuilder;
import io.reverie.sleep.evaluate.AccuracyMatrix;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as a table to read and as files for programs. */
public final class Figures {
  private Figures() {}

  /** Arm by arm: mean and standard deviation over the seeds, and the published mean. */
  public static String table(List<Outcome> outcomes) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-44s%16s%11s%14s%10s  %s%n",
                "arm",
                "accuracy %",
                "published",
                "forgetting %",
                "seconds",
                "tasks %"));
    for (Arm arm : outcomes.stream().map(Outcome::arm).distinct().toList()) {
      List<Outcome> runs = outcomes.stream().filter(outcome -> outcome.arm() == arm).toList();
      double[] accuracy = runs.stream().mapToDouble(run -> 100 * accuracy(run).average()).toArray();
      table.append(
          String.format(
              Locale.ROOT,
              "%-44s%16s%11s%14.2f%10.1f  %s%n",
              arm.title(),
              spread(accuracy),
              Double.isNaN(arm.published()) ? "" : "%.2f".formatted(arm.published()),
              runs.stream()
                  .mapToDouble(run -> 100 * accuracy(run).forgetting())
                  .average()
                  .orElse(0),
              runs.stream().mapToDouble(run -> run.result().ledger().seconds()).average().orElse(0),
              tasks(runs)));
    }
    return table.toString();
  }

  private static AccuracyMatrix accuracy(Outcome run) {
    return run.result().accuracy();
  }

  private static String spread(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    return String.format(Locale.ROOT, "%.2f ± %.2f", mean, deviation);
  }

  /** The mean accuracy on each task at the end. */
  private static String tasks(List<Outcome> runs) {
    StringBuilder tasks = new StringBuilder();
    for (int j = 0; j < accuracy(runs.getFirst()).columns(); j++) {
      int task = j;
      double mean =
          runs.stream()
              .mapToDouble(run -> 100 * accuracy(run).at(accuracy(run).rows() - 1, task))
              .average()
              .orElse(0);
      tasks.append(String.format(Locale.ROOT, "%s%.0f", j == 0 ? "" : " ", mean));
    }
    return tasks.toString();
  }

  /** Writes {@code NAME.tsv}, a line for each run, and {@code NAME.json}, how they came about. */
  public static void write(
      Path folder, String name, String source, String command, List<Outcome> outcomes)
      throws IOException {
    StringBuilder table =
        new StringBuilder(
            "arm\tseed\taccuracy\tforgetting\ttask1\ttask2\ttask3\ttask4\ttask5\tseconds"
                + "\tgradient_samples\tforward_samples\tbytes\n");
    for (Outcome run : outcomes) {
      Ledger ledger = run.result().ledger();
      double[] last = accuracy(run).row(accuracy(run).rows() - 1);
      table.append(
          String.format(
              Locale.ROOT,
              "%s\t%d\t%.6f\t%.6f",
              run.arm().title(),
              run.seed(),
              accuracy(run).average(),
              accuracy(run).forgetting()));
      for (double task : last) {
        table.append(String.format(Locale.ROOT, "\t%.4f", task));
      }
      table.append(
          String.format(
              Locale.ROOT,
              "\t%.2f\t%d\t%d\t%d\n",
              ledger.seconds(),
              ledger.gradientSamples(),
              ledger.forwardSamples(),
              ledger.bytes()));
    }
    Files.writeString(folder.resolve(name + ".tsv"), table);
    String json =
        new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create()
            .toJson(config(source, command));
    Files.writeString(folder.resolve(name + ".json"), json + "\n");
  }

  private static Map<String, Object> config(String source, String command) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("example", "SpikingSleep");
    config.put("command", command);
    config.put("commit", commit());
    config.put("data", source);
    config.put("network", "rectifiers, no biases, U(-0.01, 0.01), dropout 0.25");
    config.put("learning", "SGD 0.1, momentum 0.5, batch 100, 2 epochs, half squared error");
    config.put("processors", Runtime.getRuntime().availableProcessors());
    config.put("arithmetic", Compute.describe());
    config.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    config.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return config;
  }

  /** The version of the sources, as Git tells it; "unknown" where there is no Git. */
  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
      String version =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 && !version.isEmpty() ? version : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
