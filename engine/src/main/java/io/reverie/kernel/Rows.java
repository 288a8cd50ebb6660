package io.reverie.kernel;

/**
 * Kernels that treat a matrix row by row, as their plain definitions.
 *
 * <p>All windows are dense: row {@code r} of {@code cols} numbers starts {@code r·cols} after the
 * offset.
 */
public class Rows {
  /** Each row of y is softmax of that row of x: e^(x−max) over its sum. */
  public void softmax(int rows, int cols, float[] x, int xo, float[] y, int yo) {
    for (int r = 0; r < rows; r++) {
      softmaxRow(cols, x, xo + r * cols, y, yo + r * cols);
    }
  }

  /** One row of {@link #softmax}; returns log Σ eˣ of the row. */
  public float softmaxRow(int cols, float[] x, int xo, float[] y, int yo) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < cols; i++) {
      max = Math.max(max, x[xo + i]);
    }
    float sum = 0;
    for (int i = 0; i < cols; i++) {
      float e = (float) Math.exp(x[xo + i] - max);
      y[yo + i] = e;
      sum += e;
    }
    float scale = 1 / sum;
    for (int i = 0; i < cols; i++) {
      y[yo + i] *= scale;
    }
    return max + (float) Math.log(sum);
  }

  /** dx += y · (dy − Σ dy·y), the gradient of softmax, row by row. */
  public void softmaxGradient(
      int rows, int cols, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int r = 0; r < rows; r++) {
      int at = r * cols;
      float dot = 0;
      for (int i = 0; i < cols; i++) {
        dot += dy[dyo + at + i] * y[yo + at + i];
      }
      for (int i = 0; i < cols; i++) {
        dx[dxo + at + i] += y[yo + at + i] * (dy[dyo + at + i] - dot);
      }
    }
  }

  /** Each row of y is x − log Σ eˣ of that row of x. */
  public void logSoftmax(int rows, int cols, float[] x, int xo, float[] y, int yo) {
    for (int r = 0; r < rows; r++) {
      int at = r * cols;
      float total = softmaxRow(cols, x, xo + at, y, yo + at);
      for (int i = 0; i < cols; i++) {
        y[yo + at + i] = x[xo + at + i] - total;
      }
    }
  }

  /** dx += dy − eʸ · Σ dy, the gradient of log-softmax, row by row. */
  public void logSoftmaxGradient(
      int rows, int cols, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
    for (int r = 0; r < rows; r++) {
      int at = r * cols;
      float sum = 0;
      for (int i = 0; i < cols; i++) {
        sum += dy[dyo + at + i];
      }
      for (int i = 0; i < cols; i++) {
        dx[dxo + at + i] += dy[dyo + at + i] - (float) Math.exp(y[yo + at + i]) * sum;
      }
    }
  }

  /** The place of the largest number of a row, the first of equals; NaN counts as largest. */
  public int argmax(int cols, float[] x, int xo) {
    int best = 0;
    for (int i = 1; i < cols; i++) {
      float candidate = x[xo + i];
      if (candidate > x[xo + best] || Float.isNaN(candidate) && !Float.isNaN(x[xo + best])) {
        best = i;
      }
    }
    return best;
  }

  /** y += Σ over rows of x, which begin a stride apart: the gradient of a bias. */
  public void addRows(int rows, int cols, int stride, float[] x, int xo, float[] y, int yo) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < cols; i++) {
        y[yo + i] += x[xo + r * stride + i];
      }
    }
  }

  /** Each row of y is the row b. */
  public void fillRows(int rows, int cols, float[] b, int bo, float[] y, int yo) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(b, bo, y, yo + r * cols, cols);
    }
  }
}
