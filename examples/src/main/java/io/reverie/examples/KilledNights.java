package io.reverie.examples;

import io.reverie.examples.waking.NightOfTwo;
import io.reverie.nn.Layer;
import io.reverie.sleep.Journal;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Kills sleeping programs with SIGKILL at random moments until each has slept its night to the end,
 * and holds the networks that wake against the one of an undisturbed night, bit by bit.
 */
@Command(
    name = "KilledNights",
    description = "Kills nights at random moments; those who wake must have the same bits.")
public final class KilledNights implements Callable<Integer> {
  private static final int NEVER = -1;
  private static final String PAGES = "phase-.*\\.page";

  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  @Option(names = "--kills", defaultValue = "100", description = "In all (${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--most-phases",
      defaultValue = "4",
      description = "Killed after at most so many phases (${DEFAULT-VALUE}).")
  private int mostPhases;

  @Option(
      names = "--most-millis",
      defaultValue = "40",
      description = "And at most so long after the last of them (${DEFAULT-VALUE}).")
  private int mostMillis;

  @Option(names = "--cycles", defaultValue = "8", description = "In a night (${DEFAULT-VALUE}).")
  private int cycles;

  @Option(names = "--steps", defaultValue = "400", description = "In a night (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--seed", defaultValue = "100", description = "The seed (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      defaultValue = "target/reports/waking",
      description = "Where kills.tsv is written (${DEFAULT-VALUE}).")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Needed.atLeastOne(spec, "--kills", kills);
    Needed.atLeastOne(spec, "--most-millis", mostMillis);
    Needed.atLeastOne(spec, "--cycles", cycles);
    Needed.atLeastOne(spec, "--steps", steps);
    Path undisturbed = Files.createTempDirectory("night");
    killed(undisturbed, NEVER, 0);
    Layer expected = woken(undisturbed);
    delete(undisturbed);
    Rng moments = Rng.of(seed).split("moments");
    List<String> rows = new ArrayList<>();
    int nights = 0;
    int torn = 0;
    int different = 0;
    while (rows.size() < kills) {
      Path journal = Files.createTempDirectory("night");
      while (true) {
        int phases = rows.size() < kills ? moments.nextInt(mostPhases + 1) : NEVER;
        int millis = moments.nextInt(mostMillis);
        if (!killed(journal, phases, millis)) {
          break;
        }
        boolean halfWritten = !named(journal, ".*\\.tmp").isEmpty();
        torn += halfWritten ? 1 : 0;
        List<String> pages = named(journal, PAGES);
        rows.add(
            "%d\t%d\t%d\t%d\t%s\t%s"
                .formatted(
                    nights,
                    rows.size(),
                    phases,
                    millis,
                    pages.isEmpty() ? "-" : pages.getLast(),
                    halfWritten ? "yes" : "no"));
      }
      different += same(woken(journal), expected) ? 0 : 1;
      nights++;
      delete(journal);
    }
    String summary =
        String.format(
            Locale.ROOT,
            "%d kills in %d nights, %d of them while a file was being written: %d networks woke"
                + " with other bits than the undisturbed night's",
            rows.size(),
            nights,
            torn,
            different);
    System.out.println(summary);
    Files.createDirectories(out);
    rows.addFirst("night\tkill\tafter_phases\tand_millis\tnewest_page\thalf_written_file");
    rows.addFirst("# " + summary);
    Files.write(out.resolve("kills.tsv"), rows);
    return different == 0 ? 0 : 1;
  }

  private Layer woken(Path journal) throws IOException {
    Layer model = NightOfTwo.model(Rng.of(seed + 1));
    Journal.at(journal).restore(model);
    return model;
  }

  /**
   * Starts the night or goes on with it, and kills it some time after so many more phases; whether
   * that was before it came to its end.
   */
  private boolean killed(Path journal, int phases, int millis)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What starts fast: a hundred programs that live for a moment have no use for good machine
    // code.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NightOfTwo.class.getName());
    for (Object argument : List.of(journal, seed, cycles, steps)) {
      command.add(argument.toString());
    }
    Path errors = journal.resolve("errors");
    Process child = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    if (!"asleep".equals(child.inputReader().readLine())) {
      throw new IOException("the program did not fall asleep: " + Files.readString(errors));
    }
    if (phases != NEVER) {
      List<String> seen = named(journal, PAGES);
      for (int more = 0; more < phases && child.isAlive(); ) {
        List<String> now = named(journal, PAGES);
        more += now.equals(seen) || now.isEmpty() ? 0 : 1;
        seen = now;
        Thread.sleep(1);
      }
      Thread.sleep(millis);
      child.destroyForcibly();
    }
    int code = child.waitFor();
    if (code != 0 && code != 128 + 9) {
      throw new IOException("the program failed: " + Files.readString(errors));
    }
    return code != 0;
  }

  private static boolean same(Layer one, Layer other) {
    for (Map.Entry<String, Tensor> part : one.state().entrySet()) {
      Tensor twin = other.state().get(part.getKey());
      if (twin == null || !Arrays.equals(part.getValue().toArray(), twin.toArray())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> named(Path folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
