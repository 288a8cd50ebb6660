package io.reverie.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the start of the JVM to the end of the first training step.
 *
 * <p>On a quiet machine that takes well under half a second; the figures are in bench's README. The
 * bound here is one that a busy machine keeps too.
 */
class StartUpTest {
  private static final int RUNS = 3;
  private static final long BOUND = 2000;

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void pack() throws Exception {
    jar = new Project("first-step", folder).jar("first.Main", "-p", Jvm.engine().toString());
  }

  @Test
  void theFirstStepIsMadeInNoTime(TestReporter report) throws Exception {
    String path = Jvm.path(Jvm.engine(), jar);
    long scalar = quickest("-cp", path, "first.Main");
    long simd = quickest("--add-modules", "jdk.incubator.vector", "-cp", path, "first.Main");
    long modules = quickest("-p", path, "-m", "first");
    report.publishEntry(
        "class path %d ms, with vectors %d ms, module path %d ms".formatted(scalar, simd, modules));
    assertThat(scalar).as("class path, ms").isLessThan(BOUND);
    assertThat(simd).as("class path with vectors, ms").isLessThan(BOUND);
    assertThat(modules).as("module path, ms").isLessThan(BOUND);
  }

  /** The quickest of a few starts, in milliseconds: the others met somebody else's work. */
  private long quickest(String... arguments) throws Exception {
    long best = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long start = System.currentTimeMillis();
      Jvm.Outcome outcome = Jvm.java(folder, arguments);
      assertThat(outcome.code()).as(outcome.errors()).isZero();
      best = Math.min(best, Long.parseLong(outcome.output().strip()) - start);
    }
    return best;
  }

  /**
   * The commands of the README's paragraph on starting up; {@code on} is strict about the cache.
   */
  @Test
  void aCacheOfLoadedClassesIsMadeAndUsed() throws Exception {
    String path = Jvm.path(Jvm.engine(), jar);
    assumeTrue(
        Files.isRegularFile(Jvm.engine()), "a cache is of jars; this build has classes only");
    Jvm.Outcome made = Jvm.java(folder, "-XX:AOTCacheOutput=app.aot", "-cp", path, "first.Main");
    assertThat(made.code()).as(made.errors()).isZero();
    assertThat(folder.resolve("app.aot")).isNotEmptyFile();
    Jvm.Outcome used =
        Jvm.java(folder, "-XX:AOTMode=on", "-XX:AOTCache=app.aot", "-cp", path, "first.Main");
    assertThat(used.code()).as(used.errors()).isZero();
    assertThat(used.errors()).doesNotContain("[aot]");
  }
}
