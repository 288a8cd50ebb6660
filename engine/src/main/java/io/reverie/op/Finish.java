package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Epilogue;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * What comes after a product within one operation: y = f(z + r), with an activation f and a
 * shortcut r where there are.
 *
 * <p>z is written where y will stand. Only where f's gradient looks at what f was given, and a tape
 * records, z + r has a place of its own, which the node keeps.
 */
final class Finish implements Epilogue {
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
      Elements.map(activation, n, c, at, y, yo + place);
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
    Elements.slopes(activation, y.size(), z, zo, y, dy, true, slopes, 0);
    return slopes;
  }
}
