package io.reverie.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The pictures of a report, as far as there are numbers for them. */
final class Pictures {
  private Pictures() {}

  /** Pictures by file name, in the order of the page. */
  static SequencedMap<String, Svg> of(
      List<Measurement> rows, Map<String, List<Comparison>> comparisons) {
    SequencedMap<String, Svg> pictures = new LinkedHashMap<>();
    Limits limits = new Limits(rows);
    put(pictures, "ratios.svg", ratios(comparisons));
    put(pictures, "gemm.svg", gemm(rows, limits));
    put(pictures, "peers.svg", peers(rows));
    put(pictures, "scaling.svg", methods(rows, "Scaling", "work", "What threads bring"));
    put(pictures, "widths.svg", methods(rows, "Width", "work", "What wide vectors bring"));
    Roofline roofline = roofline(rows, limits);
    if (!roofline.isEmpty()) {
      pictures.put("roofline.svg", roofline.draw());
    }
    return pictures;
  }

  private static void put(Map<String, Svg> pictures, String name, BarChart chart) {
    if (!chart.isEmpty()) {
      pictures.put(name, chart.draw());
    }
  }

  private static BarChart ratios(Map<String, List<Comparison>> comparisons) {
    BarChart chart = new BarChart("Our time over PyTorch's: shorter is faster", 2);
    chart.mark(1, "equal").mark(0.5, "half");
    comparisons.values().stream()
        .flatMap(List::stream)
        .map(Comparison::workload)
        .distinct()
        .forEach(workload ->
            comparisons.forEach((peer, list) ->
                list.stream()
                    .filter(row -> row.workload().equals(workload))
                    .forEach(
                        row -> chart.bar(workload, peer, row.ratio(), Text.number(row.ratio())))));
    return chart;
  }

  private static BarChart gemm(List<Measurement> rows, Limits limits) {
    double peak = limits.peak("all");
    List<Measurement> products =
        rows.stream()
            .filter(row -> row.group().equals("Gemm") && row.threads().equals("all"))
            .toList();
    double best = products.stream().mapToDouble(Measurement::flop).max().orElse(0);
    BarChart chart =
        BarChart.upTo("Matrix products, GFLOP/s", Double.isNaN(peak) ? best : Math.max(best, peak));
    if (!Double.isNaN(peak)) {
      chart.mark(peak, "FMA peak");
    }
    products.forEach(row -> chart.bar(row.label(), "", row.flop(), Text.number(row.flop() / 1e9)));
    return chart;
  }

  /** Bars of runs a second, as shares of the fastest of each work. */
  private static BarChart methods(
      List<Measurement> rows, String group, String param, String title) {
    BarChart chart = new BarChart(title + " (runs a second, over the fastest)", 1);
    List<Measurement> chosen = rows.stream().filter(row -> row.group().equals(group)).toList();
    for (Measurement row : inTurn(chosen, param)) {
      String work = row.params().get(param);
      double fastest =
          chosen.stream()
              .filter(other -> other.params().get(param).equals(work))
              .mapToDouble(Measurement::score)
              .max()
              .orElse(1);
      double share = row.score() / fastest;
      String threads = row.threads().equals("all") ? "" : ", " + row.threads();
      chart.bar(work, row.method() + threads, share, Text.number(share));
    }
    return chart;
  }

  /** The libraries of the profile native-peers, work by work. */
  private static BarChart peers(List<Measurement> rows) {
    BarChart chart = new BarChart("Libraries in one run (runs a second, over the fastest)", 1);
    List<Measurement> chosen =
        rows.stream().filter(row -> row.params().containsKey("library")).toList();
    for (Measurement row : inTurn(chosen, "work")) {
      double fastest =
          chosen.stream()
              .filter(other -> other.params().get("work").equals(row.params().get("work")))
              .mapToDouble(Measurement::score)
              .max()
              .orElse(1);
      double share = row.score() / fastest;
      chart.bar(row.params().get("work"), row.params().get("library"), share, Text.number(share));
    }
    return chart;
  }

  /** The rows with those of one work together. */
  private static List<Measurement> inTurn(List<Measurement> rows, String param) {
    List<String> works = rows.stream().map(row -> row.params().get(param)).distinct().toList();
    return works.stream()
        .flatMap(work -> rows.stream().filter(row -> row.params().get(param).equals(work)))
        .toList();
  }

  private static Roofline roofline(List<Measurement> rows, Limits limits) {
    Roofline roofline = new Roofline(limits.peak("all") / 1e9);
    if (Double.isNaN(limits.peak("all"))) {
      return roofline;
    }
    for (int kibibytes : new int[] {256, Limits.LARGE}) {
      double bandwidth = limits.bandwidth(kibibytes) / 1e9;
      if (!Double.isNaN(bandwidth)) {
        roofline.slope(bandwidth, kibibytes == 256 ? "caches" : "memory");
      }
    }
    rows.stream()
        .filter(row -> row.flop() > 0 && row.bytes() > 0 && row.threads().equals("all"))
        .filter(row -> !row.params().containsKey("library"))
        .forEach(row ->
            roofline.point(
                row.flop() / row.bytes(), row.flop() / 1e9, row.group() + " " + row.label()));
    return roofline;
  }
}
