package io.reverie.examples;

import io.reverie.data.Dataset;
import io.reverie.examples.data.FashionMnist;
import io.reverie.examples.split.Method;
import io.reverie.examples.split.Report;
import io.reverie.examples.split.ResultFiles;
import io.reverie.examples.split.Run;
import io.reverie.examples.split.Setting;
import io.reverie.examples.split.Summary;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.tensor.Compute;
import io.reverie.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The main job: seven methods learn Fashion-MNIST two classes at a time, and one of them sleeps.
 *
 * <p>Five tasks of two classes in label order, every test asks among all ten, one pass over the
 * data in batches of ten. Writes {@code index.html}, {@code results.tsv}, {@code config.json} and
 * {@code result.svg}.
 */
@Command(
    name = "SplitFashion",
    description = "Learns Fashion-MNIST two classes at a time, with and without sleep.",
    sortOptions = false)
public final class SplitFashion implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Seeds 0 to N-1 (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--buffer",
      defaultValue = "200",
      paramLabel = "N",
      description = "Samples that a memory holds (${DEFAULT-VALUE}).")
  private int buffer;

  @Option(
      names = "--epochs",
      defaultValue = "1",
      paramLabel = "N",
      description = "Passes over each task's data (${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--methods",
      split = ",",
      defaultValue = "finetune,ewc,er,derpp,derpp_equal,sleep,joint",
      paramLabel = "NAME",
      description = "Which methods, of ${COMPLETION-CANDIDATES} (all).")
  private List<Method> methods = List.of();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where Fashion-MNIST's four files are (found or fetched otherwise).")
  private Path data;

  @Option(
      names = "--out",
      defaultValue = "target/reports/split-fashion",
      paramLabel = "FOLDER",
      description = "Where the report goes (${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Needed.atLeastOne(spec, "--seeds", seeds);
    Needed.atLeastOne(spec, "--buffer", buffer);
    Needed.atLeastOne(spec, "--epochs", epochs);
    List<Method> chosen = methods.stream().distinct().sorted().toList();
    // Before the work, not after it: a folder that cannot be written to should be known at once.
    Files.createDirectories(out);

    FashionMnist fashion = FashionMnist.load(data);
    System.out.println(fashion.source());
    System.out.println(Compute.describe());
    Setting setting = Setting.of(fashion.source().toString(), chosen, seeds, buffer, epochs);
    List<Run> runs = run(chosen, fashion);
    List<Summary> summaries = new ArrayList<>();
    for (Method method : chosen) {
      summaries.add(
          new Summary(method, runs.stream().filter(run -> run.method() == method).toList()));
    }
    System.out.println();
    System.out.println(Summary.table(summaries));
    ResultFiles.write(out, setting, runs);
    Path page = out.resolve("index.html");
    Report.of(setting, summaries).write(page);
    Files.writeString(out.resolve("result.svg"), Report.bars(summaries).file());
    System.out.println("report: " + page.toAbsolutePath().normalize());
    return 0;
  }

  /** Runs every method with every seed, as many at a time as there are processors. */
  private List<Run> run(List<Method> chosen, FashionMnist fashion) throws InterruptedException {
    int pixels = Method.SIDE * Method.SIDE;
    Dataset train = Dataset.ofImages(fashion.trainImages(), fashion.trainLabels()).reshape(pixels);
    Dataset test = Dataset.ofImages(fashion.testImages(), fashion.testLabels()).reshape(pixels);
    Trial.Glances glances = new Trial.Glances(5, 200);
    Trial split = new Trial(Scenario.split(train, test, 2), epochs, 10, glances);
    Trial joint = new Trial(split.scenario().joint(train), epochs, 10, glances);
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    long batches = chosen.size() * seeds * split.batches();
    try (var progress = Progress.of("learning", batches)) {
      List<Future<Run>> futures = new ArrayList<>();
      for (int seed = 0; seed < seeds; seed++) {
        for (Method method : chosen) {
          Trial trial = method.joint() ? joint : split;
          int number = seed;
          futures.add(
              workers.submit(() ->
                  Run.of(
                      method,
                      number,
                      buffer,
                      trial,
                      () -> progress.advance(1, method.title() + ", seed " + number))));
        }
      }
      List<Run> runs = new ArrayList<>();
      for (Future<Run> future : futures) {
        runs.add(future.get());
      }
      return runs;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run failed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }
}
