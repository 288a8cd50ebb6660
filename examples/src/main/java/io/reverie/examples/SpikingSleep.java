package io.reverie.examples;

import io.reverie.data.Dataset;
import io.reverie.examples.data.FashionMnist;
import io.reverie.examples.spiking.Arm;
import io.reverie.examples.spiking.Figures;
import io.reverie.examples.spiking.Outcome;
import io.reverie.examples.spiking.World;
import io.reverie.tensor.Compute;
import io.reverie.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Sleep replay consolidation on Fashion-MNIST, beside the published figures: Tadros et al., Nat.
 * Commun. 13:7742, 2022.
 *
 * <p>Writes {@code src-fashion.tsv} and {@code src-fashion.json}; {@code --arms} names the controls
 * as well.
 */
@Command(
    name = "SpikingSleep",
    description = "Repeats the published spiking sleep on Fashion-MNIST, with controls.",
    sortOptions = false)
public final class SpikingSleep implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--seeds",
      defaultValue = "5",
      paramLabel = "N",
      description = "How many seeds (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--first-seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "The first of them (${DEFAULT-VALUE}); 0 to 9 are for figures to report.")
  private int firstSeed;

  @Option(
      names = "--arms",
      split = ",",
      defaultValue = "sequential,src,src_rehearsal,joint",
      paramLabel = "NAME",
      description = "Which arms, of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private List<Arm> arms = List.of();

  @Option(
      names = "--images",
      defaultValue = "5000",
      paramLabel = "N",
      description = "Images a task to learn from (${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--hidden",
      defaultValue = "1200",
      paramLabel = "N",
      description = "Neurons of each hidden layer (${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--epochs",
      defaultValue = "2",
      paramLabel = "N",
      description = "Passes over each task's images (${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--night",
      defaultValue = "1",
      paramLabel = "SHARE",
      description = "Share of the published nights' steps (${DEFAULT-VALUE}).")
  private double night;

  @Option(
      names = "--name",
      defaultValue = "src-fashion",
      paramLabel = "NAME",
      description = "What the files are called (${DEFAULT-VALUE}).")
  private String name = "";

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where Fashion-MNIST's four files are (found or fetched otherwise).")
  private Path data;

  @Option(
      names = "--out",
      defaultValue = "target/reports/spiking-sleep",
      paramLabel = "FOLDER",
      description = "Where the files go (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seeds < 1 || images < 1 || hidden < 1 || epochs < 1 || !(night >= 0 && night <= 100)) {
      throw new ParameterException(
          spec.commandLine(),
          "--seeds %d --images %d --hidden %d --epochs %d: at least 1 is needed; --night %s: 0 to 100"
              .formatted(seeds, images, hidden, epochs, night));
    }
    List<Arm> chosen = arms.stream().distinct().sorted().toList();
    Files.createDirectories(out);
    FashionMnist fashion = FashionMnist.load(data);
    System.out.println(fashion.source());
    System.out.println(Compute.describe());
    int pixels = World.SIDE * World.SIDE;
    Dataset train = Dataset.ofImages(fashion.trainImages(), fashion.trainLabels()).reshape(pixels);
    Dataset test = Dataset.ofImages(fashion.testImages(), fashion.testLabels()).reshape(pixels);
    List<Outcome> outcomes =
        run(chosen, World.of(train, test, images), fashion.source().toString());
    System.out.println();
    System.out.println(Figures.table(outcomes));
    System.out.println("figures: " + out.resolve(name + ".tsv").toAbsolutePath().normalize());
    return 0;
  }

  /** The command that makes these figures again. */
  private String command(List<Arm> chosen) {
    String names =
        chosen.stream()
            .map(arm -> arm.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    return "mvn -q -Pdemo -Dexample=SpikingSleep -Dexample.args=\"--seeds %d --first-seed %d"
            .formatted(seeds, firstSeed)
        + " --images %d --hidden %d --epochs %d --night %s --arms %s --name %s\""
            .formatted(images, hidden, epochs, night, names, name);
  }

  /**
   * Runs every arm with every seed, as many at a time as there are processors. The files hold what
   * is done so far.
   */
  private List<Outcome> run(List<Arm> chosen, World world, String source)
      throws IOException, InterruptedException {
    Outcome.Size size = new Outcome.Size(hidden, epochs, night);
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    // Arms that learn the same are had from one training.
    Map<Arm, List<Arm>> trainings =
        chosen.stream()
            .collect(Collectors.groupingBy(Arm::learnsAs, TreeMap::new, Collectors.toList()));
    long batches =
        seeds
            * trainings.keySet().stream().mapToLong(arm -> Outcome.batches(arm, world, size)).sum();
    try (var progress = Progress.of("learning", batches)) {
      List<Future<List<Outcome>>> futures = new ArrayList<>();
      trainings.forEach((learned, asked) -> {
        for (int s = 0; s < seeds; s++) {
          int seed = firstSeed + s;
          String note = learned.title() + ", seed " + seed;
          futures.add(
              workers.submit(
                  () -> Outcome.of(asked, seed, world, size, () -> progress.advance(1, note))));
        }
      });
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<List<Outcome>> future : futures) {
        outcomes.addAll(future.get());
        outcomes.sort(Comparator.comparing(Outcome::arm).thenComparing(Outcome::seed));
        Figures.write(out, name, source, command(chosen), outcomes);
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }
}
