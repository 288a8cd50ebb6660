package io.reverie.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that was to be reached.
 *
 * @param group what stands in one line of the table, such as {@code training steps beside PyTorch}
 * @param reach what was to be reached, such as {@code ≤ 0.5}
 * @param item which of the group
 * @param measured what was measured, as text
 * @param reached whether that is enough
 */
record Goal(String group, String reach, String item, String measured, boolean reached) {
  private static final double PEAK_SHARE = 0.88;
  private static final double MEMORY_SHARE = 0.8;
  private static final double PRODUCT_SCALING = 1.85;
  private static final double STEP_SCALING = 1.6;
  private static final int STEP_KILOBYTES = 10;
  private static final double START_SECONDS = 0.5;
  private static final String TRAIN = "train ";

  /** The goals on which these measurements have something to say. */
  static List<Goal> of(Measured measured) {
    List<Measurement> rows = measured.rows();
    List<Goal> goals = new ArrayList<>();
    shareOfPeak(goals, rows);
    openBlas(goals, rows);
    shareOfMemory(goals, rows);
    measured.times().forEach((peer, list) -> list.forEach(row -> time(goals, peer, row)));
    scaling(goals, rows);
    garbage(goals, rows, measured.firstSteps());
    start(goals, measured.startUp());
    measured
        .memory()
        .forEach((peer, list) ->
            list.forEach(row ->
                goals.add(
                    atMost("memory of a process beside " + peer, 1, row.workload(), row.ratio()))));
    return goals;
  }

  private static Goal atMost(String group, double limit, String item, double value) {
    return new Goal(group, "≤ " + limit, item, Text.number(value), value <= limit);
  }

  private static Goal atLeast(String group, double limit, String item, double value) {
    return new Goal(group, "≥ " + limit, item, Text.number(value), value >= limit);
  }

  private static void time(List<Goal> goals, String peer, Comparison row) {
    Target.of(row.workload())
        .ifPresent(target ->
            goals.add(
                atMost(
                    target.group() + " beside " + peer,
                    target.ratio(),
                    row.workload().replaceFirst("^(gemm|train|attention) ", ""),
                    row.ratio())));
  }

  /** The large square products, on all threads. */
  private static void shareOfPeak(List<Goal> goals, List<Measurement> rows) {
    double peak = new Limits(rows).peak("all");
    group(rows, "Gemm")
        .filter(row -> row.threads().equals("all"))
        .filter(row -> row.params().get("shape").matches("NN (1024|2048)x.*"))
        .filter(row -> Double.isFinite(peak))
        .forEach(row ->
            goals.add(
                new Goal(
                    "products' share of the peak",
                    "≥ " + Text.percent(PEAK_SHARE),
                    row.params().get("shape"),
                    Text.percent(row.flop() / peak),
                    row.flop() >= PEAK_SHARE * peak)));
  }

  /** What no cache holds, beside a copy of as many bytes. */
  private static void shareOfMemory(List<Goal> goals, List<Measurement> rows) {
    double speed = new Limits(rows).copy(Limits.LARGE);
    group(rows, "Large")
        .filter(_ -> Double.isFinite(speed))
        .forEach(row ->
            goals.add(
                new Goal(
                    "pointwise and rows beyond the caches, share of a copy's speed",
                    "≥ " + Text.percent(MEMORY_SHARE),
                    row.params().get("function"),
                    Text.percent(row.bytes() / speed),
                    row.bytes() >= MEMORY_SHARE * speed)));
  }

  /** Products beside the faster of OpenBLAS's kernel sets, in the same run. */
  private static void openBlas(List<Goal> goals, List<Measurement> rows) {
    for (Measurement ours : group(rows, "GemmPeers").toList()) {
      if (ours.params().get("library").equals("reverie")) {
        String work = ours.params().get("work");
        group(rows, "GemmPeers")
            .filter(row -> row.params().get("work").equals(work))
            .filter(row -> row.params().get("library").startsWith("openblas"))
            .mapToDouble(Measurement::score)
            .max()
            .ifPresent(best ->
                goals.add(
                    atMost("products beside OpenBLAS at its best", 1, work, best / ours.score())));
      }
    }
  }

  private static void scaling(List<Goal> goals, List<Measurement> rows) {
    for (Measurement alone : group(rows, "Scaling").toList()) {
      if (alone.method().equals("oneThread")) {
        String work = alone.params().get("work");
        boolean product = work.startsWith("gemm");
        group(rows, "Scaling")
            .filter(row -> row.method().equals("allThreads") && row.threads().equals("all"))
            .filter(row -> row.params().get("work").equals(work))
            .findFirst()
            .ifPresent(all ->
                goals.add(
                    atLeast(
                        product ? "two threads over one, products" : "two threads over one, steps",
                        product ? PRODUCT_SCALING : STEP_SCALING,
                        work,
                        all.score() / alone.score())));
      }
    }
  }

  /**
   * Of what {@code FirstSteps} measured, and else of JMH's figures, which may be of a step that is
   * not all compiled yet.
   */
  private static void garbage(List<Goal> goals, List<Measurement> rows, Table firstSteps) {
    List<String> known = new ArrayList<>();
    for (Row row : firstSteps.rows()) {
      if (row.name().startsWith(TRAIN)) {
        known.add(row.name().substring(TRAIN.length()));
        goals.add(garbage(known.getLast(), firstSteps.value(row, "warm KB")));
      }
    }
    group(rows, "Step")
        .filter(row -> Double.isFinite(row.allocated()))
        .filter(row -> !known.contains(row.params().get("model")))
        .forEach(row -> goals.add(garbage(row.params().get("model"), row.allocated() / 1000)));
  }

  private static Goal garbage(String model, double kilobytes) {
    return new Goal(
        "allocation of a warm step",
        "< " + STEP_KILOBYTES + " KB",
        model,
        Text.number(kilobytes) + " KB",
        kilobytes < STEP_KILOBYTES);
  }

  /** Without a cache, which not every program has. */
  private static void start(List<Goal> goals, Table startUp) {
    for (Row row : startUp.rows()) {
      double seconds = startUp.value(row, "plain ms") / 1000;
      goals.add(
          new Goal(
              "from the start of the JVM to the end of a small model's first step",
              "≤ " + START_SECONDS + " s",
              row.name(),
              Text.number(seconds) + " s",
              seconds <= START_SECONDS));
    }
  }

  private static Stream<Measurement> group(List<Measurement> rows, String name) {
    return rows.stream().filter(row -> row.group().equals(name));
  }
}
