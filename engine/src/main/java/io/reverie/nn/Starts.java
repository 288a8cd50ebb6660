package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;

/** How the layers of filters start, as PyTorch's do: weights and bias even over ±1/√fan-in. */
final class Starts {
  private Starts() {}

  static void check(String name, int channels, int out, int groups) {
    if (channels < 1 || out < 1 || channels % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(
          "%s from %d to %d channels in %d groups: both must be positive and divisible by the groups"
              .formatted(name, channels, out, groups));
    }
  }

  static Parameter weight(Rng rng, int... dims) {
    return Initializer.torch().parameter(rng, dims);
  }

  /** The bias of a weight whose fan-in is the product of all axes but the first. */
  static Parameter bias(Rng rng, Parameter weight, int out) {
    int fanIn = Math.max(1, weight.size() / Math.max(1, weight.dim(0)));
    return Initializer.uniform((float) (1 / Math.sqrt(fanIn))).parameter(rng, out);
  }
}
