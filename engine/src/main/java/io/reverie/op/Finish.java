package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Epilogue;
import io.reverie.kernel.Scratch;
import io.reverie.kernel.Spare;
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
  private static final Spare<Finish> SPARE = new Spare<>(Finish::new);
  private static final float[] NONE = {};

  private @Nullable Unary activation;
  private float @Nullable [] shortcut;
  private int shortcutAt;
  private float[] z = NONE;
  private int zo;
  private float[] y = NONE;
  private int yo;

  private Finish() {}

  /**
   * For the forward pass of this node, whose output has the shape of the product. To be {@linkplain
   * #end ended} after it.
   */
  static Finish of(Node node, @Nullable Unary activation, @Nullable Tensor shortcut) {
    Finish finish = SPARE.take();
    finish.set(node, activation, shortcut);
    return finish;
  }

  private void set(Node node, @Nullable Unary f, @Nullable Tensor r) {
    Tensor output = node.output();
    activation = f;
    shortcut = r == null ? null : r.array();
    shortcutAt = r == null ? 0 : r.offset();
    y = output.array();
    yo = output.offset();
    boolean keeps = f != null && !f.fromOutput() && Tape.recording();
    if (keeps) {
      node.keep(output.size());
    }
    z = keeps ? node.kept() : y;
    zo = keeps ? node.keptOffset() : yo;
  }

  /** Lets go of everything; nobody may use it any more. */
  void end() {
    activation = null;
    shortcut = null;
    z = NONE;
    y = NONE;
    SPARE.giveBack(this);
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
