package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Epilogue;
import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * What comes after a product within one operation: y = f(z + r), with an activation f and a
 * shortcut r where there are.
 *
 * <p>z is written where y will stand. Only where f's gradient looks at what f was given, and a tape
 * records, z + r has a place of its own, which the node keeps.
 */
final class Finish implements Epilogue {
  /** As many floats as the widest vectors have. */
  private static final int LANES = 16;

  private final @Nullable Unary activation;
  private final float @Nullable [] shortcut;
  private final int shortcutAt;
  private final float[] z;
  private final int zo;
  private final float[] y;
  private final int yo;

  /** For the forward pass of this node, whose output has the shape of the product. */
  Finish(Node node, @Nullable Unary activation, @Nullable Tensor shortcut) {
    Tensor output = node.output();
    this.activation = activation;
    this.shortcut = shortcut == null ? null : shortcut.array();
    this.shortcutAt = shortcut == null ? 0 : shortcut.offset();
    this.y = output.array();
    this.yo = output.offset();
    boolean keeps = activation != null && !activation.fromOutput() && Tape.recording();
    if (keeps) {
      node.keep(output.size());
    }
    this.z = keeps ? node.kept() : y;
    this.zo = keeps ? node.keptOffset() : yo;
  }

  /** The array for the product. */
  float[] z() {
    return z;
  }

  /** Where in {@link #z()} it begins. */
  int zo() {
    return zo;
  }

  /** Whether y comes to stand where z does. */
  boolean inPlace() {
    return z == y && zo == yo;
  }

  @Override
  public void finish(int n, float[] c, int at) {
    int place = at - zo;
    if (shortcut != null) {
      POINTWISE.add(n, shortcut, shortcutAt + place, 1, c, at, 1, c, at);
    }
    if (activation != null) {
      map(activation, n, c, at, y, yo + place);
    }
  }

  /**
   * y = f(x) for n elements, in whole vectors: what becomes of a number does not depend on where it
   * stands. Kernels take the last few elements one by one, and may round them otherwise.
   */
  static void map(Unary f, int n, float[] x, int xo, float[] y, int yo) {
    int whole = n & -LANES;
    int rest = n - whole;
    f.map(whole, x, xo, y, yo);
    if (rest > 0) {
      float[] row = Scratch.ROW.floats(LANES);
      System.arraycopy(x, xo + whole, row, 0, rest);
      Arrays.fill(row, rest, LANES, row[0]);
      f.map(LANES, row, 0, row, 0);
      System.arraycopy(row, 0, y, yo + whole, rest);
    }
  }

  /** ∂L/∂z of this node, from its index 0 on: scratch memory, good until the next call. */
  static float[] slopes(Node node, Unary activation) {
    Tensor y = node.output();
    Tensor dy = node.outputGradient();
    boolean kept = !activation.fromOutput();
    float[] z = kept ? node.kept() : y.array();
    int zo = kept ? node.keptOffset() : y.offset();
    float[] slopes = Scratch.INNER.floats(y.size());
    slopes(activation, y.size(), z, zo, y, dy, true, slopes, 0);
    return slopes;
  }

  /** dx = dy · f′(x), or dx += that. */
  static void slopes(
      Unary f,
      int size,
      float[] x,
      int xo,
      Tensor output,
      Tensor arriving,
      boolean sets,
      float[] dx,
      int dxo) {
    float[] y = output.array();
    float[] dy = arriving.array();
    int yo = output.offset();
    int dyo = arriving.offset();
    Parallel.chunks(
        size,
        Unary.GRAIN,
        (i, end) -> {
          if (sets) {
            // Zeros for this piece alone, which then are near when they are added to.
            Arrays.fill(dx, dxo + i, dxo + end, 0f);
          }
          f.gradient(end - i, x, xo + i, y, yo + i, dy, dyo + i, dx, dxo + i);
        });
  }
}
