package io.reverie.examples.data;

import io.reverie.data.Idx;
import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One of the four files of Fashion-MNIST.
 *
 * <p>The SHA-256 is that of the <em>unpacked</em> file. Debian's package holds Zalando's packed
 * data under another gzip header, without the name and with another time, so the packed files
 * differ from those of the download while their content is the same.
 */
enum Part {
  TRAIN_IMAGES(
      "train-images-idx3-ubyte",
      "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      60_000,
      28,
      28),
  TRAIN_LABELS(
      "train-labels-idx1-ubyte",
      "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      60_000),
  TEST_IMAGES(
      "t10k-images-idx3-ubyte",
      "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      10_000,
      28,
      28),
  TEST_LABELS(
      "t10k-labels-idx1-ubyte",
      "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
      10_000);

  /** More than any of the four holds; a download or a file beyond it is not one of them. */
  static final int MOST_BYTES = 48 << 20;

  private final String plainName;
  private final String sha256;
  private final int[] dims;

  Part(String plainName, String sha256, int... dims) {
    this.plainName = plainName;
    this.sha256 = sha256;
    this.dims = dims;
  }

  /** The packed file's name, the same in every place. */
  String fileName() {
    return plainName + ".gz";
  }

  boolean isImages() {
    return dims.length == 3;
  }

  /** This part's file in a folder, packed or plain, or null where there is neither. */
  @Nullable
  Path in(Path folder) {
    for (var name : new String[] {fileName(), plainName}) {
      var file = folder.resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }

  /** Reads a file and refuses any content but the published one. */
  Idx readPublished(Path file) throws IOException {
    var idx = Idx.read(file, MOST_BYTES);
    if (!isPublished(idx)) {
      throw new MalformedDataException(
          file.toString(),
          "%s with SHA-256 %s; Fashion-MNIST has %s with SHA-256 %s, unpacked"
              .formatted(Arrays.toString(idx.dims()), sha256(idx), Arrays.toString(dims), sha256));
    }
    return idx;
  }

  /** Whether the content is the one Zalando published. */
  boolean isPublished(Idx idx) {
    return Arrays.equals(idx.dims(), dims) && sha256(idx).equals(sha256);
  }

  private static String sha256(Idx idx) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(Idx.header(idx.dims()));
      return HexFormat.of().formatHex(digest.digest(idx.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
