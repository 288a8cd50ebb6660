package io.reverie.sleep.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.BatchNorm1d;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What a model was comes back, running statistics and all. */
class SnapshotTest {
  private final Layer model = Sequential.of(Linear.of(3, 4, Rng.of(1)), BatchNorm1d.of(4));
  private final Tensor x = Tensor.randn(Rng.of(2), 6, 3);

  private void learn() {
    Learner.of(model, Sgd.of(model, 0.1f), Rng.of(3)).step(6, net -> net.forward(x).square().sum());
  }

  @Test
  void comesBackWithItsBuffers() {
    float[] before = model.forward(x).toArray();
    Snapshot then = Snapshot.of(model);
    learn();
    float[] statistics = model.state().get("1.running_mean").toArray();
    assertThat(model.forward(x).toArray()).isNotEqualTo(before);
    then.restore(model);
    assertThat(model.forward(x).toArray()).isEqualTo(before);
    assertThat(model.state().get("1.running_mean").toArray()).isNotEqualTo(statistics);
  }

  @Test
  void anotherModelIsRefusedAndLeftAlone() {
    Layer wider = Sequential.of(Linear.of(3, 5, Rng.of(1)), BatchNorm1d.of(5));
    float[] before = wider.forward(x).toArray();
    assertThatThrownBy(() -> Snapshot.of(model).restore(wider))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12 numbers of 0.weight for a model with [5, 3]");
    assertThatThrownBy(() -> Snapshot.of(model).restore(Linear.of(3, 4, Rng.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another model");
    assertThat(wider.forward(x).toArray()).isEqualTo(before);
  }
}
