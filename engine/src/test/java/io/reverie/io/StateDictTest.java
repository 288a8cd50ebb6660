package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateDictTest {
  private static Layer model(long seed) {
    Rng rng = Rng.of(seed);
    return Sequential.of(Linear.of(3, 4, rng), Activation.RELU, Linear.of(4, 2, rng));
  }

  @Test
  void namesAreAsPytorchHasThem() {
    assertThat(StateDict.of(model(1)).keySet())
        .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
  }

  @Test
  void loadingMakesModelsEqual() {
    Layer from = model(1);
    Layer to = model(2);
    Tensor x = Tensor.randn(Rng.of(3), 5, 3);
    assertThat(to.forward(x).toArray()).isNotEqualTo(from.forward(x).toArray());
    StateDict.Report report = StateDict.load(to, StateDict.of(from));
    assertThat(report.complete()).isTrue();
    report.requireComplete();
    assertThat(to.forward(x).toArray()).isEqualTo(from.forward(x).toArray());
  }

  @Test
  void whatDoesNotFitIsReported() {
    Map<String, Tensor> weights = new LinkedHashMap<>(StateDict.of(model(1)));
    weights.put("3.weight", weights.remove("2.weight"));
    weights.put("1.num_batches_tracked", Tensor.scalar(7));
    StateDict.Report report = StateDict.load(model(2), weights);
    assertThat(report.missing()).containsExactly("2.weight");
    assertThat(report.unexpected()).containsExactly("3.weight");
    assertThatThrownBy(report::requireComplete)
        .hasMessageContaining("missing [2.weight], unexpected [3.weight]");
  }

  @Test
  void aWrongShapeChangesNothing() {
    Layer model = model(1);
    Map<String, Tensor> before = StateDict.of(model);
    Map<String, Tensor> weights = new LinkedHashMap<>(StateDict.of(model(2)));
    weights.put("2.bias", Tensor.zeros(3));
    assertThatThrownBy(() -> StateDict.load(model, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"2.bias\" has shape [3], the model's has [2]");
    StateDict.of(model)
        .forEach((name, t) -> assertThat(t.toArray()).isEqualTo(before.get(name).toArray()));
  }
}
