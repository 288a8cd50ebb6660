package io.reverie.examples.split;

import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/**
 * A classifier by angle: ten times the cosine between the input and each class's weights, without
 * bias. What Mammoth's ER-ACE puts in place of the network's last layer.
 *
 * @param weight {@code [classes, in]}
 */
public record CosineLinear(Parameter weight) implements Layer {
  private static final float SCALE = 10;

  /** A classifier that starts as PyTorch's linear layers do. */
  public static CosineLinear of(int in, int classes, Rng rng) {
    return new CosineLinear(Initializer.torch().parameter(rng, classes, in));
  }

  @Override
  public Tensor forward(Tensor x) {
    return ofLengthOne(x).linear(ofLengthOne(weight)).mul(SCALE);
  }

  private static Tensor ofLengthOne(Tensor rows) {
    return rows.div(rows.norm(2, true, 1).add(1e-5f));
  }
}
