package io.reverie.examples.data;

import java.util.List;
import java.util.Locale;

/**
 * Where a loaded Fashion-MNIST came from. Its {@link #toString} is one line to print beside every
 * figure, because a figure from the subset must not pass for one from the full set.
 *
 * @param kind what was loaded
 * @param where the folder it came from
 * @param trainCount number of training images
 * @param testCount number of test images
 * @param passedOver why sources that come first could not serve, in the order they were asked;
 *     empty when all was well
 */
public record Source(
    Kind kind, String where, int trainCount, int testCount, List<String> passedOver) {

  /** What was loaded. */
  public enum Kind {
    /** All 70,000 images, their content checked against what Zalando published. */
    FULL,
    /** The subset that ships with the examples. */
    SUBSET,
    /** Well-formed files of a folder the user named, whose content is not Fashion-MNIST's. */
    OTHER
  }

  /** A source; the list of reasons is copied. */
  public Source {
    passedOver = List.copyOf(passedOver);
  }

  @Override
  public String toString() {
    var counts = String.format(Locale.ROOT, "%,d + %,d images", trainCount, testCount);
    var reasons = String.join("; ", passedOver).replaceAll("\\s+", " ");
    return switch (kind) {
      case FULL ->
          "Fashion-MNIST, full set ("
              + counts
              + ") from "
              + where
              + (reasons.isEmpty() ? "" : " (passed over: " + reasons + ")");
      case SUBSET ->
          "Fashion-MNIST SUBSET of "
              + counts
              + (reasons.isEmpty() ? "" : " (" + reasons + ")")
              + ": figures differ from those of the full set; to get the full set: "
              + "apt install dataset-fashion-mnist, or --data FOLDER";
      case OTHER ->
          counts
              + " from "
              + where
              + ", NOT the published Fashion-MNIST: figures are those of other data";
    };
  }
}
