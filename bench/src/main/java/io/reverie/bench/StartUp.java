package io.reverie.bench;

import io.reverie.bench.workload.Stopwatch;
import io.reverie.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Times a small program from the start of the JVM to the end of its first training step: on the
 * class path without and with vectors and on the module path, each plain and with an AOT cache.
 *
 * <p>The program is compiled and everything packed into jars in a folder of its own, because a
 * cache is of jars. A cache is made by one run of the program and must be used ({@code
 * -XX:AOTMode=on}); plain starts have the JDK's own archive, as every start has. All take turns.
 */
public final class StartUp {
  private static final String HELP =
      """
      usage: java io.reverie.bench.StartUp [options]

        --rounds N        how often each is started; medians and ranges are printed (7)
        --program FOLDER  sources of the module "first", whose class first.Main prints the time of day
                          after its first step (examples/src/test/projects/first-step)
        --help            print this and end

      Lines that begin with # are what the JDK says against a cache.
      """;

  private static final String PROGRAM = "examples/src/test/projects/first-step";
  private static final String MAIN = "first.Main";

  private final Path folder;
  private final List<Way> ways = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** One row: the arguments of a start, those with a cache too, and how long each start took. */
  private record Way(
      String name, List<String> plain, List<String> cached, long[] plainMillis, long[] millis) {}

  private StartUp(Path folder) {
    this.folder = folder;
  }

  /** Runs what the arguments say; exits with 2 where they make no sense. */
  public static void main(String... args) throws InterruptedException {
    Options.serve(HELP, args, () -> run(System.out, args));
  }

  static void run(PrintStream out, String... args) throws InterruptedException {
    Options options = Options.of(Map.of("--rounds", "7", "--program", PROGRAM), args);
    int rounds = options.count("--rounds");
    Path program = Path.of(options.text("--program"));
    if (!Files.isDirectory(program)) {
      throw new IllegalArgumentException("--program " + program + ": there is no such folder");
    }
    try {
      Path folder = Files.createTempDirectory("start-up");
      try {
        new StartUp(folder).measure(out, program, rounds);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private void measure(PrintStream out, Path program, int rounds)
      throws IOException, InterruptedException {
    Path engine = engine();
    Path classes = folder.resolve("classes");
    List<String> javac = new ArrayList<>(List.of("-d", classes.toString()));
    javac.addAll(List.of("-p", engine.toString()));
    javac.addAll(sources(program));
    tool("javac", javac);
    String path = engine + File.pathSeparator + jar("first.jar", classes);

    add("class path, scalar", rounds, "-cp", path, MAIN);
    add("class path, vectors", rounds, "--add-modules=jdk.incubator.vector", "-cp", path, MAIN);
    add("module path", rounds, "-p", path, "-m", "first/" + MAIN);
    for (int round = 0; round < rounds; round++) {
      for (Way way : ways) {
        way.plainMillis[round] = millis(way.plain);
        if (!way.cached.isEmpty()) {
          way.millis[round] = millis(way.cached);
        }
      }
    }
    String form = "%-44s" + "  %10s".repeat(6) + "%n";
    out.printf(
        form, "start", "plain ms", "smallest", "largest", "cached ms", "smallest", "largest");
    for (Way way : ways) {
      List<String> cells = new ArrayList<>(List.of(way.name));
      cells.addAll(cells(way.plainMillis));
      cells.addAll(way.cached.isEmpty() ? List.of("NaN", "NaN", "NaN") : cells(way.millis));
      out.printf(form, cells.toArray());
    }
    remarks.forEach(remark -> out.println("# " + remark));
  }

  /** The engine's jar, made here where the class path has a folder. */
  private Path engine() throws IOException {
    try {
      Path home = Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(home) ? jar("engine.jar", home) : home;
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private Path jar(String name, Path classes) {
    Path jar = folder.resolve(name);
    tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  /** Runs a tool of the JDK. */
  private static void tool(String name, List<String> args) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    ToolProvider tool =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IllegalStateException(name + ": a whole JDK is needed"));
    if (tool.run(writer, writer, args.toArray(String[]::new)) != 0) {
      throw new IllegalStateException(name + " said: " + said);
    }
  }

  /** One more way to start, with a cache unless the JDK refuses it. */
  private void add(String name, int rounds, String... arguments) throws InterruptedException {
    String cache = folder.resolve(ways.size() + ".aot").toString();
    List<String> plain = List.of(arguments);
    List<String> making = new ArrayList<>(plain);
    making.addFirst("-XX:AOTCacheOutput=" + cache);
    List<String> cached = new ArrayList<>(plain);
    cached.addAll(0, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache));
    millis(plain); // A program that fails by itself is no matter of the cache.
    try {
      Child.linesOfJava(making).stream()
          .filter(line -> line.contains("[error]"))
          .forEach(line -> remarks.add(name + ": " + line.replaceFirst("^\\[[^]]*s]", "")));
      millis(cached);
    } catch (IllegalStateException e) {
      remarks.add(name + ", no cache: " + e.getMessage().replaceAll("\\R", " / "));
      cached.clear();
    }
    ways.add(new Way(name, plain, cached, new long[rounds], new long[rounds]));
  }

  /** Milliseconds from the start of the JVM to the time of day that the program prints. */
  private static long millis(List<String> arguments) throws InterruptedException {
    long start = System.currentTimeMillis();
    try (Child child = Child.java(arguments)) {
      return (long) child.numbers()[0] - start;
    }
  }

  private static List<String> cells(long[] millis) {
    return List.of(
        String.format(Locale.ROOT, "%.0f", Stopwatch.middle(millis)),
        String.valueOf(Arrays.stream(millis).min().orElseThrow()),
        String.valueOf(Arrays.stream(millis).max().orElseThrow()));
  }

  private static List<String> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(it -> it.endsWith(".java")).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
