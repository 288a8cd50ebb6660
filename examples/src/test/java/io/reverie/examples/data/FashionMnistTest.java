package io.reverie.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.reverie.data.Idx;
import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is found where, on a machine that has nothing but the examples. */
@Timeout(60)
class FashionMnistTest {

  @TempDir Path folder;
  private Path system;
  private Path cache;

  @BeforeEach
  void places() {
    system = folder.resolve("system");
    cache = folder.resolve("home/cache");
  }

  @Test
  void theSubsetIsBalanced() throws IOException {
    var set = find(null);
    assertThat(set.trainImages().dims()).containsExactly(6000, 28, 28);
    assertThat(set.testImages().dims()).containsExactly(1000, 28, 28);
    assertThat(perClass(set.trainLabels())).containsOnly(600).hasSize(10);
    assertThat(perClass(set.testLabels())).containsOnly(100).hasSize(10);
  }

  @Test
  void theSubsetIsSmallAndHasItsLicence() throws IOException {
    long size = 0;
    for (var part : Part.values()) {
      size += resource(part.fileName()).length;
    }
    assertThat(size).isBetween(1_000_000L, 4_000_000L);
    assertThat(new String(resource("LICENSE"))).contains("MIT", "Zalando SE");
    assertThat(new String(resource("README.md"))).contains("600", "arXiv");
  }

  @Test
  void withoutNetworkTheSubsetSaysSoAndWhatToDo() throws IOException {
    var nobody = FileServer.nobody();
    var set = find(nobody);
    assertThat(set.source().kind()).isEqualTo(Source.Kind.SUBSET);
    assertThat(set.source())
        .hasToString(
            "Fashion-MNIST SUBSET of 6,000 + 1,000 images (no connection to "
                + nobody.getAuthority()
                + "; offline?): figures differ from those of the full set; to get the full set: "
                + "apt install dataset-fashion-mnist, or --data FOLDER");
  }

  @Test
  void aDownloadThatIsOffIsTheReason() throws IOException {
    assertThat(find(null).source().passedOver())
        .containsExactly(cache + " lacks 4 of 4 files and the download is off");
    assertThat(cache).doesNotExist();
  }

  @Test
  void aServersAnswerIsTheReason() throws IOException {
    try (var server = new FileServer()) {
      server.status = 500;
      assertThat(find(server.uri()).source().passedOver())
          .containsExactly(
              server.uri() + "train-labels-idx1-ubyte.gz answered 500; expected 200 or 206");
      assertThat(server.ranges).as("one answer is enough").hasSize(1);
    }
  }

  @Test
  void aDownloadOfAnotherContentIsRefusedAndNotKept() throws IOException {
    try (var server = new FileServer()) {
      server.files.put("train-labels-idx1-ubyte.gz", resource("train-labels-idx1-ubyte.gz"));
      assertThat(find(server.uri()).source().passedOver())
          .singleElement()
          .asString()
          .startsWith("what came from " + server.uri() + "train-labels-idx1-ubyte.gz is refused")
          .contains("[6000] with SHA-256 097b93fb", "Fashion-MNIST has [60000]");
      assertThat(cache.toFile().list()).containsExactly(".lock");
    }
  }

  @Test
  void aCacheThatCannotBeIsTheReason() throws IOException {
    Files.writeString(folder.resolve("home"), "a file where the folder would be");
    assertThat(find(FileServer.nobody()).source().passedOver())
        .singleElement()
        .asString()
        .startsWith("no cache folder: ");
  }

  @Test
  void whatIsWrongInTheSystemsFolderIsKeptAsAReason() throws IOException {
    Files.createDirectories(system);
    writeSubset(system);
    var labels = system.resolve("train-labels-idx1-ubyte.gz");
    var images = system.resolve("train-images-idx3-ubyte.gz");
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 20_000));
    assertThat(find(null).source().passedOver())
        .first()
        .isEqualTo(images + ": the gzip data end early, after 20,000 bytes");
    Files.delete(labels);
    assertThat(find(null).source().passedOver())
        .first()
        .asString()
        .startsWith(system + " lacks 1 of the four files of Fashion-MNIST: train-labels-idx1");
  }

  @Test
  void anInterruptIsNoReasonForASmallerSet() throws IOException {
    var nobody = FileServer.nobody();
    Thread.currentThread().interrupt();
    try {
      assertThatIOException().isThrownBy(() -> find(nobody));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aNamedFolderIsUsedWhateverItHolds() throws IOException {
    writeSubset(folder);
    var packed = folder.resolve("t10k-labels-idx1-ubyte.gz");
    Idx.write(folder.resolve("t10k-labels-idx1-ubyte"), Idx.read(packed));
    Files.delete(packed);
    var set = FashionMnist.load(folder);
    assertThat(set.trainImages()).isEqualTo(FashionMnistSubset.read().get(Part.TRAIN_IMAGES));
    assertThat(set.testLabels().count()).isEqualTo(1000);
    assertThat(set.source())
        .hasToString(
            "6,000 + 1,000 images from "
                + folder
                + ", NOT the published Fashion-MNIST: figures are those of other data");
  }

  @Test
  void aNamedFolderThatLacksFilesIsAnErrorAndNeverAnotherSet() throws IOException {
    writeSubset(folder);
    Files.delete(folder.resolve("train-images-idx3-ubyte.gz"));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    assertThatIOException()
        .isThrownBy(() -> FashionMnist.load(folder))
        .withMessage(
            folder
                + " lacks 2 of the four files of Fashion-MNIST: train-images-idx3-ubyte.gz,"
                + " t10k-labels-idx1-ubyte.gz (with or without .gz)");
    assertThatIOException()
        .isThrownBy(() -> FashionMnist.load(folder.resolve("absent")))
        .withMessageContaining("absent: no such folder; expected one with the four files");
    assertThatIOException()
        .isThrownBy(() -> FashionMnist.load(folder.resolve("train-labels-idx1-ubyte.gz")))
        .withMessageContaining("not a folder");
  }

  @Test
  void aNamedFolderOfAnotherShapeIsAnError() throws IOException {
    writeSubset(folder);
    misfit(Part.TEST_LABELS, new Idx(new int[] {3}, new byte[3]), "labels of [3] for 1000 images");
    misfit(Part.TEST_LABELS, new Idx(new int[] {1000}, label(200)), "label 200; expected 0 to 9");
    misfit(Part.TEST_IMAGES, new Idx(new int[] {1, 2, 2}, new byte[4]), "images of [1, 2, 2]");
    misfit(Part.TRAIN_IMAGES, new Idx(new int[] {1}, new byte[1]), "expected [n, 28, 28]");
  }

  private void misfit(Part part, Idx idx, String problem) throws IOException {
    Idx.write(folder.resolve(part.fileName()), idx);
    assertThatIOException()
        .isThrownBy(() -> FashionMnist.load(folder))
        .withMessageStartingWith(folder + ": ")
        .withMessageContaining(problem);
  }

  private static byte[] label(int value) {
    var labels = new byte[1000];
    labels[999] = (byte) value;
    return labels;
  }

  private FashionMnist find(@Nullable URI server) throws IOException {
    return FashionMnist.find(new Places(system, cache, server, FileServer.LIMITS), Progress.SILENT);
  }

  private static void writeSubset(Path target) throws IOException {
    for (var part : Part.values()) {
      Files.write(target.resolve(part.fileName()), resource(part.fileName()));
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = FashionMnist.class.getResourceAsStream("fashion-mnist-subset/" + name)) {
      return in.readAllBytes();
    }
  }

  private static int[] perClass(Idx labels) {
    var counts = new int[FashionMnist.CLASSES.size()];
    for (byte label : labels.bytes()) {
      counts[label]++;
    }
    return counts;
  }
}
