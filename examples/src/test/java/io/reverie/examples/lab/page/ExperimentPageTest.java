package io.reverie.examples.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.examples.lab.Made;
import io.reverie.examples.lab.Outcome;
import io.reverie.examples.lab.Results;
import io.reverie.examples.lab.Runner;
import io.reverie.examples.lab.Store;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Pages are well-formed, say the rule and its verdict, and the index leads to them. */
class ExperimentPageTest {
  @TempDir Path folder;

  @Test
  void aPageOfRealRuns() throws Exception {
    Path file = folder.resolve("X1").resolve(ResultFiles.RUNS);
    var experiment = Made.experiment();
    var runner = new Runner(experiment, Made.clouds(), 0, 5, 2);
    Store store = Store.open(file, runner.settings());
    runner.run(store);
    var results = new Results(experiment, "clouds", false, store.outcomes());
    ResultFiles.write(folder.resolve("X1"), results, "run X1");

    String html = Files.readString(folder.resolve("X1/index.html"));
    parse(html);
    assertThat(html)
        .contains("A claim &amp; its source", "accuracy of twice − accuracy of once &gt; 0")
        .contains("The ledgers do not agree within 1 %", "run X1", "<svg")
        .doesNotContain("<script", "NaN", "Infinity");
    List<String> rows = Files.readAllLines(folder.resolve("X1/results.tsv"));
    assertThat(rows).hasSize(11);
    assertThat(rows.getFirst()).startsWith("arm\tseed\taccuracy\tforgetting\tworst_accuracy");
    assertThat(rows.get(1)).startsWith("once\t0\t");

    ResultFiles.index(folder, List.of("X1"));
    String index = Files.readString(folder.resolve("index.html"));
    parse(index);
    assertThat(index).contains("href=\"X1/index.html\"", results.verdict().words());
  }

  /** Pictures of what probes may note, of figures made up. */
  @Test
  void picturesOfWhatWasNoted() throws Exception {
    double[] image = new double[784];
    Map<String, double[][]> series =
        Map.of(
            "pruned@", new double[][] {{0, 0.9}, {0.5, 0.8}},
            "quantised@", new double[][] {{8, 0.9, 0}, {4, 0.9, 0}, {3, 0.8, 0}, {2, 0.1, 1}},
            "landscape@", new double[][] {{1, 2}, {3, 4}},
            "units@", new double[][] {{0, 5, 0.1, 3, 0.8}, {1, 6, 0.2, 2, 0.7}},
            "recalled@", new double[][] {{-0.5, 0.4}, {0.5, 0.6}},
            "days@", new double[][] {{0, 1, 1, 1, 1, 1}, {1, 1, 0.9, 1, 0.8, 0.9}},
            "dream@", new double[][] {image},
            "nearest@", new double[][] {image},
            "labels@", new double[][] {{3, 4, 0.1}});
    List<Outcome> runs = new ArrayList<>();
    for (int seed = 0; seed < 2; seed++) {
      Outcome bare = Made.outcome("once", seed, Map.of("accuracy", 0.5, "gradient_samples", 1e6));
      runs.add(
          new Outcome(
              "once",
              seed,
              "0123",
              "c",
              "h",
              bare.measures(),
              bare.kept(),
              bare.matrix(),
              bare.curve(),
              List.of(),
              series));
      runs.add(Made.outcome("twice", seed, Map.of("accuracy", 0.6, "gradient_samples", 1e6)));
    }
    String html =
        ExperimentPage.of(new Results(Made.experiment(), "clouds", false, runs), "run").html();
    parse(html);
    assertThat(html)
        .contains("Pruning", "Quantising", "Loss landscapes", "Weights and units")
        .contains("Do boundary samples dominate?", "Day by day", "Dreams", "data:image/png")
        .contains("The ledgers agree", "undecided")
        .doesNotContain("NaN", "Infinity");
  }

  private static void parse(String html) throws Exception {
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(null);
    builder.parse(new InputSource(new StringReader(html)));
  }
}
