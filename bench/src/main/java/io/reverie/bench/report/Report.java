package io.reverie.bench.report;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Writes down what was measured: into a folder the host, the raw numbers, ratios and pictures, and
 * into a README the tables, between two markers.
 *
 * <p>Takes JMH's result files and what {@code compare.py}, {@code PeakMemory}, {@code FirstSteps}
 * and {@code StartUp} printed; any may be missing.
 */
public final class Report {
  static final String BEGIN = "<!-- measured: begin -->";
  static final String END = "<!-- measured: end -->";

  private static final String HELP =
      """
      usage: java io.reverie.bench.report.Report [options]

        --jmh FILE            a result of JMH (-rf json); several are put together
        --compare PEER=FILE   what compare.py printed, such as "PyTorch 2.13, eager=eager.txt"
        --memory PEER=FILE    what PeakMemory printed
        --first-steps FILE    what FirstSteps printed
        --start-up FILE       what StartUp printed
        --note KEY=TEXT       one more line about the machine or the peer
        --notes FILE          several of them, one a line
        --out FOLDER          where numbers and pictures go (results)
        --readme FILE         the page whose tables are written anew (README.md)
      """;

  private final List<Path> jmh = new ArrayList<>();
  private final SequencedMap<String, Path> compares = new LinkedHashMap<>();
  private final SequencedMap<String, Path> memories = new LinkedHashMap<>();
  private final SequencedMap<String, String> notes = new LinkedHashMap<>();
  private Table firstSteps = Table.NONE;
  private Table startUp = Table.NONE;
  private Path out = Path.of("results");
  private Path readme = Path.of("README.md");

  private Report() {}

  /** Does what the arguments say; exits with 2 where they make no sense. */
  public static void main(String... args) {
    try {
      run(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(HELP);
      System.exit(2);
    } catch (NoSuchFileException e) {
      System.err.println(Path.of(e.getFile()).toAbsolutePath() + ": there is no such file");
      System.exit(2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(String... args) throws IOException {
    Report report = new Report();
    if (args.length % 2 != 0 || args.length == 0) {
      throw new IllegalArgumentException("each option needs a value, and there must be one");
    }
    for (int i = 0; i < args.length; i += 2) {
      report.set(args[i], args[i + 1]);
    }
    report.write();
  }

  private void set(String option, String value) throws IOException {
    switch (option) {
      case "--jmh" -> jmh.add(Path.of(value));
      case "--first-steps" -> firstSteps = Table.read(Path.of(value));
      case "--start-up" -> startUp = Table.read(Path.of(value));
      case "--out" -> out = Path.of(value);
      case "--readme" -> readme = Path.of(value);
      case "--notes" -> {
        for (String note : Files.readAllLines(Path.of(value))) {
          set("--note", note);
        }
      }
      case "--compare", "--memory", "--note" -> {
        int equals = value.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException(option + " " + value + ": NAME=… is needed");
        }
        String name = value.substring(0, equals);
        String rest = value.substring(equals + 1);
        switch (option) {
          case "--note" -> notes.put(name, rest);
          case "--memory" -> memories.put(name, Path.of(rest));
          default -> compares.put(name, Path.of(rest));
        }
      }
      default -> throw new IllegalArgumentException(option + ": no such option");
    }
  }

  private void write() throws IOException {
    String page = Files.readString(readme);
    requireMarkers(page);
    JsonArray raw = new JsonArray();
    List<Measurement> rows = new ArrayList<>();
    for (Path file : jmh) {
      raw.addAll(Measurement.rows(file));
      rows.addAll(Measurement.read(file));
    }
    Measured measured = new Measured(rows, read(compares), read(memories), firstSteps, startUp);
    SequencedMap<String, String> host = Host.describe();
    if (!raw.isEmpty()) {
      host.put("flags of the JMH runs", flags(raw));
    }
    host.putAll(notes);
    SequencedMap<String, Svg> pictures = Pictures.of(rows, measured.times());

    Files.createDirectories(out);
    Files.writeString(out.resolve("host.json"), json(host));
    Files.writeString(out.resolve("jmh.json"), lines(raw));
    Files.writeString(out.resolve("ratios.tsv"), ratios("ms", measured.times()));
    if (!measured.memory().isEmpty()) {
      Files.writeString(out.resolve("memory.tsv"), ratios("MB", measured.memory()));
    }
    write("first-steps.tsv", firstSteps);
    write("start-up.tsv", startUp);
    for (var picture : pictures.entrySet()) {
      Files.writeString(out.resolve(picture.getKey()), picture.getValue().toString());
    }
    Path folder = readme.toAbsolutePath().getParent().relativize(out.toAbsolutePath());
    Page tables = new Page(host, measured, List.copyOf(pictures.keySet()));
    String links = folder.toString().replace('\\', '/');
    Files.writeString(readme, replaced(page, tables.markdown(links)));
    System.out.println("results: " + out.toAbsolutePath().normalize());
  }

  private void write(String name, Table table) throws IOException {
    if (!table.rows().isEmpty()) {
      Files.writeString(out.resolve(name), table.tsv());
    }
  }

  private static SequencedMap<String, List<Comparison>> read(SequencedMap<String, Path> files)
      throws IOException {
    SequencedMap<String, List<Comparison>> comparisons = new LinkedHashMap<>();
    for (var file : files.entrySet()) {
      comparisons.put(file.getKey(), Comparison.read(file.getValue()));
    }
    return comparisons;
  }

  /** The distinct flags with which JMH started its JVMs; those of single benchmarks among them. */
  private static String flags(JsonArray raw) {
    TreeSet<String> flags = new TreeSet<>();
    raw.forEach(row -> {
      List<String> words = new ArrayList<>();
      row.getAsJsonObject().getAsJsonArray("jvmArgs").forEach(it -> words.add(it.getAsString()));
      flags.add(words.isEmpty() ? "none" : String.join(" ", words));
    });
    return String.join("; ", flags);
  }

  private static String json(Object object) {
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(object)
        + "\n";
  }

  /**
   * JMH's rows, one a line, without percentiles, which are made of the same few numbers, and
   * without where Java lies on this machine; which one it is stands among the host's facts.
   */
  private static String lines(JsonArray raw) {
    StringJoiner lines = new StringJoiner(",\n", "[\n", "\n]\n");
    for (JsonElement row : raw) {
      JsonObject secondary = row.getAsJsonObject().getAsJsonObject("secondaryMetrics");
      row.getAsJsonObject().remove("jvm");
      row.getAsJsonObject().getAsJsonObject("primaryMetric").remove("scorePercentiles");
      secondary.keySet().forEach(key -> secondary.getAsJsonObject(key).remove("scorePercentiles"));
      lines.add(row.toString());
    }
    return lines.toString();
  }

  private static String ratios(String unit, SequencedMap<String, List<Comparison>> comparisons) {
    StringBuilder text =
        new StringBuilder(
            "peer\tworkload\tours %s\tpeer %s\tratio\trounds\n".formatted(unit, unit));
    comparisons.forEach((peer, list) -> {
      for (Comparison row : list) {
        List<String> rounds = new ArrayList<>();
        for (double round : row.rounds()) {
          rounds.add(String.valueOf(round));
        }
        text.append(peer).append('\t').append(row.workload()).append('\t');
        text.append(row.ours()).append('\t').append(row.peer()).append('\t');
        text.append(row.ratio()).append('\t').append(String.join(" ", rounds)).append('\n');
      }
    });
    return text.toString();
  }

  private void requireMarkers(String page) {
    int begin = page.indexOf(BEGIN);
    if (begin < 0 || page.indexOf(END) < begin) {
      throw new IllegalArgumentException(
          readme + " lacks the lines " + BEGIN + " and " + END + ": the tables go between them");
    }
  }

  static String replaced(String page, String tables) {
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    return before + "\n" + tables.strip() + "\n" + page.substring(page.indexOf(END));
  }
}
