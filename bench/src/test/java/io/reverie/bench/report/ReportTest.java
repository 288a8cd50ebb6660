package io.reverie.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final String ROW =
      """
      {"benchmark": "io.reverie.bench.%s", "jvm": "/a/place/of/java", "jvmArgs": ["-Xmx1g"], "params": {%s},
       "primaryMetric": {"score": %s, "rawData": [[%s, %s]]},
       "secondaryMetrics": {"flop": {"score": %s}, "bytes": {"score": %s},
         "gc.alloc.rate.norm": {"score": 2000}}}\
      """;

  private static final String JMH =
      "["
          + String.join(
              ",\n",
              row("PeakBenchmark.allCores", "", 1, 400e9, 0),
              row("PeakBenchmark.oneCore", "", 1, 200e9, 0),
              row("MemoryBenchmark.add", params("kibibytes", "262144"), 1, 0, 40e9),
              row("MemoryBenchmark.add", params("kibibytes", "4096"), 1, 0, 80e9),
              row("MemoryBenchmark.copy", params("kibibytes", "262144"), 1, 0, 32e9),
              row("LargeBenchmark.forward", params("function", "tanh"), 1, 0, 24e9),
              row("LargeBenchmark.forward", params("function", "relu"), 1, 0, 30e9),
              row("GemmBenchmark.product", params("shape", "NN 1024x1024x1024"), 9, 360e9, 2e9),
              row("GemmBenchmark.product", params("shape", "NN 2048x2048x2048"), 1, 340e9, 2e9),
              row("StepBenchmark.step", params("model", "cnn"), 9, 100e9, 0),
              row("StepBenchmark.step", params("model", "gru"), 9, 100e9, 0),
              row("PointwiseBenchmark.forward", params("function", "exp"), 10, 0, 20e9),
              row("ScalingBenchmark.oneThread", params("work", "mlp"), 10, 0, 0),
              row("ScalingBenchmark.allThreads", params("work", "mlp"), 20, 0, 0),
              row("WidthBenchmark.bits512", params("work", "exp <1M>"), 20, 0, 0),
              row("GemmPeersBenchmark.run", library("openblas"), 5, 0, 0),
              row("GemmPeersBenchmark.run", library("openblas-avx512"), 20, 0, 0),
              row("GemmPeersBenchmark.run", library("reverie"), 10, 0, 0))
          + "]";

  private static final String COMPARED =
      """
      workload                                        ours ms    peer ms  ours/peer  rounds
      train mlp 784-100-100-10 b10 sgd                  0.021      0.300       0.07  0.08 0.07 0.06
      gemm 1000x333x77                                  1.500      2.000       0.75  0.75 0.74 0.75
      not in ours: nothing
      """;

  private static final String MEMORY =
      """
      workload                                        ours MB    peer MB  ours/peer  rounds
      train mlp 784-100-100-10 b10 sgd                    350        700       0.50  0.50
      train gpt d384 l6 t256 b4                          1400        700       2.00  2.00
      """;

  private static final String FIRST_STEPS =
      """
      workload                                        first ms      ten ms     warm ms     warm KB  compiling ms
      train gru                                           2700        4000      20.125       12.00             3
      train lstm                                          2700        4000      20.125        9.90             3
      gemm 64x64x64                                        100         120       0.004       99.00             0
      """;

  private static final String START_UP =
      """
      start                                           plain ms    smallest     largest   cached ms    smallest     largest
      class path, scalar                                   195         190         204         110         100         120
      module path                                          510         500         600         NaN         NaN         NaN
      # module path, no cache: it said why
      """;

  @TempDir private Path folder;

  private static String params(String name, String value) {
    return "\"threads\": \"all\", \"%s\": \"%s\"".formatted(name, value);
  }

  private static String library(String name) {
    return params("work", "64x64x64") + ", \"library\": \"%s\"".formatted(name);
  }

  private static String row(String name, String params, double score, double flop, double bytes) {
    return ROW.formatted(name, params, score, score * 0.9, score * 1.1, flop, bytes);
  }

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("jmh.json"), JMH);
    Files.writeString(folder.resolve("eager.txt"), COMPARED);
    Files.writeString(folder.resolve("memory.txt"), MEMORY);
    Files.writeString(folder.resolve("first.txt"), FIRST_STEPS);
    Files.writeString(folder.resolve("start.txt"), START_UP);
    Files.writeString(folder.resolve("libraries.txt"), "openblas=0.3, for SkylakeX\n");
    Files.writeString(
        folder.resolve("README.md"),
        "# before\n" + Report.BEGIN + "\nold\n" + Report.END + "\nafter\n");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String report() throws IOException {
    Report.run(
        "--jmh",
        file("jmh.json"),
        "--compare",
        "PyTorch, eager=" + file("eager.txt"),
        "--memory",
        "PyTorch=" + file("memory.txt"),
        "--first-steps",
        file("first.txt"),
        "--start-up",
        file("start.txt"),
        "--note",
        "PyTorch=2.13",
        "--notes",
        file("libraries.txt"),
        "--out",
        file("results"),
        "--readme",
        file("README.md"));
    return Files.readString(folder.resolve("README.md"));
  }

  @Test
  void writesTheTablesBetweenTheMarkers() throws IOException {
    String page = report();
    assertThat(page)
        .startsWith("# before\n" + Report.BEGIN + "\n- date: ")
        .endsWith(Report.END + "\nafter\n")
        .doesNotContain("old\n")
        .contains("- processors: ", "- flags of the JMH runs: -Xmx1g", "- PyTorch: 2.13")
        .contains("- openblas: 0.3, for SkylakeX\n")
        .contains("### Beside PyTorch, eager")
        .contains(
            "| train mlp 784-100-100-10 b10 sgd | 0.0210 | 0.300 | **0.0700** | 0.0600–0.0800"
                + " | ≤ 0.1 | reached |")
        .contains("| gemm 1000x333x77 | 1.50 | 2.00 | **0.750** | 0.740–0.750 | ≤ 0.5 | missed |")
        .contains("| gemm NN 1024x1024x1024 | all | 360 GFLOP/s | 10 % | 90 % | 2.00 |")
        .contains("| pointwise exp, forward | all | 20.0 GB/s | 10 % | 25 % | 2.00 |")
        .contains("| large tanh, forward | all | 24.0 GB/s | 10 % | 75 % | 2.00 |")
        .contains("| ms a run | allThreads | oneThread |", "| mlp | 50.0 | 100 |")
        .contains("| ms a run | openblas | openblas-avx512 | reverie |")
        .contains("| 64x64x64 | 200 | 50.0 | 100 |")
        .contains("| workload | first ms | ten ms | warm ms | warm KB | compiling ms |")
        .contains("| train gru | 2700 | 4000 | 20.1 | 12.0 | 3.00 |")
        .contains("| class path, scalar | 195 | 190 | 204 | 110 | 100 | 120 |")
        .contains("| module path | 510 | 500 | 600 | – | – | – |")
        .contains("\n\n- module path, no cache: it said why\n\n")
        .contains("### Memory of a process beside PyTorch")
        .contains("| train gpt d384 l6 t256 b4 | 1400 | 700 | **2.00** |");
    assertThat(report()).as("written again").isEqualTo(page);
  }

  @Test
  void saysWhichTargetsWereReachedAndMissed() throws IOException {
    assertThat(report())
        .contains("### Targets")
        .contains(
            "| products' share of the peak | ≥ 88 % | 1 of 2: NN 1024x1024x1024 **90 %**"
                + " | 1 of 2: NN 2048x2048x2048 **85 %** |")
        .contains(
            "| pointwise and rows beyond the caches, share of a copy's speed | ≥ 80 %"
                + " | 1 of 2: relu **94 %** | 1 of 2: tanh **75 %** |")
        .contains(
            "| products beside OpenBLAS at its best | ≤ 1.0 | none | 1 of 1: 64x64x64 **2.00** |")
        .contains(
            "| the small step beside PyTorch, eager | ≤ 0.1 | 1 of 1: mlp 784-100-100-10 b10 sgd"
                + " **0.0700** | none |")
        .contains(
            "| products beside PyTorch, eager | ≤ 0.5 | none | 1 of 1: 1000x333x77 **0.750** |")
        .contains("| two threads over one, steps | ≥ 1.6 | 1 of 1: mlp **2.00** | none |")
        .contains(
            "| allocation of a warm step | < 10 KB | 2 of 3: lstm **9.90 KB**, cnn **2.00 KB**"
                + " | 1 of 3: gru **12.0 KB** |")
        .contains(
            "| from the start of the JVM to the end of a small model's first step | ≤ 0.5 s"
                + " | 1 of 2: class path, scalar **0.195 s** | 1 of 2: module path **0.510 s** |")
        .contains(
            "| memory of a process beside PyTorch | ≤ 1.0"
                + " | 1 of 2: train mlp 784-100-100-10 b10 sgd **0.500**"
                + " | 1 of 2: train gpt d384 l6 t256 b4 **2.00** |");
  }

  @Test
  void drawsPicturesThatTheePageShows() throws Exception {
    String page = report();
    var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    for (String name : List.of("ratios", "gemm", "peers", "scaling", "widths", "roofline")) {
      assertThat(page).contains("(results/" + name + ".svg)");
      Path picture = folder.resolve("results/" + name + ".svg");
      assertThatCode(() -> parser.parse(picture.toFile())).as(name).doesNotThrowAnyException();
    }
    assertThat(folder.resolve("results/widths.svg")).content().contains("exp &lt;1M&gt;");
  }

  @Test
  void keepsTheRawNumbers() throws IOException {
    report();
    assertThat(Measurement.read(folder.resolve("results/jmh.json")))
        .isEqualTo(Measurement.read(folder.resolve("jmh.json")));
    assertThat(folder.resolve("results/jmh.json")).content().doesNotContain("/a/place");
    assertThat(folder.resolve("results/ratios.tsv"))
        .content()
        .contains("PyTorch, eager\tgemm 1000x333x77\t1.5\t2.0\t0.75\t0.75 0.74 0.75\n");
    assertThat(folder.resolve("results/first-steps.tsv"))
        .content()
        .startsWith("workload\tfirst ms\tten ms\twarm ms\twarm KB\tcompiling ms\n")
        .contains("train gru\t2700.0\t4000.0\t20.125\t12.0\t3.0\n");
    assertThat(folder.resolve("results/start-up.tsv"))
        .content()
        .endsWith("\n# module path, no cache: it said why\n");
    assertThat(folder.resolve("results/host.json")).content().contains("\"jdk\"", "\"commit\"");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.run("--jmh"))
        .withMessage("each option needs a value, and there must be one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.run("--compare", "eager.txt"))
        .withMessage("--compare eager.txt: NAME=… is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.run("--fast", "1"))
        .withMessage("--fast: no such option");
    Files.writeString(folder.resolve("README.md"), "# no markers\n");
    assertThatIllegalArgumentException()
        .isThrownBy(this::report)
        .withMessageContaining("lacks the lines " + Report.BEGIN);
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.read(empty))
        .withMessageContaining("has no rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.read(empty))
        .withMessageContaining("has no rows");
    Path narrow = Files.writeString(folder.resolve("narrow.txt"), START_UP + " ".repeat(50) + "1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.read(narrow))
        .withMessageStartingWith("1 numbers under a head of 6: ");
    Path wrong = Files.writeString(folder.resolve("wrong.txt"), START_UP + "killed\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.read(wrong))
        .withMessage("not a row of FirstSteps or StartUp: killed");
    String shortRow = " ".repeat(50) + "1 2";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(shortRow))
        .withMessage("not a row of compare.py: " + shortRow);
  }

  @Test
  void readsWhatSeveralRunsPrinted() throws IOException {
    Path twice = Files.writeString(folder.resolve("twice.txt"), FIRST_STEPS + FIRST_STEPS);
    Table table = Table.read(twice);
    assertThat(table.rows()).hasSize(6);
    assertThat(table.value(table.rows().getLast(), "warm KB")).isEqualTo(99);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.value(table.rows().getLast(), "plain ms"))
        .withMessageStartingWith("no column plain ms among [workload, first ms,");
  }

  @Test
  void numbersHaveThreeDigits() {
    assertThat(Text.number(1234.5)).isEqualTo("1235");
    assertThat(Text.number(0.01234)).isEqualTo("0.0123");
    assertThat(Text.number(0)).isEqualTo("0");
    assertThat(Text.number(Double.NaN)).isEqualTo("–");
    assertThat(Text.percent(Double.NaN)).isEqualTo("–");
    assertThat(Text.percent(0.885)).isEqualTo("89 %");
  }
}
