package io.reverie.op;

import static io.reverie.kernel.Kernels.NORMS;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * What {@link LayerNorm} and {@link RmsNorm} share: rows are normalised by themselves, with a
 * weight for each place in the row. The one takes the row's mean off, the other does not.
 *
 * <p>Gradients of the weight are added up within fixed groups of rows, and the groups in order.
 */
final class RowNorm {
  private static final ThreadLocal<double[]> MOMENTS = ThreadLocal.withInitial(() -> new double[2]);

  private final boolean centred;
  private final float epsilon;
  private final float[] x;
  private final int xo;
  private final int rows;
  private final int cols;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;

  RowNorm(Node node, int axes, boolean centred, float epsilon) {
    Tensor input = node.input(0);
    Shape shape = input.shape();
    this.centred = centred;
    this.epsilon = epsilon;
    this.x = input.array();
    this.xo = input.offset();
    this.cols = shape.sizeOf(shape.rank() - axes, shape.rank());
    this.rows = cols == 0 ? 0 : shape.sizeOf(0, shape.rank() - axes);
    this.weight = node.inputs() > 1 ? node.input(1) : null;
    this.bias = node.inputs() > 2 ? node.input(2) : null;
  }

  /** Checks the number of axes that make a row. */
  static void check(String name, int axes, float epsilon) {
    if (axes < 1) {
      throw new IllegalArgumentException(
          "%s over %d axes: at least 1 is needed".formatted(name, axes));
    }
    Norm.check(name, epsilon);
  }

  /** Checks that there are so many axes, and that the weights have the shape of a row. */
  static Shape shape(String name, int axes, Shape... in) {
    Shape x = in[0];
    if (x.rank() < axes) {
      throw new IllegalArgumentException(
          "%s of %s over the last %d axes: it has %d".formatted(name, x, axes, x.rank()));
    }
    for (Shape part : in) {
      if (part != x && (part.rank() != axes || !x.endsWith(part))) {
        int[] row = Arrays.copyOfRange(x.dims(), x.rank() - axes, x.rank());
        throw Norm.misfit(name, x, part, Shape.of(row));
      }
    }
    return x;
  }

  void forward(Node node) {
    node.keep(Norm.KEPT * rows);
    float[] kept = node.kept();
    Tensor output = node.output();
    float[] y = output.array();
    float @Nullable [] b = bias == null ? null : bias.array();
    int bo = bias == null ? 0 : bias.offset();
    Parallel.chunks(
        rows,
        Math.max(1, Unary.GRAIN / 4 / Math.max(1, cols)),
        (from, end) -> {
          double[] moments = MOMENTS.get();
          for (int r = from; r < end; r++) {
            int at = xo + r * cols;
            int to = output.offset() + r * cols;
            NORMS.moments(cols, centred, x, at, moments);
            double mean = moments[0];
            float inverse = (float) (1 / Math.sqrt(moments[1] + epsilon));
            Norm.keep(kept, node.keptOffset() + Norm.KEPT * r, mean, inverse);
            if (weight == null) {
              NORMS.scale(1, 0, cols, x, at, mean, inverse, 0, y, to);
            } else {
              float[] w = weight.array();
              NORMS.scaleRow(cols, x, at, mean, inverse, w, weight.offset(), b, bo, y, to);
            }
          }
        });
  }

  void backward(Node node) {
    boolean wantsWeight = weight != null && node.wants(1);
    boolean wantsBias = bias != null && node.wants(2);
    int together = Math.max(16, Unary.GRAIN / Math.max(1, cols));
    int parts = (rows + together - 1) / together;
    int size = (wantsWeight ? cols : 0) + (wantsBias ? cols : 0);
    float[] partial = Scratch.PARTIAL.floats(Math.multiplyExact(parts, size));
    boolean sets = node.wants(0) && node.setsGradient(0);
    Tensor dx = node.wants(0) ? node.inputGradient(0) : null; // Made before pieces share it.
    Parallel.chunks(
        rows,
        together,
        (from, end) -> {
          int part = from / together * size;
          Arrays.fill(partial, part, part + size, 0f);
          if (dx != null && sets) {
            Arrays.fill(dx.array(), dx.offset() + from * cols, dx.offset() + end * cols, 0f);
          }
          for (int r = from; r < end; r++) {
            if (dx != null) {
              addRowGradient(node, r, dx.array(), dx.offset() + r * cols);
            }
            if (wantsWeight) {
              addWeightGradient(node, r, partial, part);
            }
            if (wantsBias) {
              Tensor dy = node.outputGradient();
              int at = part + size - cols;
              POINTWISE.addScaled(cols, 1, dy.array(), dy.offset() + r * cols, partial, at);
            }
          }
        });
    for (int part = 0; part < parts; part++) {
      if (wantsWeight) {
        Tensor dw = node.inputGradient(1);
        POINTWISE.addScaled(cols, 1, partial, part * size, dw.array(), dw.offset());
      }
      if (wantsBias) {
        Tensor db = node.inputGradient(2);
        int at = (part + 1) * size - cols;
        POINTWISE.addScaled(cols, 1, partial, at, db.array(), db.offset());
      }
    }
  }

  private void addRowGradient(Node node, int r, float[] dx, int dxo) {
    int kept = node.keptOffset() + Norm.KEPT * r;
    double mean = Norm.mean(node.kept(), kept);
    float inverse = Norm.inverse(node.kept(), kept);
    float[] dy = node.outputGradient().array();
    int at = xo + r * cols;
    int dyo = node.outputGradient().offset() + r * cols;
    if (weight != null) {
      float[] w = weight.array();
      int wo = weight.offset();
      NORMS.addRowGradient(cols, centred, x, at, mean, inverse, w, wo, dy, dyo, dx, dxo);
      return;
    }
    double dot = NORMS.dot(1, 0, cols, dy, dyo, x, at, mean);
    double sum = centred ? NORMS.sum(1, 0, cols, dy, dyo) : 0;
    float b = (float) (-dot * inverse * inverse * inverse / cols);
    float c = (float) (-sum * inverse / cols);
    NORMS.addGradient(1, 0, cols, inverse, dy, dyo, b, x, at, mean, c, dx, dxo);
  }

  private void addWeightGradient(Node node, int r, float[] partial, int part) {
    int kept = node.keptOffset() + Norm.KEPT * r;
    NORMS.addWeightGradient(
        cols,
        x,
        xo + r * cols,
        Norm.mean(node.kept(), kept),
        Norm.inverse(node.kept(), kept),
        node.outputGradient().array(),
        node.outputGradient().offset() + r * cols,
        partial,
        part);
  }
}
