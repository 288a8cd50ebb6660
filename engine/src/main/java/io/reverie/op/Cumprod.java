package io.reverie.op;

import static io.reverie.kernel.Kernels.SCANS;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Running products along an axis: y at each place is the product of x up to it. */
public record Cumprod(int axis) implements Op {
  @Override
  public Shape shape(Shape... in) {
    in[0].axis(axis);
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor input = node.input(0);
    Tensor output = node.output();
    float[] x = input.array();
    float[] y = output.array();
    int xo = input.offset();
    int yo = output.offset();
    AxisLines.forEach(
        Split.at(input.shape(), axis),
        (count, length, step, start, _) ->
            SCANS.product(count, length, step, x, xo + start, y, yo + start));
  }

  @Override
  public void backward(Node node) {
    Tensor input = node.input(0);
    Tensor arriving = node.outputGradient();
    Tensor leaving = node.inputGradient(0);
    float[] x = input.array();
    float[] dy = arriving.array();
    float[] dx = leaving.array();
    int xo = input.offset();
    int dyo = arriving.offset();
    int dxo = leaving.offset();
    AxisLines.forEach(
        Split.at(input.shape(), axis),
        (count, length, step, start, _) ->
            SCANS.productGradient(
                count, length, step, x, xo + start, dy, dyo + start, dx, dxo + start));
  }
}
