package io.reverie.nn;

import io.reverie.tensor.Tensor;

/**
 * A layer with a way around it: y = x + body(x) (He et al. 2016).
 *
 * @param body what is added to its input; it keeps the shape, or broadcasts to it
 */
public record Residual(Layer body) implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return x.add(body.forward(x));
  }
}
