package io.reverie.examples.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The runs of an experiment, in the order of its arms and of the seeds.
 *
 * @param experiment what was asked
 * @param data which data it was asked of
 * @param quick whether it was only a trial on little data
 * @param outcomes the runs
 */
public record Results(Experiment experiment, String data, boolean quick, List<Outcome> outcomes) {
  /** Sorts the runs. */
  public Results {
    List<String> arms = experiment.design().arms().stream().map(Arm::name).toList();
    outcomes =
        outcomes.stream()
            .filter(outcome -> arms.contains(outcome.arm()))
            .sorted(
                Comparator.comparingInt((Outcome o) -> arms.indexOf(o.arm()))
                    .thenComparingLong(Outcome::seed))
            .toList();
  }

  /** The runs of an arm. */
  public List<Outcome> of(String arm) {
    return outcomes.stream().filter(outcome -> outcome.arm().equals(arm)).toList();
  }

  /** The arms of which there are runs. */
  public List<Arm> arms() {
    return experiment.design().arms().stream().filter(arm -> !of(arm.name()).isEmpty()).toList();
  }

  /** The seeds that every arm has. */
  public List<Long> seeds() {
    List<Long> common = null;
    for (Arm arm : experiment.design().arms()) {
      List<Long> own = of(arm.name()).stream().map(Outcome::seed).toList();
      common = common == null ? own : common.stream().filter(own::contains).toList();
    }
    return common == null ? List.of() : common;
  }

  /** An arm's figure of a measure, seed by seed. */
  public double[] figures(String arm, String measure) {
    return of(arm).stream().mapToDouble(outcome -> outcome.measure(measure)).toArray();
  }

  /** Its mean. */
  public double mean(String arm, String measure) {
    double[] figures = figures(arm, measure);
    return java.util.Arrays.stream(figures).average().orElse(Double.NaN);
  }

  /** Its standard deviation over the seeds; 0 for a single one. */
  public double deviation(String arm, String measure) {
    double[] figures = figures(arm, measure);
    double mean = mean(arm, measure);
    double squares = 0;
    for (double figure : figures) {
      squares += (figure - mean) * (figure - mean);
    }
    return figures.length < 2 ? 0 : Math.sqrt(squares / (figures.length - 1));
  }

  /** A contrast over the seeds that all its arms have. */
  public Estimate estimate(Contrast contrast) {
    Map<Long, double[]> sums = new LinkedHashMap<>();
    for (Contrast.Term term : contrast.terms()) {
      for (Outcome outcome : of(term.arm())) {
        double[] sum = sums.computeIfAbsent(outcome.seed(), seed -> new double[2]);
        sum[0] += term.weight() * outcome.measure(term.measure());
        sum[1]++;
      }
    }
    int terms = contrast.terms().size();
    return Estimate.of(
        sums.values().stream().filter(sum -> sum[1] == terms).mapToDouble(sum -> sum[0]).toArray());
  }

  /** The mean over the seeds of rows that all runs of an arm have alike; empty where none do. */
  public double[][] meanRows(String arm, java.util.function.Function<Outcome, double[][]> rows) {
    List<double[][]> all = new ArrayList<>();
    for (Outcome outcome : of(arm)) {
      double[][] own = rows.apply(outcome);
      if (own != null && own.length > 0 && (all.isEmpty() || alike(all.getFirst(), own))) {
        all.add(own);
      }
    }
    if (all.isEmpty()) {
      return new double[0][];
    }
    double[][] first = all.getFirst();
    return IntStream.range(0, first.length)
        .mapToObj(i ->
            IntStream.range(0, first[i].length)
                .mapToDouble(j -> all.stream().mapToDouble(r -> r[i][j]).average().orElseThrow())
                .toArray())
        .toArray(double[][]::new);
  }

  private static boolean alike(double[][] one, double[][] other) {
    return one.length == other.length && one[0].length == other[0].length;
  }

  /** The measures that probes noted, in the order of the first run that has them. */
  public List<String> probed() {
    return outcomes.stream()
        .flatMap(outcome -> outcome.measures().keySet().stream())
        .distinct()
        .filter(name -> !Measure.ALL.contains(name))
        .toList();
  }

  /** What the rule says. */
  public Verdict verdict() {
    return quick ? Verdict.UNDECIDED : experiment.rule().judge(this);
  }
}
