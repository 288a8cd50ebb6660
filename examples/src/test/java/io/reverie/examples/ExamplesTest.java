package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.reverie.examples.data.FashionMnist;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example runs, on small data, and wrong arguments are answered with what there is. */
class ExamplesTest {
  private static final String SUBSET = "/io/reverie/examples/data/fashion-mnist-subset/";

  @TempDir Path folder;

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void splitFashionWritesItsFiles() throws IOException {
    Path out = folder.resolve("report");
    int code = run("SplitFashion", "--seeds", "2", "--data", subset(), "--out", out.toString());

    assertThat(code).isZero();
    List<String> rows = Files.readAllLines(out.resolve("results.tsv"));
    assertThat(rows.getFirst())
        .isEqualTo("method\tseed\taccuracy\tforgetting\tseconds\tgradient_samples\tbytes");
    assertThat(rows).hasSize(1 + 7 * 2).allMatch(row -> row.split("\t").length == 7);
    assertThat(mean(rows, "Finetune")).isBetween(0.15, 0.25);
    assertThat(mean(rows, "ER")).isGreaterThan(mean(rows, "Finetune") + 0.2);
    assertThat(mean(rows, "Sleep")).isGreaterThan(mean(rows, "Finetune") + 0.2);
    assertThat(mean(rows, "Joint")).isGreaterThan(0.6);
    var config = JsonParser.parseString(Files.readString(out.resolve("config.json")));
    assertThat(config.getAsJsonObject().get("seeds").getAsInt()).isEqualTo(2);
    String page = Files.readString(out.resolve("index.html"));
    assertThat(page).contains("<svg", "N2", "N3", "DER++ equal").doesNotContain("<script", "NaN");
    assertThat(Files.readString(out.resolve("result.svg"))).contains("<svg");
  }

  @Test
  void sameSeedSameFigures() throws IOException {
    for (String name : List.of("a", "b")) {
      run(
          "SplitFashion",
          "--seeds",
          "1",
          "--methods",
          "sleep,derpp",
          "--data",
          subset(),
          "--out",
          folder.resolve(name).toString());
    }
    assertThat(figures("a")).isEqualTo(figures("b"));
  }

  @Test
  void spikingSleepWritesItsFiles() throws IOException {
    Path out = folder.resolve("spikes");
    String small =
        "--seeds 1 --images 100 --hidden 30 --night 0.01 --data " + subset() + " --out " + out;
    assertThat(run(("SpikingSleep --arms src_means,src,aligned " + small).split(" "))).isZero();
    assertThat(output()).contains("published", "41.68", "SRC + nearest mean");
    List<String> rows = Files.readAllLines(out.resolve("src-fashion.tsv"));
    assertThat(rows).hasSize(1 + 3).allMatch(row -> row.split("\t").length == 13);
    assertThat(rows.get(1)).startsWith("SRC\t0\t");
    var config = JsonParser.parseString(Files.readString(out.resolve("src-fashion.json")));
    assertThat(config.getAsJsonObject().get("command").getAsString())
        .contains("-Dexample=SpikingSleep", "--images 100", "src,aligned,src_means");
    assertThat(run("SpikingSleep", "--seeds", "0")).isEqualTo(2);
    assertThat(errors()).contains("--seeds 0", "at least 1");
  }

  /** The columns that are not times. */
  private List<String> figures(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("results.tsv")).stream()
        .map(row -> row.split("\t"))
        .map(row -> row[0] + row[1] + ' ' + row[2] + ' ' + row[3] + ' ' + row[5] + ' ' + row[6])
        .toList();
  }

  @Test
  void anExperimentRunsAndGoesOn() throws IOException {
    Path out = folder.resolve("lab");
    String[] quick = {
      "Experiment", "E2", "--quick", "--seeds", "1", "--data", subset(), "--out", out.toString()
    };
    assertThat(run(quick)).isZero();
    assertThat(output()).contains("holds if", "interleaved", "verdict: undecided");
    Path runs = out.resolve("quick/E2/runs.jsonl");
    List<String> made = Files.readAllLines(runs);
    assertThat(made).hasSize(6);
    assertThat(Files.readString(out.resolve("quick/E2/index.html")))
        .contains("A quick trial on little data", "<svg")
        .doesNotContain("<script", "NaN");
    assertThat(Files.readString(out.resolve("quick/index.html"))).contains("E2/index.html");
    assertThat(run(quick)).isZero();
    assertThat(Files.readAllLines(runs)).isEqualTo(made);
  }

  @Test
  void experimentsAreListedAndAskedForByName() {
    assertThat(run("Experiment", "--list")).isZero();
    assertThat(output()).contains("E1-200", "E16", "ablation", "architectures-lstm", "holds if");
    assertThat(run("Experiment")).isEqualTo(2);
    assertThat(errors()).contains("which experiment?");
    assertThat(run("Experiment", "E77")).isEqualTo(2);
    assertThat(errors()).contains("no experiment is called E77: there are [E1-200");
    assertThat(run("Experiment", "E2", "--seeds", "0")).isEqualTo(2);
    assertThat(errors()).contains("--seeds 0: at least 1 is needed");
  }

  @Test
  void theOtherExamplesRun() throws IOException {
    assertThat(run("FirstSteps", "--steps", "50")).isZero();
    assertThat(run("FashionCnn", "--data", subset())).isZero();
  }

  /** From nearly 59 equally likely characters to far fewer, also on verses never seen. */
  @ParameterizedTest
  @ValueSource(strings = {"VersesGpt", "VersesLstm"})
  void languageModelsLearn(String name) {
    assertThat(run(name, "--steps", "60", "--threads", "1", "--sample", "40")).isZero();
    Matcher loss = Pattern.compile("loss (\\d\\.\\d+), perplexity (\\S+)").matcher(output());
    double[] losses = loss.results().mapToDouble(r -> Double.parseDouble(r.group(1))).toArray();
    assertThat(losses).as(output()).hasSize(4);
    assertThat(losses[0]).isBetween(3.9, 4.6);
    assertThat(losses[2]).isLessThan(losses[0] - 1);
    assertThat(losses[3]).isLessThan(losses[1] - 1);
    assertThat(output()).contains("7,847 characters, 59 different", "1 thread", "\nThe ");
    String first = output();
    run(name, "--steps", "60", "--sample", "40");
    assertThat(output().replaceAll("\\d+ threads?", "1 thread")).isEqualTo(first);
  }

  @Test
  void aLanguageModelLearnsATextOfOnesOwn() throws IOException {
    Path text = Files.writeString(folder.resolve("text.txt"), "la di da ".repeat(200));
    String small = "--steps 100 --batch 8 --context 20 --hidden 48 --rate 0.01";
    String said = "--prompt la --temperature 0.3 --sample 60 --text " + text;
    assertThat(run(("VersesLstm " + small + " " + said).split(" "))).isZero();
    assertThat(output()).contains("la di da la di da la di da la di da la di da la di da");
    assertThat(run("VersesGpt", "--text", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(run("VersesGpt", "--steps", "0")).isEqualTo(2);
    assertThat(errors()).contains("--steps 0: at least 1 is needed", "--temperature");
    assertThat(run("VersesGpt", "--context", "5000")).isEqualTo(2);
    assertThat(errors()).contains("a text of 7847 characters is too short");
  }

  @Test
  void anUnknownExampleListsWhatThereIs() {
    assertThat(run("SpliFashion")).isNotZero();
    assertThat(errors()).contains("SpliFashion", "SplitFashion", "FashionCnn", "FirstSteps");
  }

  @Test
  void noExampleListsWhatThereIs() {
    assertThat(run()).isNotZero();
    assertThat(errors()).contains("which example?", "SplitFashion");
  }

  @Test
  void anUnknownArgumentListsWhatThereIs() {
    assertThat(run("SplitFashion", "--buffr", "3")).isNotZero();
    assertThat(errors()).contains("--buffr", "--buffer", "--seeds", "--methods");
  }

  @Test
  void anUnknownMethodListsWhatThereIs() {
    assertThat(run("SplitFashion", "--methods", "dream")).isNotZero();
    assertThat(errors()).contains("dream", "SLEEP", "DERPP");
  }

  @Test
  void numbersThatMakeNoSenseAreRefusedBeforeTheWork() {
    assertThat(run("SplitFashion", "--seeds", "0")).isNotZero();
    assertThat(errors()).contains("--seeds 0: at least 1 is needed");
    assertThat(run("SplitFashion", "--buffer", "-5")).isNotZero();
    assertThat(errors()).contains("--buffer -5: at least 1 is needed");
  }

  @Test
  void aFolderWithoutDataIsToldInASentence() {
    assertThat(run("SplitFashion", "--data", folder.toString())).isEqualTo(1);
    assertThat(errors()).contains(folder.toString(), "train-images").doesNotContain("\tat ");
  }

  @Test
  void helpIsNotAnError() {
    assertThat(run("SplitFashion", "--help")).isZero();
  }

  private static double mean(List<String> rows, String method) {
    return rows.stream()
        .map(row -> row.split("\t"))
        .filter(row -> row[0].equals(method))
        .mapToDouble(row -> Double.parseDouble(row[2]))
        .average()
        .orElseThrow();
  }

  private int run(String... arguments) {
    PrintStream err = System.err;
    PrintStream out = System.out;
    errors.reset();
    output.reset();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      return Examples.run(arguments);
    } finally {
      System.setErr(err);
      System.setOut(out);
    }
  }

  private String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  /** The shipped subset as a folder that a user could name. */
  private String subset() throws IOException {
    Path named = Files.createDirectories(folder.resolve("subset"));
    Stream.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
        .map(name -> name + "-ubyte.gz")
        .forEach(name -> copy(SUBSET + name, named.resolve(name)));
    return named.toString();
  }

  private static void copy(String resource, Path file) {
    try (var in = FashionMnist.class.getResourceAsStream(resource)) {
      if (!Files.exists(file)) {
        Files.copy(in, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
