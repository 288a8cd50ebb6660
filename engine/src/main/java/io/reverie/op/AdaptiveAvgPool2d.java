package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;

/**
 * The mean of each of {@code output} places that cover the channels of images {@code [n, channels,
 * height, width]} evenly: a result of the same size, whatever that of the images. Place i of m sees
 * pixels ⌊i·length/m⌋ to ⌈(i + 1)·length/m⌉ (exclusive).
 *
 * @param output how many places from top to bottom, and from left to right
 */
public record AdaptiveAvgPool2d(Pair output) implements Op {
  /** Checks that there is at least one place each way. */
  public AdaptiveAvgPool2d {
    Pooling.check("adaptive average pool", output);
  }

  @Override
  public Shape shape(Shape... in) {
    return Pooling.adapted("adaptive average pool", in[0], output);
  }

  @Override
  public void forward(Node node) {
    Pooling pooling = Pooling.adaptive(node.input(0).shape(), output);
    node.hold(pooling);
    pooling.average(node);
  }

  @Override
  public void backward(Node node) {
    node.held(Pooling.class).addAverageGradient(node);
  }
}
