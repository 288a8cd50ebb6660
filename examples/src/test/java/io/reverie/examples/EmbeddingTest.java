package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine in other people's programs: on the class path, on the module path, without flags. */
class EmbeddingTest {
  private static final String PROGRAM =
      """
      package app;

      import io.reverie.nn.*;
      import io.reverie.optim.Sgd;
      import io.reverie.tensor.*;

      public class Main {
        public static void main(String[] args) {
          Rng rng = Rng.of(7);
          int n = 600;
          Tensor x = Tensor.randn(rng, n, 20);
          int[] labels = new int[n];
          for (int i = 0; i < n; i++) {
            labels[i] = x.at(i, 0) * x.at(i, 1) > 0 ? 1 : 0;
          }
          var model = Sequential.of(Linear.of(20, 64, rng), Activation.RELU, Linear.of(64, 2, rng));
          var optimizer = Sgd.of(model, 0.1f).momentum(0.9f);
          for (int step = 0; step < 300; step++) {
            try (var tape = Tape.train()) {
              tape.backward(model.forward(x).crossEntropy(labels));
              optimizer.step();
            }
          }
          int[] answers = model.forward(x).argmax().values();
          int right = 0;
          for (int i = 0; i < n; i++) {
            right += answers[i] == labels[i] ? 1 : 0;
          }
          System.out.println(Compute.describe());
          System.out.println(100.0 * right / n);
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void classPathWithoutFlagsLearnsTheSameAndSaysHowToTurnSimdOn() throws Exception {
    String engine = Jvm.engine().toString();
    compile("-cp", engine);
    String classes = engine + System.getProperty("path.separator") + "classes";
    Jvm.Outcome scalar = Jvm.java(folder, "-cp", classes, "app.Main");
    Jvm.Outcome simd =
        Jvm.java(folder, "--add-modules", "jdk.incubator.vector", "-cp", classes, "app.Main");

    assertThat(scalar.code()).as(scalar.errors()).isZero();
    assertThat(scalar.output()).startsWith("scalar arithmetic");
    assertThat(scalar.errors().lines().filter(line -> line.contains("--add-modules")))
        .singleElement()
        .asString()
        .contains("--add-modules jdk.incubator.vector");
    assertThat(simd.code()).as(simd.errors()).isZero();
    assertThat(simd.output()).contains("-bit vectors");
    assertThat(accuracy(simd)).isGreaterThan(95).isCloseTo(accuracy(scalar), within(1.5));
  }

  @Test
  void modulePathIsSimdWithoutAnyFlag() throws Exception {
    String engine = Jvm.engine().toString();
    Files.writeString(
        Files.createDirectories(folder.resolve("src")).resolve("module-info.java"),
        "module app { requires io.reverie.engine; }\n");
    compile("-p", engine, "src/module-info.java");
    String path = engine + System.getProperty("path.separator") + "classes";
    Jvm.Outcome outcome = Jvm.java(folder, "-p", path, "-m", "app/app.Main");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output()).contains("-bit vectors");
    assertThat(outcome.errors()).doesNotContain("--add-modules");
    assertThat(accuracy(outcome)).isGreaterThan(95);
  }

  @Test
  void aSwitchThatCannotBeObeyedSaysSo() throws Exception {
    String engine = Jvm.engine().toString();
    compile("-cp", engine);
    String classes = engine + System.getProperty("path.separator") + "classes";
    Jvm.Outcome forced = Jvm.java(folder, "-Dreverie.simd=true", "-cp", classes, "app.Main");
    Jvm.Outcome unknown = Jvm.java(folder, "-Dreverie.simd=maybe", "-cp", classes, "app.Main");

    assertThat(forced.code()).isNotZero();
    assertThat(forced.errors()).contains("--add-modules jdk.incubator.vector");
    assertThat(unknown.code()).isNotZero();
    assertThat(unknown.errors()).contains("-Dreverie.simd=maybe: it is true, false or auto");
  }

  private void compile(String... options) throws IOException, InterruptedException {
    Path source = Files.createDirectories(folder.resolve("src/app")).resolve("Main.java");
    Files.writeString(source, PROGRAM);
    String[] arguments = new String[options.length + 3];
    arguments[0] = "-d";
    arguments[1] = "classes";
    System.arraycopy(options, 0, arguments, 2, options.length);
    arguments[arguments.length - 1] = "src/app/Main.java";
    Jvm.javac(folder, arguments);
  }

  private static double accuracy(Jvm.Outcome outcome) {
    String[] lines = outcome.output().strip().split("\\R");
    return Double.parseDouble(lines[lines.length - 1]);
  }
}
