package io.reverie.op;

import static io.reverie.kernel.Kernels.NORMS;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.kernel.Spare;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/**
 * What {@link LayerNorm} and {@link RmsNorm} share: rows are normalised by themselves, with a
 * weight for each place in the row. The one takes the row's mean off, the other does not.
 *
 * <p>Gradients of the weight are added up within fixed groups of rows, and the groups in order.
 */
final class RowNorm {
  private static final ThreadLocal<double[]> MOMENTS = ThreadLocal.withInitial(() -> new double[2]);
  private static final Spare<RowNorm> SPARE = new Spare<>(RowNorm::new);
  private static final float[] NONE = {};

  private @Nullable Node node;
  private boolean centred;
  private float epsilon;
  private int rows;
  private int cols;

  /** On the way back: how much is added up at a time, and what for. */
  private int together;

  private float[] partial = NONE;
  private boolean setsRows;
  private boolean wantsRows;
  private boolean wantsWeight;
  private boolean wantsBias;

  private final Parallel.Body someRows = this::someRows;
  private final Parallel.Body someSlopes = this::someSlopes;

  private RowNorm() {}

  private static RowNorm of(Node node, int axes, boolean centred, float epsilon) {
    RowNorm norm = SPARE.take();
    Shape shape = node.input(0).shape();
    norm.node = node;
    norm.centred = centred;
    norm.epsilon = epsilon;
    norm.cols = shape.sizeOf(shape.rank() - axes, shape.rank());
    norm.rows = norm.cols == 0 ? 0 : shape.sizeOf(0, shape.rank() - axes);
    return norm;
  }

  private void end() {
    node = null;
    partial = NONE;
    SPARE.giveBack(this);
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

  /** The norm of rows of so many axes. */
  static void forward(Node node, int axes, boolean centred, float epsilon) {
    RowNorm norm = of(node, axes, centred, epsilon);
    node.keep(Norm.KEPT * norm.rows);
    int grain = Math.max(1, Unary.GRAIN / 4 / Math.max(1, norm.cols));
    Parallel.chunks(norm.rows, grain, norm.someRows);
    norm.end();
  }

  private void someRows(int from, int end) {
    Node of = Objects.requireNonNull(node);
    Tensor weight = of.inputs() > 1 ? of.input(1) : null;
    Tensor bias = of.inputs() > 2 ? of.input(2) : null;
    float[] x = of.input(0).array();
    float[] y = of.output().array();
    float @Nullable [] b = bias == null ? null : bias.array();
    int bo = bias == null ? 0 : bias.offset();
    double[] moments = MOMENTS.get();
    for (int r = from; r < end; r++) {
      int at = of.input(0).offset() + r * cols;
      int to = of.output().offset() + r * cols;
      NORMS.moments(cols, centred, x, at, moments);
      double mean = moments[0];
      float inverse = (float) (1 / Math.sqrt(moments[1] + epsilon));
      Norm.keep(of.kept(), of.keptOffset() + Norm.KEPT * r, mean, inverse);
      if (weight == null) {
        NORMS.scale(1, 0, cols, x, at, mean, inverse, 0, y, to);
      } else {
        float[] w = weight.array();
        NORMS.scaleRow(cols, x, at, mean, inverse, w, weight.offset(), b, bo, y, to);
      }
    }
  }

  /** Adds to the gradients of the rows, the weight and the bias. */
  static void backward(Node node, int axes, boolean centred, float epsilon) {
    RowNorm norm = of(node, axes, centred, epsilon);
    norm.backward(node);
    norm.end();
  }

  private void backward(Node of) {
    wantsWeight = of.inputs() > 1 && of.wants(1);
    wantsBias = of.inputs() > 2 && of.wants(2);
    wantsRows = of.wants(0);
    setsRows = wantsRows && of.setsGradient(0);
    if (wantsRows) {
      of.inputGradient(0); // Made before pieces share it.
    }
    together = Math.max(16, Unary.GRAIN / Math.max(1, cols));
    int parts = (rows + together - 1) / together;
    int size = partSize();
    partial = Scratch.PARTIAL.floats(Math.multiplyExact(parts, size));
    Parallel.chunks(rows, together, someSlopes);
    for (int part = 0; part < parts; part++) {
      if (wantsWeight) {
        Tensor dw = of.inputGradient(1);
        POINTWISE.addScaled(cols, 1, partial, part * size, dw.array(), dw.offset());
      }
      if (wantsBias) {
        Tensor db = of.inputGradient(2);
        int at = (part + 1) * size - cols;
        POINTWISE.addScaled(cols, 1, partial, at, db.array(), db.offset());
      }
    }
  }

  /** The numbers of a group of rows: what they add to the weight's gradient, then to the bias's. */
  private int partSize() {
    return (wantsWeight ? cols : 0) + (wantsBias ? cols : 0);
  }

  private void someSlopes(int from, int end) {
    Node of = Objects.requireNonNull(node);
    Tensor dx = wantsRows ? of.inputGradient(0) : null;
    float[] x = of.input(0).array();
    float[] dy = of.outputGradient().array();
    int size = partSize();
    int part = from / together * size;
    Arrays.fill(partial, part, part + size, 0f);
    if (dx != null && setsRows) {
      Arrays.fill(dx.array(), dx.offset() + from * cols, dx.offset() + end * cols, 0f);
    }
    for (int r = from; r < end; r++) {
      int at = of.input(0).offset() + r * cols;
      int dyo = of.outputGradient().offset() + r * cols;
      int kept = of.keptOffset() + Norm.KEPT * r;
      double mean = Norm.mean(of.kept(), kept);
      float inverse = Norm.inverse(of.kept(), kept);
      if (dx != null) {
        addRowGradient(of, x, at, mean, inverse, dy, dyo, dx.array(), dx.offset() + r * cols);
      }
      if (wantsWeight) {
        NORMS.addWeightGradient(cols, x, at, mean, inverse, dy, dyo, partial, part);
      }
      if (wantsBias) {
        POINTWISE.addScaled(cols, 1, dy, dyo, partial, part + size - cols);
      }
    }
  }

  private void addRowGradient(
      Node of,
      float[] x,
      int at,
      double mean,
      float inverse,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo) {
    if (of.inputs() > 1) {
      float[] w = of.input(1).array();
      int wo = of.input(1).offset();
      NORMS.addRowGradient(cols, centred, x, at, mean, inverse, w, wo, dy, dyo, dx, dxo);
      return;
    }
    double dot = NORMS.dot(1, 0, cols, dy, dyo, x, at, mean);
    double sum = centred ? NORMS.sum(1, 0, cols, dy, dyo) : 0;
    float b = (float) (-dot * inverse * inverse * inverse / cols);
    float c = (float) (-sum * inverse / cols);
    NORMS.addGradient(1, 0, cols, inverse, dy, dyo, b, x, at, mean, c, dx, dxo);
  }
}
