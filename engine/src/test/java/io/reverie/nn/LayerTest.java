package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** What a layer consists of, under which names, and what is refused. */
class LayerTest {
  private final Rng rng = Rng.of(1);

  private record Block(Linear inner, Activation act, float scale, String note) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return act.forward(inner.forward(x)).mul(scale);
    }
  }

  private record Tower(Linear stem, List<Block> blocks, Parameter gain, Layer head)
      implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      Tensor y = stem.forward(x);
      for (Block block : blocks) {
        y = block.forward(y);
      }
      return head.forward(y.mul(gain));
    }
  }

  private Block block() {
    return new Block(Linear.withoutBias(3, 3, rng), Activation.TANH, 2, "a note");
  }

  @Test
  void sequentialNamesByNumber() {
    Layer model =
        Sequential.of(Linear.of(4, 3, rng), Activation.RELU, Tensor::relu, Linear.of(3, 2, rng));
    assertThat(names(model)).containsExactly("0.weight", "0.bias", "3.weight", "3.bias");
    assertThat(model.parameters().size()).isEqualTo(4 * 3 + 3 + 3 * 2 + 2);
  }

  @Test
  void recordsNameByComponentAndListsByNumber() {
    Tower tower =
        new Tower(
            Linear.of(2, 3, rng),
            List.of(block(), block()),
            Parameter.zeros(3),
            Sequential.of(Conv2d.of(1, 2, 3, rng)));
    assertThat(names(tower))
        .containsExactly(
            "stem.weight",
            "stem.bias",
            "blocks.0.inner.weight",
            "blocks.1.inner.weight",
            "gain",
            "head.0.weight",
            "head.0.bias");
  }

  private static class Scaled implements Layer {
    static final Parameter SHARED_BY_ALL = Parameter.zeros(9);
    private final Parameter gain = Parameter.zeros(2);
    private final int times = 3;

    @Override
    public Tensor forward(Tensor x) {
      return x.mul(gain).mul(times);
    }
  }

  private static final class Shifted extends Scaled {
    private final Parameter shift = Parameter.zeros(2);

    @Override
    public Tensor forward(Tensor x) {
      return super.forward(x).add(shift);
    }
  }

  @Test
  void classesNameByFieldAndThoseOfTheLayerThatTheyExtendComeFirst() {
    assertThat(names(new Scaled())).containsExactly("gain");
    assertThat(names(new Shifted())).containsExactly("gain", "shift");
  }

  private record Keyed(SequencedMap<String, Layer> towers) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return towers.firstEntry().getValue().forward(x);
    }
  }

  @Test
  void mapsNameByKey() {
    SequencedMap<String, Layer> towers = new LinkedHashMap<>();
    towers.put("left", Linear.withoutBias(2, 2, rng));
    towers.put("right", Linear.withoutBias(2, 2, rng));
    assertThat(names(new Keyed(towers)))
        .containsExactly("towers.left.weight", "towers.right.weight");
  }

  private record Own(Linear hidden) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return hidden.forward(x);
    }

    @Override
    public SequencedMap<String, Object> parts() {
      SequencedMap<String, Object> parts = new LinkedHashMap<>();
      parts.put("fc", hidden);
      return parts;
    }
  }

  @Test
  void aLayerMayListItsPartsItself() {
    assertThat(names(new Own(Linear.of(2, 2, rng)))).containsExactly("fc.weight", "fc.bias");
  }

  @Test
  void layersWithoutParametersHaveNone() {
    for (Layer layer :
        List.<Layer>of(
            Activation.RELU,
            new Dropout(0.5f),
            MaxPool2d.of(2),
            Flatten.perSample(),
            Tensor::softmax,
            x -> x.mul(2),
            Sequential.of())) {
      assertThat(layer.parameters().size()).isZero();
    }
  }

  @Test
  void aTiedParameterIsThereOnceAndLearnsFromBothUses() {
    Linear shared = Linear.withoutBias(2, 2, rng);
    Layer model = Sequential.of(shared, shared);
    assertThat(names(model)).containsExactly("0.weight");
    assertThat(model.parameters().size()).isEqualTo(4);
  }

  @Test
  void aLambdaThatHidesParametersIsRefused() {
    Linear linear = Linear.of(2, 2, rng);
    Parameter gain = Parameter.zeros(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequential.of(x -> linear.forward(x).relu()).parameters())
        .withMessage(
            "a lambda that captures a Linear hides its parameters: write a record with it as a"
                + " component");
    Layer scaled = x -> x.mul(gain);
    assertThatIllegalArgumentException()
        .isThrownBy(scaled::parameters)
        .withMessageContaining("captures a Parameter");
    Layer reference = linear::forward;
    assertThatIllegalArgumentException()
        .isThrownBy(reference::parameters)
        .withMessageContaining("captures a Linear");
  }

  @Test
  void theSameModelGivesTheSameParameters() {
    Layer model = Sequential.of(Linear.of(2, 2, rng), Linear.of(2, 2, rng));
    assertThat(model.parameters()).isSameAs(model.parameters());
  }

  @Test
  void aNestedModelLearns() {
    Tower tower =
        new Tower(
            Linear.of(2, 3, rng),
            List.of(block()),
            Parameter.of(Tensor.ones(3)),
            Linear.of(3, 1, rng));
    Parameters parameters = tower.parameters();
    try (var tape = Tape.train()) {
      tape.backward(tower.forward(Tensor.randn(rng, 4, 2)).square().mean());
    }
    parameters
        .named()
        .forEach((name, parameter) ->
            assertThat(parameter.gradient().toArray())
                .as(name)
                .isNotEqualTo(new float[parameter.size()]));
  }

  private static List<String> names(Layer layer) {
    return List.copyOf(layer.parameters().named().keySet());
  }
}
