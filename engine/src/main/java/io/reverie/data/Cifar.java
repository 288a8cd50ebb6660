package io.reverie.data;

import io.reverie.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reader of CIFAR-10 and CIFAR-100, 32×32 colour pictures, in their binary version.
 *
 * <p>A file is records of the label (CIFAR-100: the coarse label, then the fine one), 1024 red,
 * 1024 green and 1024 blue bytes. Pictures are held as bytes and read as {@code [3, 32, 32]} of
 * 0…1.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky 2009, "Learning multiple
 *     layers of features from tiny images"</a>
 */
public final class Cifar {
  private static final Shape PICTURE = Shape.of(3, 32, 32);
  private static final int[] CLASSES_10 = {10};
  private static final int[] CLASSES_100 = {20, 100};

  private Cifar() {}

  /** CIFAR-10, such as {@code data_batch_1.bin} to {@code data_batch_5.bin}: 10 classes. */
  public static Dataset read10(Path... files) throws IOException {
    return read(files, 0, CLASSES_10);
  }

  /** CIFAR-100, such as {@code train.bin}, with its 100 fine labels. */
  public static Dataset read100(Path... files) throws IOException {
    return read(files, 1, CLASSES_100);
  }

  /** CIFAR-100 with its 20 coarse labels. */
  public static Dataset read100Coarse(Path... files) throws IOException {
    return read(files, 0, CLASSES_100);
  }

  private static Dataset read(Path[] files, int wanted, int... classes) throws IOException {
    Dataset[] sets = new Dataset[files.length];
    for (int i = 0; i < files.length; i++) {
      sets[i] = read(files[i], wanted, classes);
    }
    return sets.length == 1 ? sets[0] : Dataset.concat(sets);
  }

  private static Dataset read(Path file, int wanted, int... classes) throws IOException {
    int record = classes.length + PICTURE.size();
    long size = Files.size(file);
    if (size == 0 || size % record != 0 || size > Idx.MOST) {
      throw bad(
          file,
          "%,d bytes; whole records of %,d bytes are expected, 1 to %,d of them",
          size,
          record,
          Idx.MOST / record);
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes((int) size);
    }
    if (bytes.length < size) {
      throw bad(file, "shrank from %,d to %,d bytes while it was read", size, bytes.length);
    }
    int[] labels = new int[(int) (size / record)];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < classes.length; j++) {
        int label = bytes[i * record + j] & 0xFF;
        if (label >= classes[j]) {
          throw bad(
              file,
              "label %d of record %d is %d; 0 to %d is expected in %s",
              j,
              i,
              label,
              classes[j] - 1,
              Arrays.toString(classes));
        }
      }
      labels[i] = bytes[i * record + wanted] & 0xFF;
    }
    return Dataset.of(new ByteSamples(bytes, classes.length, labels, PICTURE));
  }

  private static MalformedDataException bad(Path file, String problem, Object... values) {
    return new MalformedDataException(file.toString(), String.format(Locale.ROOT, problem, values));
  }
}
