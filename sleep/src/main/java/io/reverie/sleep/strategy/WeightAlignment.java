package io.reverie.sleep.strategy;

import io.reverie.data.Dataset;
import io.reverie.tensor.Tensor;

/**
 * Any strategy, whose last layer is aligned after each task (weight aligning, Zhao et al., CVPR
 * 2020): the rows of the classes that are new are multiplied by γ, the mean norm of the old
 * classes' rows divided by that of the new ones'.
 *
 * <p>It removes the advantage that new classes have because they were learned last, uses no data
 * and no extra memory: the cheapest control of whatever claims to bring old classes back. A class
 * is old from the end of the first task that held it. Biases stay. After the first task nothing is
 * done.
 *
 * <p>Made for cross-entropy, where old and new rows differ in length. Known not to help after
 * {@link RectifiedRegression}, which silences old outputs altogether.
 */
public final class WeightAlignment implements Around {
  private final Strategy inner;
  private final Tensor head;
  private final ClassesSeen classes = new ClassesSeen();

  /**
   * The strategy with alignment of this last layer.
   *
   * @param head the last layer's weights, {@code [classes, features]}, changed in place
   */
  public WeightAlignment(Strategy inner, Tensor head) {
    if (head.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "weight alignment of %s: [classes, features] is needed".formatted(head.shape()));
    }
    this.inner = inner;
    this.head = head;
  }

  @Override
  public Strategy inner() {
    return inner;
  }

  @Override
  public void endTask(int task, Dataset data) {
    inner.endTask(task, data);
    classes.endTask(data);
    double then = meanNorm(classes.old());
    double now = meanNorm(classes.young());
    if (then > 0 && now > 0) {
      scale(classes.young(), (float) (then / now));
    }
  }

  /** The mean Euclidean norm of these rows; 0 of none. */
  private double meanNorm(int[] rows) {
    double sum = 0;
    for (int row : rows) {
      double squares = 0;
      for (int j = 0; j < head.dim(1); j++) {
        double w = head.at(row, j);
        squares += w * w;
      }
      sum += Math.sqrt(squares);
    }
    return rows.length == 0 ? 0 : sum / rows.length;
  }

  private void scale(int[] rows, float by) {
    int width = head.dim(1);
    for (int row : rows) {
      int from = head.offset() + row * width;
      for (int j = from; j < from + width; j++) {
        head.array()[j] *= by;
      }
    }
  }
}
