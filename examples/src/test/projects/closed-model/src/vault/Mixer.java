package vault;

import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A layer that nobody outside its module may look into, so it lists its parts itself. */
record Mixer(List<Gate> gates, Linear out) implements Layer {
  /** A layer within the layer, as closed as the other. */
  record Gate(Linear linear, Parameter scale) implements Layer {
    static Gate of(int features, Rng rng) {
      return new Gate(Linear.of(features, features, rng), Parameter.of(Tensor.full(1, features)));
    }

    @Override
    public Tensor forward(Tensor x) {
      return linear.forward(x).tanh().mul(scale).add(x);
    }

    @Override
    public SequencedMap<String, Object> parts() {
      SequencedMap<String, Object> parts = new LinkedHashMap<>();
      parts.put("linear", linear);
      parts.put("scale", scale);
      return parts;
    }
  }

  static Mixer of(int features, Rng rng) {
    return new Mixer(
        List.of(Gate.of(features, rng), Gate.of(features, rng)), Linear.of(features, 2, rng));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (Gate gate : gates) {
      y = gate.forward(y);
    }
    return out.forward(y);
  }

  @Override
  public SequencedMap<String, Object> parts() {
    SequencedMap<String, Object> parts = new LinkedHashMap<>();
    parts.put("gates", gates);
    parts.put("out", out);
    return parts;
  }
}
