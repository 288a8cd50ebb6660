package io.reverie.examples.data;

import io.reverie.data.Idx;
import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Zalando's Fashion-MNIST: grey images of 28x28 pixels, 0 to 255, of ten kinds of clothes. The full
 * set has 60,000 for training and 10,000 for testing, as many of each class.
 *
 * <p>Class balance, order and content are those of the published files; see {@link Source} for
 * which of them this is. Paper: Xiao, Rasul, Vollgraf, <i>Fashion-MNIST: a Novel Image Dataset for
 * Benchmarking Machine Learning Algorithms</i>, arXiv:1708.07747. Licence: MIT.
 *
 * @param trainImages of [n, 28, 28]
 * @param trainLabels of [n], 0 to 9, places in {@link #CLASSES}
 * @param testImages of [m, 28, 28]
 * @param testLabels of [m], 0 to 9
 * @param source where this came from; print it beside every figure
 */
public record FashionMnist(
    Idx trainImages, Idx trainLabels, Idx testImages, Idx testLabels, Source source) {

  /** What the labels mean. */
  public static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  /**
   * Finds the set without a word about a download's progress; see {@link #load(Path, Progress)}.
   */
  public static FashionMnist load(@Nullable Path folder) throws IOException {
    return load(folder, Progress.SILENT);
  }

  /**
   * Finds the set: in {@code folder} if one is named, and nowhere else then. Otherwise in the
   * system's data sets (Debian's package {@code dataset-fashion-mnist}), in the user's cache, by a
   * download into the cache (30 MB, once; {@code -Dreverie.fashionMnist.url} names another server
   * or {@code off}), and where there is no network either, in the subset that ships with the
   * examples. Which of them it was, and why not one before it, is in {@link #source}.
   *
   * @throws IOException if the named folder lacks one of the four files or holds something else
   */
  public static FashionMnist load(@Nullable Path folder, Progress progress) throws IOException {
    return folder != null ? named(folder) : find(Places.here(), progress);
  }

  /** Looks in the places in their order. */
  static FashionMnist find(Places places, Progress progress) throws IOException {
    var passedOver = new ArrayList<String>();
    var system = places.system();
    if (Files.isDirectory(system)) {
      try {
        var parts = read(filesIn(system), Part::readPublished);
        return of(parts, Source.Kind.FULL, system.toString(), passedOver);
      } catch (IOException e) {
        passedOver.add(reason(e));
      }
    }
    try {
      var parts = new Cache(places, progress).read(passedOver);
      return of(parts, Source.Kind.FULL, places.cache().toString(), passedOver);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // who interrupts wants an end, not a smaller set
      }
      passedOver.add(reason(e));
    }
    return of(FashionMnistSubset.read(), Source.Kind.SUBSET, "the examples", passedOver);
  }

  /** Reads a folder the user named. Its content may differ from Zalando's, its shape may not. */
  static FashionMnist named(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      var found = Files.exists(folder) ? "not a folder" : "no such folder";
      throw new IOException(
          "%s: %s; expected one with the four files of Fashion-MNIST: %s"
              .formatted(folder, found, names(List.of(Part.values()))));
    }
    var parts = read(filesIn(folder), (_, file) -> Idx.read(file));
    requireFit(folder, parts.get(Part.TRAIN_IMAGES), parts.get(Part.TRAIN_LABELS));
    requireFit(folder, parts.get(Part.TEST_IMAGES), parts.get(Part.TEST_LABELS));
    boolean published =
        parts.entrySet().stream().allMatch(part -> part.getKey().isPublished(part.getValue()));
    var kind = published ? Source.Kind.FULL : Source.Kind.OTHER;
    return of(parts, kind, folder.toString(), List.of());
  }

  /** What to tell of an error: some of the JDK's messages are nothing but a path, or nothing. */
  static String reason(IOException e) {
    var message = e.getMessage();
    boolean bare = message == null || e instanceof FileSystemException f && f.getReason() == null;
    return bare ? e.getClass().getSimpleName() + ": " + message : message;
  }

  private interface Reader {
    Idx read(Part part, Path file) throws IOException;
  }

  private static Map<Part, Idx> read(Map<Part, Path> files, Reader reader) throws IOException {
    var parts = new EnumMap<Part, Idx>(Part.class);
    for (var file : files.entrySet()) {
      parts.put(file.getKey(), reader.read(file.getKey(), file.getValue()));
    }
    return parts;
  }

  private static FashionMnist of(
      Map<Part, Idx> parts, Source.Kind kind, String where, List<String> passedOver) {
    var train = parts.get(Part.TRAIN_IMAGES);
    var test = parts.get(Part.TEST_IMAGES);
    return new FashionMnist(
        train,
        parts.get(Part.TRAIN_LABELS),
        test,
        parts.get(Part.TEST_LABELS),
        new Source(kind, where, train.count(), test.count(), passedOver));
  }

  private static Map<Part, Path> filesIn(Path folder) throws IOException {
    var files = new EnumMap<Part, Path>(Part.class);
    var missing = new ArrayList<Part>();
    for (var part : Part.values()) {
      var file = part.in(folder);
      if (file != null) {
        files.put(part, file);
      } else {
        missing.add(part);
      }
    }
    if (!missing.isEmpty()) {
      throw new IOException(
          "%s lacks %d of the four files of Fashion-MNIST: %s (with or without .gz)"
              .formatted(folder, missing.size(), names(missing)));
    }
    return files;
  }

  private static String names(List<Part> parts) {
    return String.join(", ", parts.stream().map(Part::fileName).toList());
  }

  private static void requireFit(Path folder, Idx images, Idx labels) throws IOException {
    var sizes = images.dims();
    if (sizes.length != 3 || sizes[1] != 28 || sizes[2] != 28 || images.count() == 0) {
      throw misfit(folder, "images of " + Arrays.toString(sizes) + "; expected [n, 28, 28]");
    }
    if (labels.dims().length != 1 || labels.count() != images.count()) {
      throw misfit(
          folder,
          "labels of %s for %d images; expected one each"
              .formatted(Arrays.toString(labels.dims()), images.count()));
    }
    for (byte label : labels.bytes()) {
      if ((label & 0xff) >= CLASSES.size()) {
        throw misfit(folder, "label " + (label & 0xff) + "; expected 0 to 9");
      }
    }
  }

  private static IOException misfit(Path folder, String problem) {
    return new MalformedDataException(folder.toString(), problem);
  }
}
