package io.reverie.nn;

import io.reverie.op.Surrogate;
import io.reverie.tensor.Tensor;

/**
 * 1 where x ≥ 0, 0 elsewhere: a neuron that fires or does not.
 *
 * @param surrogate the slope that flows back
 */
public record Step(Surrogate surrogate) implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return x.step(surrogate);
  }
}
