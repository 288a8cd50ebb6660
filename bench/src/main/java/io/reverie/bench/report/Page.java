package io.reverie.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The report as Markdown.
 *
 * @param host what was measured on, by name
 * @param measured what was measured
 * @param pictures the pictures' file names
 */
record Page(SequencedMap<String, String> host, Measured measured, List<String> pictures) {

  /** The page; pictures are looked for in this folder. */
  String markdown(String folder) {
    StringBuilder page = new StringBuilder();
    host.forEach(
        (key, value) -> page.append("- ").append(key).append(": ").append(value).append('\n'));
    page.append('\n');
    goals(page);
    peers(page, folder);
    chip(page, folder);
    methods(page, folder, "Scaling", "Threads", "scaling.svg");
    methods(page, folder, "Width", "Vector widths", "widths.svg");
    libraries(page, folder);
    printed(
        page,
        "First steps in a fresh JVM, and a warm one",
        "A warm step allocates what it does on all threads; the last column says for how long the "
            + "JVM's compilers worked while that was measured.",
        measured.firstSteps());
    printed(
        page,
        "From the start of the JVM to the end of the first step",
        "784-100-10, batch 10; medians, smallest and largest of rounds in turn; plain and with an "
            + "AOT cache.",
        measured.startUp());
    memory(page);
    return page.toString();
  }

  private void picture(StringBuilder page, String folder, String name) {
    if (pictures.contains(name)) {
      page.append("![").append(name).append("](").append(folder).append('/').append(name);
      page.append(")\n\n");
    }
  }

  private static void row(StringBuilder page, List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void head(StringBuilder page, String title, List<String> columns) {
    page.append("### ").append(title).append("\n\n");
    row(page, columns);
    String rest = "|---:".repeat(columns.size() - 1);
    page.append("|---").append(rest).append("|\n");
  }

  /** What was to be reached, a line a group: how many of it were, and the others with figures. */
  private void goals(StringBuilder page) {
    SequencedMap<String, List<Goal>> groups = new LinkedHashMap<>();
    for (Goal goal : Goal.of(measured)) {
      groups.computeIfAbsent(goal.group(), _ -> new ArrayList<>()).add(goal);
    }
    if (groups.isEmpty()) {
      return;
    }
    page.append("### Targets\n\n");
    row(page, List.of("what", "to reach", "reached", "missed"));
    page.append("|---|---|---|---|\n");
    groups.forEach((group, goals) ->
        row(
            page,
            List.of(group, goals.getFirst().reach(), items(goals, true), items(goals, false))));
    page.append('\n');
  }

  private static String items(List<Goal> goals, boolean reached) {
    List<Goal> chosen = goals.stream().filter(goal -> goal.reached() == reached).toList();
    String items =
        chosen.stream()
            .map(goal -> goal.item() + " **" + goal.measured() + "**")
            .collect(Collectors.joining(", "));
    return chosen.isEmpty() ? "none" : chosen.size() + " of " + goals.size() + ": " + items;
  }

  /** A table as the program printed it, with its remarks. */
  private static void printed(StringBuilder page, String title, String about, Table table) {
    if (table.rows().isEmpty()) {
      return;
    }
    head(page, title, table.columns());
    for (Row row : table.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.name()));
      for (double number : row.numbers()) {
        cells.add(Text.number(number));
      }
      row(page, cells);
    }
    page.append('\n').append(about).append('\n');
    table.remarks().forEach(remark -> page.append("\n- ").append(remark));
    page.append(table.remarks().isEmpty() ? "\n" : "\n\n");
  }

  private void memory(StringBuilder page) {
    measured
        .memory()
        .forEach((peer, list) -> {
          head(
              page,
              "Memory of a process beside " + peer,
              List.of("workload", "ours, MB", "theirs, MB", "ours / theirs"));
          for (Comparison row : list) {
            row(
                page,
                List.of(
                    row.workload(),
                    Text.number(row.ours()),
                    Text.number(row.peer()),
                    "**" + Text.number(row.ratio()) + "**"));
          }
          page.append('\n');
        });
  }

  private void peers(StringBuilder page, String folder) {
    for (Map.Entry<String, List<Comparison>> peer : measured.times().entrySet()) {
      head(
          page,
          "Beside " + peer.getKey(),
          List.of("workload", "ours, ms", "theirs, ms", "ours / theirs", "rounds", "to reach", ""));
      for (Comparison row : peer.getValue()) {
        Optional<Target> target = Target.of(row.workload());
        row(
            page,
            List.of(
                row.workload(),
                Text.number(row.ours()),
                Text.number(row.peer()),
                "**" + Text.number(row.ratio()) + "**",
                row.spread(),
                target.map(it -> "≤ " + it.ratio()).orElse(""),
                target.map(it -> row.ratio() <= it.ratio() ? "reached" : "missed").orElse("")));
      }
      page.append('\n');
    }
    picture(page, folder, "ratios.svg");
  }

  /** What was counted in operations, or else in bytes, beside the limit of the chip. */
  private void chip(StringBuilder page, String folder) {
    List<String> other = List.of("Scaling", "Width");
    List<Measurement> chosen =
        measured.rows().stream()
            .filter(row -> !other.contains(row.group()) && !row.params().containsKey("library"))
            .toList();
    if (chosen.isEmpty()) {
      return;
    }
    head(
        page,
        "Beside the chip",
        List.of("benchmark", "threads", "speed", "±", "share of the limit", "KB allocated"));
    Limits limits = new Limits(measured.rows());
    for (Measurement row : chosen) {
      row(
          page,
          List.of(
              row.group().toLowerCase(Locale.ROOT) + " " + withoutThreads(row),
              row.method().equals("oneCore") ? "1" : row.threads(),
              speed(row),
              Text.percent(row.spread()),
              share(row, limits),
              Double.isNaN(row.allocated()) ? "–" : Text.number(row.allocated() / 1000)));
    }
    page.append('\n');
    picture(page, folder, "roofline.svg");
    picture(page, folder, "gemm.svg");
  }

  private static String withoutThreads(Measurement row) {
    List<String> words = new ArrayList<>(Arrays.asList(row.label().split(", ")));
    words.remove(row.threads());
    return String.join(", ", words);
  }

  private static String speed(Measurement row) {
    if (row.flop() > 0) {
      return Text.number(row.flop() / 1e9) + " GFLOP/s";
    }
    return row.bytes() > 0
        ? Text.number(row.bytes() / 1e9) + " GB/s"
        : Text.number(row.score()) + " a second";
  }

  private static String share(Measurement row, Limits limits) {
    if (row.group().equals("Peak") || row.group().equals("Memory")) {
      return "";
    }
    if (row.flop() > 0) {
      return Text.percent(row.flop() / limits.peak(row.threads()));
    }
    double speed =
        switch (row.group()) {
          case "Large" -> limits.copy(Limits.LARGE);
          case "Replay" -> limits.bandwidth(Limits.LARGE);
          default -> limits.bandwidth(4096);
        };
    return Text.percent(row.bytes() / speed);
  }

  /** The methods of a group side by side, work by work, in runs a second over the slowest. */
  private void methods(
      StringBuilder page, String folder, String group, String title, String picture) {
    List<Measurement> chosen =
        measured.rows().stream().filter(row -> row.group().equals(group)).toList();
    if (chosen.isEmpty()) {
      return;
    }
    List<String> methods =
        new ArrayList<>(new TreeSet<>(chosen.stream().map(Page::column).toList()));
    table(page, title, "work", methods, chosen, Page::column);
    picture(page, folder, picture);
  }

  private static String column(Measurement row) {
    return row.threads().equals("all") ? row.method() : row.method() + " " + row.threads();
  }

  private void libraries(StringBuilder page, String folder) {
    List<Measurement> chosen =
        measured.rows().stream().filter(row -> row.params().containsKey("library")).toList();
    if (chosen.isEmpty()) {
      return;
    }
    List<String> libraries =
        chosen.stream().map(row -> row.params().get("library")).distinct().toList();
    table(
        page,
        "Beside other libraries",
        "work",
        libraries,
        chosen,
        row -> row.params().get("library"));
    picture(page, folder, "peers.svg");
  }

  /** One line a work, one column a way: milliseconds a run. */
  private static void table(
      StringBuilder page,
      String title,
      String param,
      List<String> columns,
      List<Measurement> rows,
      Function<Measurement, String> column) {
    List<String> names = new ArrayList<>(columns);
    names.addFirst("ms a run");
    head(page, title, names);
    for (String work : rows.stream().map(row -> row.params().get(param)).distinct().toList()) {
      List<String> cells = new ArrayList<>(List.of(work));
      for (String name : columns) {
        cells.add(
            rows.stream()
                .filter(row -> row.params().get(param).equals(work))
                .filter(row -> column.apply(row).equals(name))
                .map(row -> Text.number(1000 / row.score()))
                .findFirst()
                .orElse("–"));
      }
      row(page, cells);
    }
    page.append('\n');
  }
}
