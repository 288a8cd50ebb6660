package io.reverie.examples;

import io.reverie.data.Dataset;
import io.reverie.examples.data.FashionMnist;
import io.reverie.examples.split.Arm;
import io.reverie.examples.split.Mammoth;
import io.reverie.examples.split.Rivals;
import io.reverie.examples.split.Tally;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Task;
import io.reverie.sleep.strategy.Strategy;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Are the rivals right? Runs them as the library Mammoth was run, and shows both figures.
 *
 * <p>Fashion-MNIST, two classes at a time, one pass, batches of ten. Accuracy is asked among all
 * classes, task accuracy among the two of the task.
 */
@Command(
    name = "RivalsCheck",
    description = "Compares the rivals' accuracy with that of the library Mammoth.",
    sortOptions = false)
public final class RivalsCheck implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Seeds 0 to N-1 (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--buffers",
      split = ",",
      defaultValue = "200,500",
      paramLabel = "N",
      description = "Samples that a memory holds (${DEFAULT-VALUE}).")
  private List<Integer> buffers = List.of();

  @Option(names = "--arms", split = ",", paramLabel = "NAME", description = "Which arms (all).")
  private List<String> arms = List.of();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where Fashion-MNIST's four files are (found or fetched otherwise).")
  private Path data;

  @Option(
      names = "--out",
      defaultValue = "target/rivals.tsv",
      paramLabel = "FILE",
      description = "Where the table goes (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    List<Arm> chosen = chosen();
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FashionMnist fashion = FashionMnist.load(data);
    System.out.println(fashion.source());
    Dataset train = Dataset.ofImages(fashion.trainImages(), fashion.trainLabels()).reshape(784);
    Dataset test = Dataset.ofImages(fashion.testImages(), fashion.testLabels()).reshape(784);
    Scenario split = Scenario.split(train, test, 2);
    List<Tally> rows = new ArrayList<>();
    System.out.println(Tally.HEAD);
    for (Arm arm : chosen) {
      // Arms without a memory have one figure for all sizes.
      boolean sizeless = Mammoth.of(arm.name(), 0).isPresent();
      for (int buffer : sizeless ? List.of(0) : buffers) {
        Tally row = new Tally(arm, buffer, runs(arm, Math.max(1, buffer), split, train));
        rows.add(row);
        System.out.println(row.line());
      }
      advise(arm, split);
    }
    Files.writeString(out, Tally.table(rows));
    System.out.println("table: " + out.toAbsolutePath().normalize());
    return 0;
  }

  private List<Arm> chosen() {
    if (seeds < 1 || buffers.stream().anyMatch(buffer -> buffer < 10)) {
      throw new ParameterException(
          spec.commandLine(),
          "--seeds %d --buffers %s: at least 1 seed and 10 samples are needed"
              .formatted(seeds, buffers));
    }
    List<Arm> all = Rivals.reference();
    List<String> names = all.stream().map(Arm::name).toList();
    for (String name : arms) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(), "--arms %s: there are %s".formatted(name, names));
      }
    }
    return all.stream().filter(arm -> arms.isEmpty() || arms.contains(arm.name())).toList();
  }

  private List<Tally.Run> runs(Arm arm, int buffer, Scenario split, Dataset train) {
    List<Tally.Run> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      Rng rng = Rng.of(seed);
      try (var compute = Compute.threads(1)) {
        runs.add(compute.call(() -> run(arm, buffer, split, train, rng)));
      }
    }
    return runs;
  }

  private static Tally.Run run(Arm arm, int buffer, Scenario split, Dataset train, Rng rng) {
    // Each test twice: among all classes, and told the task.
    List<Task> tests = new ArrayList<>(split.tests());
    tests.addAll(split.taskIncremental().tests());
    Scenario stream = arm.joint() ? split.joint(train) : split;
    var both = new Scenario(stream.name(), stream.stream(), tests, stream.classes());
    Strategy strategy = arm.strategy(both, buffer, rng);
    Trial.Result result =
        new Trial(both, 1, 10, Trial.Glances.NONE).run(strategy, rng.split("order"), _ -> {});
    double[] end = result.accuracy().row(result.accuracy().rows() - 1);
    int tasks = split.tests().size();
    double all = 0;
    double told = 0;
    for (int i = 0; i < tasks; i++) {
      all += 100 * end[i] / tasks;
      told += 100 * end[tasks + i] / tasks;
    }
    double forgetting = 100 * result.accuracy().forgetting();
    return new Tally.Run(all, forgetting, told, result.ledger());
  }

  private static void advise(Arm arm, Scenario split) {
    String advice = arm.strategy(split, 10, Rng.of(0)).advice();
    Optional.of(advice).filter(a -> !a.isEmpty()).ifPresent(a -> System.out.println("  " + a));
  }
}
