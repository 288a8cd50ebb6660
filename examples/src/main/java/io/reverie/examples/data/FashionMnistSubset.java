package io.reverie.examples.data;

import io.reverie.data.Idx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The subset of Fashion-MNIST that ships with the examples, and the program that made it: of each
 * class the first 600 training and the first 100 test images, in the order of the full files. No
 * draw, no seed: whoever has the full set makes the same subset.
 */
public final class FashionMnistSubset {

  static final int TRAIN_PER_CLASS = 600;
  static final int TEST_PER_CLASS = 100;

  private static final String FOLDER = "fashion-mnist-subset/";

  private FashionMnistSubset() {}

  /** Reads the subset from the examples' own resources. */
  static Map<Part, Idx> read() throws IOException {
    var parts = new EnumMap<Part, Idx>(Part.class);
    for (var part : Part.values()) {
      var name = FOLDER + part.fileName();
      try (var in = FashionMnistSubset.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException("resource " + name + " is not in this build of the examples");
        }
        parts.put(part, Idx.read("resource " + name, in));
      }
    }
    return parts;
  }

  /** Makes the subset: {@code FashionMnistSubset FOLDER_OF_THE_FULL_SET FOLDER_TO_WRITE}. */
  public static void main(String... arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("expected two folders: the full set's and the one to write into");
      System.exit(2);
    }
    make(Path.of(arguments[0]), Path.of(arguments[1]), System.out);
  }

  static void make(Path fullSet, Path target, PrintStream report) throws IOException {
    var full = FashionMnist.named(fullSet);
    if (full.source().kind() != Source.Kind.FULL) {
      throw new IOException(full.source() + "; a subset is made of the published set only");
    }
    Files.createDirectories(target);
    var train = firstOfEachClass(full.trainLabels(), TRAIN_PER_CLASS);
    var test = firstOfEachClass(full.testLabels(), TEST_PER_CLASS);
    write(target, Part.TRAIN_IMAGES, pick(full.trainImages(), train), report);
    write(target, Part.TRAIN_LABELS, pick(full.trainLabels(), train), report);
    write(target, Part.TEST_IMAGES, pick(full.testImages(), test), report);
    write(target, Part.TEST_LABELS, pick(full.testLabels(), test), report);
  }

  /** The places of the first {@code each} items of every class, ascending. */
  private static int[] firstOfEachClass(Idx labels, int each) {
    var places = new int[each * FashionMnist.CLASSES.size()];
    var taken = new int[FashionMnist.CLASSES.size()];
    int next = 0;
    for (int item = 0; item < labels.count(); item++) {
      if (taken[labels.bytes()[item]]++ < each) {
        places[next++] = item;
      }
    }
    return places;
  }

  private static Idx pick(Idx from, int... places) {
    int size = from.itemSize();
    var bytes = new byte[places.length * size];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(from.bytes(), places[i] * size, bytes, i * size, size);
    }
    var dims = from.dims().clone();
    dims[0] = places.length;
    return new Idx(dims, bytes);
  }

  private static void write(Path folder, Part part, Idx idx, PrintStream report)
      throws IOException {
    var file = folder.resolve(part.fileName());
    Idx.write(file, idx);
    report.printf(Locale.ROOT, "%s  %s  %,d bytes%n", part.fileName(), idx, Files.size(file));
  }
}
