package io.reverie.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What needs the full set: runs where Debian's package is installed. */
@Timeout(120)
@EnabledIf(value = "isInstalled", disabledReason = "dataset-fashion-mnist is not installed")
class FullSetTest {

  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

  @TempDir Path folder;

  static boolean isInstalled() {
    return Files.isDirectory(DEBIAN);
  }

  @Test
  void theSystemsPackageIsTheFullSet() throws IOException {
    var set = find(DEBIAN, null);
    assertThat(set.trainImages().dims()).containsExactly(60_000, 28, 28);
    assertThat(set.testLabels().dims()).containsExactly(10_000);
    assertThat(set.source())
        .hasToString("Fashion-MNIST, full set (60,000 + 10,000 images) from " + DEBIAN);
    assertThat(FashionMnist.load(DEBIAN).source()).isEqualTo(set.source());
  }

  @Test
  void theSubsetIsWhatItsMakerMakes() throws IOException {
    FashionMnistSubset.make(DEBIAN, folder, new PrintStream(OutputStream.nullOutputStream()));
    var made = FashionMnist.load(folder);
    var shipped = FashionMnistSubset.read();
    assertThat(made.trainImages()).isEqualTo(shipped.get(Part.TRAIN_IMAGES));
    assertThat(made.trainLabels()).isEqualTo(shipped.get(Part.TRAIN_LABELS));
    assertThat(made.testImages()).isEqualTo(shipped.get(Part.TEST_IMAGES));
    assertThat(made.testLabels()).isEqualTo(shipped.get(Part.TEST_LABELS));
  }

  @Test
  void twoProgramsDownloadOnceAndTheCacheServesFromThenOn() throws Exception {
    try (var server = serving();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.cuts.add(10_000);
      Callable<FashionMnist> find = () -> find(folder.resolve("none"), server.uri());
      var first = threads.submit(find);
      var second = threads.submit(find);
      assertThat(first.get().source()).isEqualTo(second.get().source());
      assertThat(first.get().source())
          .hasToString("Fashion-MNIST, full set (60,000 + 10,000 images) from " + cache());
      assertThat(server.ranges).as("four files, one of them cut").hasSize(5);
    }
    assertThat(find(folder.resolve("none"), null).source().kind()).isEqualTo(Source.Kind.FULL);
  }

  @Test
  void aDamagedFileInTheCacheIsFetchedAgainAndTold() throws IOException {
    Files.createDirectories(cache());
    for (var part : Part.values()) {
      Files.copy(DEBIAN.resolve(part.fileName()), cache().resolve(part.fileName()));
    }
    var damaged = cache().resolve("t10k-labels-idx1-ubyte.gz");
    Files.writeString(damaged, "<html>Please log in to this network</html>");
    try (var server = serving()) {
      var source = find(folder.resolve("none"), server.uri()).source();
      assertThat(source.kind()).isEqualTo(Source.Kind.FULL);
      assertThat(source.toString())
          .contains("(passed over: " + damaged + ": starts with 3c 68 74 6d; expected 00 00 08");
      assertThat(server.ranges).hasSize(1);
      assertThat(find(folder.resolve("none"), null).source().passedOver()).isEmpty();
    }
  }

  private FileServer serving() throws IOException {
    var server = new FileServer();
    for (var part : Part.values()) {
      server.files.put(part.fileName(), Files.readAllBytes(DEBIAN.resolve(part.fileName())));
    }
    return server;
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private FashionMnist find(Path system, @Nullable URI server) throws IOException {
    return FashionMnist.find(
        new Places(system, cache(), server, FileServer.LIMITS), Progress.SILENT);
  }
}
