package io.reverie.examples;

import static io.reverie.examples.Project.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine in other people's programs: each project trains a model, saves it, loads it into
 * another one and compares, in a JVM or an image of its own.
 */
class ConsumersTest {
  private static final String VECTORS = "jdk.incubator.vector";

  @TempDir Path folder;

  @Test
  void classPathWithoutFlagsLearnsTheSameAndSaysHowToTurnSimdOn() throws Exception {
    Project project = new Project("class-path", folder);
    String path = Jvm.path(Jvm.engine(), classPathProgram(project));
    Jvm.Outcome scalar = project.java("-cp", path, "app.Main");
    Jvm.Outcome simd = project.java("--add-modules", VECTORS, "-cp", path, "app.Main");

    assertThat(scalar.output()).startsWith("scalar arithmetic");
    assertThat(scalar.errors().lines().filter(line -> line.contains("WARNING")))
        .singleElement()
        .asString()
        .contains("--add-modules jdk.incubator.vector");
    assertThat(simd.output()).contains("-bit vectors");
    assertThat(simd.errors()).doesNotContain("--add-modules");
    assertThat(accuracy(simd)).isGreaterThan(95).isCloseTo(accuracy(scalar), within(1.5));
  }

  @Test
  void aSwitchThatCannotBeObeyedSaysSo() throws Exception {
    String path = Jvm.path(Jvm.engine(), classPathProgram(new Project("class-path", folder)));
    Jvm.Outcome forced = Jvm.java(folder, "-Dreverie.simd=true", "-cp", path, "app.Main");
    Jvm.Outcome unknown = Jvm.java(folder, "-Dreverie.simd=maybe", "-cp", path, "app.Main");

    assertThat(forced.code()).isNotZero();
    assertThat(forced.errors()).contains("--add-modules jdk.incubator.vector");
    assertThat(unknown.code()).isNotZero();
    assertThat(unknown.errors()).contains("-Dreverie.simd=maybe: it is true, false or auto");
  }

  private static Path classPathProgram(Project project) throws IOException, InterruptedException {
    return project.jar("app.Main", "-cp", Jvm.engine().toString());
  }

  @Test
  void modulePathIsSimdWithoutAnyFlag() throws Exception {
    Project project = new Project("module-path", folder);
    String modules = Jvm.path(Jvm.engine(), Jvm.sleep());
    Path jar = project.jar("shop.Main", "-p", modules);
    String path = Jvm.path(Jvm.engine(), Jvm.sleep(), jar);
    Jvm.Outcome outcome = project.java("-p", path, "-m", "shop");

    assertThat(outcome.output()).contains("-bit vectors");
    assertThat(outcome.errors()).doesNotContain("--add-modules");
    assertThat(Project.told(outcome, "nights")).isEqualTo("2");
    assertThat(accuracy(outcome)).isGreaterThan(90);
  }

  @Test
  void aModelClosedToReflectionListsItsPartsItself() throws Exception {
    Project project = new Project("closed-model", folder);
    Path jar = project.jar("vault.Main", "-p", Jvm.engine().toString());
    Jvm.Outcome outcome = project.java("-p", Jvm.path(Jvm.engine(), jar), "-m", "vault");

    assertThat(Project.told(outcome, "parts"))
        .isEqualTo(
            "[gates.0.linear.weight, gates.0.linear.bias, gates.0.scale, gates.1.linear.weight,"
                + " gates.1.linear.bias, gates.1.scale, out.weight, out.bias]");
    assertThat(accuracy(outcome)).isGreaterThan(90);
  }

  @Test
  void anImageHasOnlyTheModulesThatAreNeededAndTrains(TestReporter report) throws Exception {
    Path jmods = Path.of(System.getProperty("java.home"), "jmods");
    assumeTrue(
        Files.exists(jmods)
            || Jvm.jdk(folder, "jlink", "--help").output().contains("run-time image enabled"),
        "this JDK has no parts to link");
    Project project = new Project("jlink-image", folder);
    Path jar = project.jar("kiosk.Main", "-p", Jvm.engine().toString());
    String path = Jvm.path(Jvm.engine(), jar);
    Jvm.jdk(
        folder,
        "jlink",
        "-p",
        path,
        "--add-modules",
        "kiosk",
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--compress",
        "zip-6",
        "--output",
        "image");
    Path java = folder.resolve("image/bin/java");
    Jvm.Outcome outcome = project.checked(Jvm.run(folder, java, "-m", "kiosk/kiosk.Main"));

    double size = bytes(folder.resolve("image")) / 1e6;
    report.publishEntry("an image of %.1f MB".formatted(size));
    assertThat(modules(Jvm.run(folder, java, "--list-modules")))
        .as("an image of %.1f MB", size)
        .containsExactly("io.reverie.engine", "java.base", VECTORS, "kiosk");
    assertThat(size).as("megabytes").isLessThan(100);
    assertThat(outcome.output()).contains("-bit vectors");
    assertThat(accuracy(outcome)).isGreaterThan(95);
  }

  private static List<String> modules(Jvm.Outcome list) {
    return list.output().lines().map(line -> line.replaceAll("@.*", "")).sorted().toList();
  }

  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }
}
