package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.op.Interpolation;
import io.reverie.op.Pad2d;
import io.reverie.op.PaddingMode;
import io.reverie.op.Pair;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Layers of filters, pools and norms: their names, how they start, and what they make. */
class ImageLayersTest {
  private final Rng rng = Rng.of(6);

  @Test
  void namesAreAsPyTorchHasThem() {
    Layer model =
        Sequential.of(
            Conv2d.of(1, 4, 3, rng).withoutBias(),
            BatchNorm2d.of(4),
            new Residual(Sequential.of(GroupNorm.of(2, 4), ConvTranspose2d.of(4, 4, 1, rng))),
            InstanceNorm2d.plain(),
            LayerNorm.of(6, 6),
            RmsNorm.of(6));
    assertThat(model.state().keySet())
        .containsExactly(
            "0.weight",
            "1.weight",
            "1.bias",
            "1.running_mean",
            "1.running_var",
            "2.body.0.weight",
            "2.body.0.bias",
            "2.body.1.weight",
            "2.body.1.bias",
            "4.weight",
            "4.bias",
            "5.weight");
    assertThat(model.forward(Tensor.randn(rng, 2, 1, 8, 8)).shape())
        .isEqualTo(Shape.of(2, 4, 6, 6));
    // The running numbers are kept, not learned.
    assertThat(BatchNorm1d.of(3).parameters().size()).isEqualTo(6);
  }

  @Test
  void filtersStartWithinTheirBounds() {
    startsWithin(Conv1d.of(6, 50, 4, rng).weight(), 1 / Math.sqrt(24));
    Conv1d grouped = Conv1d.of(6, 50, 4, io.reverie.op.Conv2d.along(1, 0, 1, 2), rng);
    startsWithin(grouped.weight(), 1 / Math.sqrt(12));
    startsWithin(Conv2d.of(3, 50, new Pair(2, 5), plain(), rng).weight(), 1 / Math.sqrt(30));
    // PyTorch counts the second axis of a turned filter as its fan-in: out/groups.
    startsWithin(ConvTranspose1d.of(40, 5, 4, rng).weight(), 1 / Math.sqrt(20));
    var turned = new io.reverie.op.ConvTranspose2d(1, 0, 0, 1, 2);
    startsWithin(ConvTranspose2d.of(40, 6, 3, turned, rng).weight(), 1 / Math.sqrt(27));
  }

  private static void startsWithin(Parameter weight, double bound) {
    double largest = 0;
    for (float value : weight.toArray()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isLessThanOrEqualTo(bound * 1.0000001).isGreaterThan(0.95 * bound);
  }

  private static io.reverie.op.Conv2d plain() {
    return new io.reverie.op.Conv2d(1, 0, 1, 1);
  }

  @Test
  void channelsMustBeDivisibleByGroups() {
    var two = new io.reverie.op.ConvTranspose2d(1, 0, 0, 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConvTranspose2d.of(4, 5, 3, two, rng))
        .withMessageContaining("from 4 to 5 channels in 2 groups");
  }

  @Test
  void sameKeepsTheSizeAndPutsTheOddPixelLast() {
    Conv2d same = Conv2d.same(2, 3, new Pair(4, 3), 2, PaddingMode.ZEROS, rng);
    assertThat(same.forward(Tensor.randn(rng, 2, 2, 5, 6)).shape()).isEqualTo(Shape.of(2, 3, 5, 6));
    Conv2d odd = Conv2d.same(1, 1, new Pair(1, 2), 1, PaddingMode.ZEROS, rng);
    Conv2d sum = new Conv2d(Parameter.of(Tensor.ones(1, 1, 1, 2)), null, plain(), odd.border());
    assertThat(sum.forward(Tensor.of(new float[] {1, 2, 4}, 1, 1, 1, 3)).toArray())
        .containsExactly(3, 6, 4);
  }

  @Test
  void aBorderShowsWhatItsModeSays() {
    Tensor x = Tensor.of(new float[] {1, 2, 4}, 1, 1, 1, 3);
    assertThat(padded(x, PaddingMode.ZEROS)).containsExactly(0, 0, 1, 2, 4, 0, 0);
    assertThat(padded(x, PaddingMode.REFLECT)).containsExactly(4, 2, 1, 2, 4, 2, 1);
    assertThat(padded(x, PaddingMode.REPLICATE)).containsExactly(1, 1, 1, 2, 4, 4, 4);
    assertThat(padded(x, PaddingMode.CIRCULAR)).containsExactly(2, 4, 1, 2, 4, 1, 2);
  }

  private static float[] padded(Tensor x, PaddingMode mode) {
    Parameter one = Parameter.of(Tensor.ones(1, 1, 1, 1));
    Conv2d copy = new Conv2d(one, null, plain());
    return copy.bordered(Pad2d.evenly(new Pair(0, 2), mode)).forward(x).toArray();
  }

  @Test
  void poolsAndSizesMakeTheShapesTheySay() {
    Tensor x = Tensor.randn(rng, 2, 3, 8, 6);
    Tensor line = Tensor.randn(rng, 2, 3, 9);
    assertThat(MaxPool2d.of(2).forward(x).shape()).isEqualTo(Shape.of(2, 3, 4, 3));
    assertThat(AvgPool2d.of(3, 2, 1).forward(x).shape()).isEqualTo(Shape.of(2, 3, 4, 3));
    assertThat(MaxPool1d.of(2).forward(line).shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThat(AvgPool1d.of(3, 1, 1).forward(line).shape()).isEqualTo(Shape.of(2, 3, 9));
    assertThat(new AdaptiveAvgPool2d(3, 2).forward(x).shape()).isEqualTo(Shape.of(2, 3, 3, 2));
    assertThat(AdaptiveMaxPool2d.of(1).forward(x).shape()).isEqualTo(Shape.of(2, 3, 1, 1));
    assertThat(Upsample.of(2).forward(x).shape()).isEqualTo(Shape.of(2, 3, 16, 12));
    assertThat(Upsample.of(1.5f, Interpolation.BILINEAR).forward(x).shape())
        .isEqualTo(Shape.of(2, 3, 12, 9));
    assertThat(ConvTranspose1d.of(3, 4, 2, rng).forward(line).shape())
        .isEqualTo(Shape.of(2, 4, 10));
  }

  @Test
  void globalAverageIsTheMeanOfEachChannel() {
    Tensor x = Tensor.randn(rng, 2, 3, 4, 5);
    Tensor y = new GlobalAvgPool().forward(x);
    Tensor one = AdaptiveAvgPool2d.of(1).forward(x);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
    for (int i = 0; i < y.size(); i++) {
      assertThat(y.toArray()[i]).isCloseTo(one.toArray()[i], within(1e-6f));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GlobalAvgPool().forward(Tensor.zeros(2, 3)))
        .withMessageContaining("[2, 3]");
  }

  @Test
  void aBatchNormTrainsByTheBatchAndIsUsedByItsMemory() {
    BatchNorm1d norm = BatchNorm1d.of(2);
    Tensor x = Tensor.randn(rng, 40, 2).mul(3).add(5);
    float[] trained = {};
    for (int step = 0; step < 200; step++) {
      try (var _ = Tape.train()) {
        trained = norm.forward(x).toArray();
      }
    }
    // After many steps the memory is the batch, but for n − 1 in the variance.
    float[] used = norm.forward(x).toArray();
    for (int i = 0; i < used.length; i++) {
      assertThat(used[i]).isCloseTo(trained[i] * (float) Math.sqrt(39 / 40.0), within(1e-4f));
    }
    assertThat(norm.forward(Tensor.zeros(3, 2, 4)).shape()).isEqualTo(Shape.of(3, 2, 4));
  }

  @Test
  void normsSayWhichInputsTheyTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm1d.of(2).forward(Tensor.zeros(1, 2, 3, 4)))
        .withMessageContaining("batchNorm1d of [1, 2, 3, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchNorm2d.of(2).forward(Tensor.zeros(1, 2, 3)))
        .withMessageContaining("batchNorm2d of [1, 2, 3]");
  }

  @Test
  void reshapeIsTheReverseOfFlatten() {
    Tensor x = Tensor.randn(rng, 2, 3, 4);
    Layer there = Sequential.of(Flatten.perSample(), Reshape.of(3, 4));
    assertThat(there.forward(x).shape()).isEqualTo(x.shape());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reshape.of(5).forward(x))
        .withMessageContaining("[2, 3, 4]")
        .withMessageContaining("[5]");
  }

  @Test
  void aResidualAddsItsInput() {
    Layer layer = new Residual(x -> x.mul(2));
    assertThat(layer.forward(Tensor.of(1, -2)).toArray()).containsExactly(3, -6);
  }
}
