package io.reverie.examples.split;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One method over all its seeds.
 *
 * @param method the method
 * @param runs one run a seed
 */
public record Summary(Method method, List<Run> runs) {
  /** Copies the list. */
  public Summary {
    runs = List.copyOf(runs);
  }

  /** A mean and its standard deviation over the seeds; the latter is 0 for a single seed. */
  public record Spread(double mean, double deviation) {}

  /** Average accuracy at the end, from 0 to 1. */
  public Spread accuracy() {
    return spread(run -> run.result().accuracy().average());
  }

  /** Forgetting, from 0 to 1. */
  public Spread forgetting() {
    return spread(run -> run.result().accuracy().forgetting());
  }

  /** Seconds of learning. */
  public Spread seconds() {
    return spread(run -> run.result().ledger().seconds());
  }

  /** Samples that went forward and back, the same for every seed but for the rounding of draws. */
  public long gradientSamples() {
    return Math.round(spread(run -> run.result().ledger().gradientSamples()).mean);
  }

  /** Bytes kept from task to task. */
  public long bytes() {
    return Math.round(spread(run -> run.result().ledger().bytes()).mean);
  }

  /** The mean over the seeds of the accuracy matrix. */
  public double[][] matrix() {
    var first = runs.getFirst().result().accuracy();
    double[][] mean = new double[first.rows()][first.columns()];
    for (Run run : runs) {
      for (int i = 0; i < mean.length; i++) {
        for (int j = 0; j < mean[i].length; j++) {
          mean[i][j] += run.result().accuracy().at(i, j) / runs.size();
        }
      }
    }
    return mean;
  }

  /** The table at the end, plain text; ± is the standard deviation over the seeds. */
  public static String table(List<Summary> summaries) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%-10s%18s%18s%10s%18s%12s%n",
            "method",
            "accuracy %",
            "forgetting %",
            "seconds",
            "gradient samples",
            "bytes kept"));
    for (Summary summary : summaries) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-10s%18s%18s%10.2f%,18d%,12d%n",
              summary.method.title(),
              percent(summary.accuracy()),
              percent(summary.forgetting()),
              summary.seconds().mean,
              summary.gradientSamples(),
              summary.bytes()));
    }
    return table.toString();
  }

  private static String percent(Spread spread) {
    return String.format(Locale.ROOT, "%.2f ± %.2f", 100 * spread.mean, 100 * spread.deviation);
  }

  private Spread spread(ToDoubleFunction<Run> figure) {
    double mean = runs.stream().mapToDouble(figure).average().orElseThrow();
    double squares = runs.stream().mapToDouble(figure).map(x -> (x - mean) * (x - mean)).sum();
    return new Spread(mean, runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1)));
  }
}
