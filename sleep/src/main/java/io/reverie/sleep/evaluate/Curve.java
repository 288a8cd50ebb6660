package io.reverie.sleep.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What was known along the way: all tests taken within and after tasks, in order. An observer.
 *
 * <p>What a matrix of the tasks' ends cannot see: accuracy on old tasks collapses within the first
 * steps of a new one, and comes back (the stability gap: De Lange, van de Ven &amp; Tuytelaars
 * 2023). The more {@linkplain Trial.Glances glances}, the more of it is seen.
 */
public final class Curve implements Consumer<Event> {
  private final int rows;
  private final List<Point> points = new ArrayList<>();
  private int current;

  /**
   * Tests taken at one moment.
   *
   * @param step batches seen so far
   * @param task the task that is being learned, or was just learned
   * @param ended whether it has ended
   * @param accuracies by test, from 0 to 1; NaN where it was not asked
   */
  public record Point(long step, int task, boolean ended, double[] accuracies) {}

  /** An empty curve for a stream of so many tasks. */
  public Curve(int tasks) {
    this.rows = tasks;
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.TaskBegan(int task, long _) -> current = task;
      case Event.Tested(long step, double[] accuracies) ->
          points.add(new Point(step, current, false, accuracies.clone()));
      case Event.TaskEnded(int task, long step, double[] accuracies) ->
          points.add(new Point(step, task, true, accuracies.clone()));
      case Event.BatchLearned _, Event.NightPassed _ -> {}
    }
  }

  /** All points, oldest first; nobody's to change. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  /**
   * The lowest accuracy that each task fell to after it was learned, as a mean over all tasks but
   * those learned last: min-ACC (De Lange et al. 2023). 1 minus the worst of forgetting, so to
   * speak; NaN where nothing was learned after anything.
   */
  public double least() {
    double sum = 0;
    int counted = 0;
    for (int j = 0; j < tests(); j++) {
      double least = Double.NaN;
      for (Point point : points) {
        double accuracy = point.accuracies[j];
        if (point.task > learned(j) && !Double.isNaN(accuracy)) {
          least = Double.isNaN(least) ? accuracy : Math.min(least, accuracy);
        }
      }
      if (!Double.isNaN(least)) {
        sum += least;
        counted++;
      }
    }
    return counted == 0 ? Double.NaN : sum / counted;
  }

  /**
   * Worst-case accuracy: WC-ACC = a/k + (1 − 1/k)·{@link #least} of k tasks, where a is the last
   * task's accuracy at the end (De Lange et al. 2023). What is guaranteed at any moment: plasticity
   * and stability in one number.
   */
  public double worstCase() {
    int k = tests();
    if (k == 0) {
      return Double.NaN;
    }
    double last = points.getLast().accuracies[k - 1];
    return k == 1 ? last : last / k + (1 - 1.0 / k) * least();
  }

  /**
   * The area under the curve of the mean accuracy over the tasks met so far, divided by the number
   * of steps: how much was known at any time (A_AUC of Koh et al. 2022). Each point stands for the
   * steps since the point before it. NaN of an empty curve.
   */
  public double area() {
    double area = 0;
    long before = 0;
    for (Point point : points) {
      double sum = 0;
      int counted = 0;
      for (int j = 0; j < point.accuracies.length; j++) {
        if (met(j) <= point.task && !Double.isNaN(point.accuracies[j])) {
          sum += point.accuracies[j];
          counted++;
        }
      }
      area += counted == 0 ? 0 : (point.step - before) * sum / counted;
      before = point.step;
    }
    return area / before;
  }

  private int tests() {
    return points.isEmpty() ? 0 : points.getFirst().accuracies.length;
  }

  /** The row after which a test's task counts as learned, and the one in which it is first met. */
  private int learned(int test) {
    return AccuracyMatrix.learned(test, rows, tests());
  }

  private int met(int test) {
    return (int) ((long) test * rows / tests());
  }
}
