package io.reverie.sleep.stage;

import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.List;

/** The weights of a sleeping network, and where they wait while others stand in their place. */
final class OwnWeights {
  /** Ends what stands in the weights' place. */
  @FunctionalInterface
  interface Guest extends AutoCloseable {
    @Override
    void close();
  }

  private static final Guest NOBODY = () -> {};

  private final Parameters parameters;
  private float @Nullable [] waiting;

  OwnWeights(Parameters parameters) {
    this.parameters = parameters;
  }

  /** Others stand in their place until this is closed. */
  Guest replaced(float[] others) {
    float[] own = setAside();
    parameters.restore(others);
    return () -> parameters.restore(own);
  }

  /** Noise lies on those of two axes and more until this is closed. */
  Guest disturbed(List<Noise> noises, float hour, Rng rng) {
    List<Noise> some =
        noises.stream()
            .filter(noise -> noise.place() == Noise.Place.WEIGHTS && noise.at(hour) != 0)
            .toList();
    if (some.isEmpty()) {
      return NOBODY;
    }
    float[] own = setAside();
    for (Noise noise : some) {
      for (Parameter weight : parameters.named().values()) {
        if (weight.shape().rank() > 1) {
          Tensor noisy = noise.disturb(weight.detach(), hour, rng);
          System.arraycopy(
              noisy.array(), noisy.offset(), weight.array(), weight.offset(), weight.size());
        }
      }
    }
    return () -> parameters.restore(own);
  }

  private float[] setAside() {
    float[] weights = parameters.values();
    float[] own = waiting == null ? new float[weights.length] : waiting;
    System.arraycopy(weights, 0, own, 0, weights.length);
    waiting = own;
    return own;
  }
}
