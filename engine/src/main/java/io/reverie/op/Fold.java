package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Locale;

/**
 * One number for all along neighbouring axes {@code from} (inclusive) to {@code to} (exclusive),
 * which vanish.
 *
 * <p>The fluent methods of {@link Reductions} bring any set of axes into this form.
 */
public interface Fold extends Op {
  /** The first axis that vanishes. */
  int from();

  /** The axis behind the last that vanishes. */
  int to();

  /** Whether nothing has a value: the sum of no numbers is 0, but they have no largest. */
  default boolean hasIdentity() {
    return true;
  }

  /** y = the reduction of each of these columns. */
  void reduce(int count, int length, int step, float[] x, int xo, float[] y, int yo);

  /** dx += dy times the slope of the reduction, for each of these columns. */
  void gradient(
      int count,
      int length,
      int step,
      float[] x,
      int xo,
      float[] y,
      int yo,
      float[] dy,
      int dyo,
      float[] dx,
      int dxo);

  @Override
  default Shape shape(Shape... in) {
    int[] dims = in[0].dims();
    String called = name().toLowerCase(Locale.ROOT);
    if (from() < 0 || to() < from() || to() > dims.length) {
      throw new IndexOutOfBoundsException(
          "%s over axes %d to %d (exclusive) of %s, which has %d"
              .formatted(called, from(), to(), in[0], dims.length));
    }
    int[] left = new int[dims.length - (to() - from())];
    System.arraycopy(dims, 0, left, 0, from());
    System.arraycopy(dims, to(), left, from(), dims.length - to());
    Shape shape = Shape.of(left);
    if (!hasIdentity() && in[0].sizeOf(from(), to()) == 0 && shape.size() > 0) {
      throw new IllegalArgumentException(
          "%s over axes %d to %d (exclusive) of %s: there is nothing to choose from; it needs at"
                  .formatted(called, from(), to(), in[0])
              + " least one element");
    }
    return shape;
  }

  @Override
  default void forward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    float[] x = input.array();
    float[] y = output.array();
    int xo = input.offset();
    int yo = output.offset();
    AxisLines.forEach(
        Split.between(input.shape(), from(), to()),
        (count, length, step, start, result) ->
            reduce(count, length, step, x, xo + start, y, yo + result));
  }

  @Override
  default void backward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    Tensor arriving = node.outputGradient();
    Tensor leaving = node.inputGradient(0);
    float[] x = input.array();
    float[] y = output.array();
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int xo = input.offset();
    int yo = output.offset();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    AxisLines.forEach(
        Split.between(input.shape(), from(), to()),
        (count, length, step, start, result) ->
            gradient(
                count,
                length,
                step,
                x,
                xo + start,
                y,
                yo + result,
                dy,
                dyo + result,
                dx,
                dxo + start));
  }
}
