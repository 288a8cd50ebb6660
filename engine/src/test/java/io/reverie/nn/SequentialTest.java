package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialTest {
  private final Rng rng = Rng.of(1);

  @Test
  void appliesItsLayersInOrder() {
    Layer model = Sequential.of(x -> x.add(1), x -> x.mul(2), Tensor::square);
    assertThat(model.forward(Tensor.scalar(3)).item()).isEqualTo(64);
  }

  @Test
  void ofNoLayersIsTheInput() {
    Tensor x = Tensor.scalar(3);
    assertThat(Sequential.of().forward(x)).isSameAs(x);
  }

  @Test
  void keepsACopyOfTheList() {
    List<Layer> layers = new ArrayList<>(List.of(Activation.RELU));
    Sequential model = new Sequential(layers);
    layers.add(x -> x.mul(100));
    assertThat(model.forward(Tensor.of(-1, 2)).toArray()).containsExactly(0, 2);
  }

  @Test
  void layersAreTheirFunctions() {
    Tensor x = Tensor.randn(rng, 2, 3);
    assertThat(Activation.RELU.forward(x).toArray()).isEqualTo(x.relu().toArray());
    assertThat(Activation.SIGMOID.forward(x).toArray()).isEqualTo(x.sigmoid().toArray());
    assertThat(Activation.TANH.forward(x).toArray()).isEqualTo(x.tanh().toArray());
    assertThat(Activation.SOFTMAX.forward(x).toArray()).isEqualTo(x.softmax().toArray());
    Linear linear = Linear.of(3, 4, rng);
    assertThat(linear.forward(x).toArray())
        .isEqualTo(x.linear(linear.weight(), linear.bias()).toArray());
    Linear bare = Linear.withoutBias(3, 4, rng);
    assertThat(bare.forward(x).toArray()).isEqualTo(x.linear(bare.weight()).toArray());
  }

  @Test
  void anImageNetworkHasTheShapesItPromises() {
    Layer model =
        Sequential.of(
            Conv2d.padded(1, 4, 3, 1, rng),
            Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.of(4, 6, 3, rng),
            MaxPool2d.of(3, 2, 1),
            Flatten.perSample(),
            Linear.of(6 * 3 * 3, 10, rng));
    assertThat(model.forward(Tensor.randn(rng, 5, 1, 14, 14)).shape()).isEqualTo(Shape.of(5, 10));
    var bare =
        new Conv2d(
            Initializer.torch().parameter(rng, 2, 1, 3, 3),
            null,
            new io.reverie.op.Conv2d(2, 0, 1, 1));
    assertThat(bare.forward(Tensor.randn(rng, 1, 1, 7, 7)).shape()).isEqualTo(Shape.of(1, 2, 3, 3));
  }
}
