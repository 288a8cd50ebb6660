package io.reverie.sleep.spike;

import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of rectifiers without biases, whose activities can be read as rates of spikes (Diehl et
 * al. 2015).
 *
 * <p>Hidden neurons are silenced with probability p while learning, and speak with the share 1 − p
 * in use: the first form of dropout (Hinton et al. 2012), as DeepLearnToolbox has it. {@link
 * io.reverie.nn.Dropout} scales up while learning instead; the weights of one do not fit the other.
 *
 * @param layers the synapses, at least one layer, each without bias and as wide as the one before
 * @param dropout p, 0 ≤ p &lt; 1
 */
public record RateNetwork(List<Linear> layers, float dropout) implements Layer {
  /** Checks that the layers fit. */
  public RateNetwork {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || !(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "%d layers with dropout %s: 1 or more layers and 0 ≤ p < 1 are needed"
              .formatted(layers.size(), dropout));
    }
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).bias() != null) {
        throw new IllegalArgumentException(
            "layer %d has a bias, which spiking neurons have not: Linear.withoutBias".formatted(l));
      }
      if (l > 0 && layers.get(l).weight().dim(1) != layers.get(l - 1).weight().dim(0)) {
        throw new IllegalArgumentException(
            "layer %d takes %d numbers, layer %d gives %d: they must be as many"
                .formatted(
                    l, layers.get(l).weight().dim(1), l - 1, layers.get(l - 1).weight().dim(0)));
      }
    }
  }

  /** A network of these sizes, inputs first, whose weights start even over ±spread. */
  public static RateNetwork of(float spread, float dropout, Rng rng, int... sizes) {
    List<Linear> layers = new ArrayList<>();
    for (int l = 1; l < sizes.length; l++) {
      layers.add(
          new Linear(Initializer.uniform(spread).parameter(rng, sizes[l], sizes[l - 1]), null));
    }
    return new RateNetwork(layers, dropout);
  }

  /** {@code [n, in]} to {@code [n, out]}: the last layer's drive, before its rectifier. */
  @Override
  public Tensor forward(Tensor x) {
    return layers.getLast().forward(features(x));
  }

  /** What the last hidden layer says, {@code [n, hidden]}; the input where there is none. */
  public Tensor features(Tensor x) {
    Tensor a = x;
    for (Linear layer : layers.subList(0, layers.size() - 1)) {
      a = activity(layer, a);
    }
    return a;
  }

  /** One hidden layer's activity. */
  Tensor activity(Linear layer, Tensor a) {
    Tensor rate = layer.forward(a).relu();
    return dropout == 0 ? rate : rate.dropout(dropout).mul(1 - dropout);
  }
}
