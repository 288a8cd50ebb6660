package io.reverie.examples.lab;

import io.reverie.sleep.evaluate.AccuracyMatrix;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.wake.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures that every run has, by the names under which they are kept. */
public final class Measure {
  /** Mean accuracy over all tasks at the end, 0 to 1. */
  public static final String ACCURACY = "accuracy";

  /** Best ever minus final, mean over all tasks but the last, 0 to 1. */
  public static final String FORGETTING = "forgetting";

  /**
   * The worst accuracy that a task ever had after it was learned, by the tests along the way, as a
   * mean over all tasks but the last (De Lange et al. 2023, min-ACC), 0 to 1.
   */
  public static final String WORST = "worst_accuracy";

  /** Accuracy on each task right after it was learned, as a mean, 0 to 1. */
  public static final String LEARNING = "learning_accuracy";

  /** The area under the curve of accuracy on the tasks met so far, 0 to 1. */
  public static final String ALONG = "accuracy_along_the_way";

  /** Samples that went forward and back. */
  public static final String GRADIENT_SAMPLES = "gradient_samples";

  /** Samples that only went forward. */
  public static final String FORWARD_SAMPLES = "forward_samples";

  /** Bytes kept from task to task. */
  public static final String BYTES = "bytes";

  /** Seconds of learning on one thread, tests not counted. */
  public static final String SECONDS = "seconds";

  /** All of them, in the order of tables. */
  public static final List<String> ALL =
      List.of(
          ACCURACY,
          FORGETTING,
          WORST,
          LEARNING,
          ALONG,
          GRADIENT_SAMPLES,
          FORWARD_SAMPLES,
          BYTES,
          SECONDS);

  private Measure() {}

  /** Whether a figure is a share of one, to be shown in hundredths. */
  public static boolean isShare(String name) {
    return ALL.indexOf(name) >= 0 && ALL.indexOf(name) < ALL.indexOf(GRADIENT_SAMPLES)
        || name.endsWith("accuracy")
        || name.endsWith("share");
  }

  /** A name as words. */
  public static String words(String name) {
    return name.replace('_', ' ');
  }

  /** The figures of a run. */
  static Map<String, Double> of(Trial.Result result) {
    AccuracyMatrix matrix = result.accuracy();
    Ledger ledger = result.ledger();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(ACCURACY, matrix.average());
    figures.put(FORGETTING, matrix.forgetting());
    figures.put(WORST, result.curve().least());
    figures.put(LEARNING, matrix.learningAccuracy());
    figures.put(ALONG, result.curve().area());
    figures.put(GRADIENT_SAMPLES, (double) ledger.gradientSamples());
    figures.put(FORWARD_SAMPLES, (double) ledger.forwardSamples());
    figures.put(BYTES, (double) ledger.bytes());
    figures.put(SECONDS, ledger.seconds());
    return figures;
  }
}
