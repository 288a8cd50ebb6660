package io.reverie.examples;

import io.reverie.data.Dataset;
import io.reverie.examples.data.FashionMnist;
import io.reverie.examples.lab.Experiment;
import io.reverie.examples.lab.Payment;
import io.reverie.examples.lab.Results;
import io.reverie.examples.lab.Runner;
import io.reverie.examples.lab.Store;
import io.reverie.examples.lab.World;
import io.reverie.examples.lab.catalog.Catalog;
import io.reverie.examples.lab.page.ResultFiles;
import io.reverie.tensor.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The laboratory: runs experiments by their names, goes on where it was interrupted, and writes a
 * page each.
 */
@Command(
    name = "Experiment",
    description = "Runs the experiments E1 to E16, the ablation and the architectures.",
    sortOptions = false)
public final class RunExperiment implements Callable<Integer> {
  /** Seeds from here on are for trying; those below 10 are for results. */
  private static final long TRYING = 100;

  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Which experiments: names from --list, or all.")
  private List<String> ids = List.of();

  @Option(names = "--list", description = "Lists the experiments and does nothing.")
  private boolean list;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds (the experiment's own number).")
  private int seeds;

  @Option(
      names = "--from",
      defaultValue = "0",
      paramLabel = "SEED",
      description = "The first seed (${DEFAULT-VALUE}); 100 and up are for trying.")
  private long from;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Runs at a time, each on one thread (one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quick", description = "Two seeds from 100 on little data: to try, no result.")
  private boolean quick;

  @Option(
      names = "--fresh",
      description = "Puts earlier runs aside, as where the experiment has changed.")
  private boolean fresh;

  @Option(names = "--publish", description = "Copies tables and pages to results/experiments.")
  private boolean publish;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where Fashion-MNIST's four files are (found or fetched otherwise).")
  private Path data;

  @Option(
      names = "--out",
      defaultValue = "target/reports/experiments",
      paramLabel = "FOLDER",
      description = "Where runs and reports go (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      Catalog.all().forEach(RunExperiment::print);
      return 0;
    }
    requireAtLeastOne("--threads", threads);
    if (spec.commandLine().getParseResult().hasMatchedOption("--seeds")) {
      requireAtLeastOne("--seeds", seeds);
    }
    List<Experiment> wanted = wanted();
    World.Data images = images();
    System.out.println(images.source());
    System.out.println(Compute.describe());
    for (Experiment experiment : wanted) {
      run(experiment, images);
    }
    Path folder = quick ? out.resolve("quick") : out;
    ResultFiles.index(folder, Catalog.all().stream().map(Experiment::id).toList());
    System.out.println("all: " + folder.resolve("index.html").toAbsolutePath().normalize());
    return 0;
  }

  private static void print(Experiment experiment) {
    System.out.printf(
        "%-10s %s%n           %s%n",
        experiment.id(),
        experiment.title(),
        "%d arms, %d seeds; holds if %s"
            .formatted(
                experiment.design().arms().size(),
                experiment.design().seeds(),
                experiment.rule().text()));
  }

  private List<Experiment> wanted() {
    if (ids.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "which experiment? --list shows them");
    }
    try {
      return ids.stream().flatMap(id -> Catalog.named(id).stream()).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": at least 1 is needed");
    }
  }

  private World.Data images() throws IOException {
    FashionMnist fashion = FashionMnist.load(data);
    Dataset train = Dataset.ofImages(fashion.trainImages(), fashion.trainLabels());
    Dataset test = Dataset.ofImages(fashion.testImages(), fashion.testLabels());
    int pixels = train.sample().size();
    var all =
        new World.Data(train.reshape(pixels), test.reshape(pixels), fashion.source().toString());
    return quick ? all.perClass(200, 50) : all;
  }

  private void run(Experiment experiment, World.Data images)
      throws IOException, InterruptedException {
    int number = seeds > 0 ? seeds : quick ? 2 : experiment.design().seeds();
    long first = quick && from == 0 ? TRYING : from;
    Path folder = (quick ? out.resolve("quick") : out).resolve(experiment.id());
    Path runs = folder.resolve(ResultFiles.RUNS);
    Files.createDirectories(folder);
    if (fresh) {
      Store.putAside(runs);
    }
    System.out.println();
    System.out.println(experiment.id() + ": " + experiment.title());
    System.out.println("holds if " + experiment.rule().text());
    Runner runner = new Runner(experiment, images, first, number, threads);
    Store store = Store.open(runs, runner.settings());
    runner.run(store);
    Results results = new Results(experiment, images.source(), quick, store.outcomes());
    System.out.println(ResultFiles.summary(results));
    Payment.complaints(results).forEach(System.out::println);
    System.out.println("verdict: " + results.verdict().words());
    ResultFiles.write(folder, results, command(experiment, number));
    System.out.println("report: " + folder.resolve("index.html").toAbsolutePath().normalize());
    if (publish && !quick) {
      copy(folder, Path.of("results/experiments").resolve(experiment.id()));
    }
  }

  private String command(Experiment experiment, int number) {
    return "mvn -q -Pdemo -Dexample=Experiment -Dexample.args=\"%s --seeds %d%s\""
        .formatted(experiment.id(), number, quick ? " --quick" : "");
  }

  private static void copy(Path folder, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : ResultFiles.PUBLISHED) {
      Files.copy(folder.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    ResultFiles.index(to.getParent(), Catalog.all().stream().map(Experiment::id).toList());
  }
}
