package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Laws of filters and pools, and what is put together from several ops. */
class VisionTest {
  private final Rng rng = Rng.of(5);

  @Test
  void turnedFiltersAreTheTransposeOfFilters() {
    for (int groups : new int[] {1, 2, 4}) {
      Tensor weight = Tensor.randn(rng, 8, 4 / groups, 3, 2);
      Tensor x = Tensor.randn(rng, 2, 4, 7, 8);
      Tensor y = x.conv2d(weight, new Conv2d(2, 1, 1, groups));
      Tensor up = Tensor.randn(rng, y.shape().dims());
      Tensor back =
          up.convTranspose2d(
              weight,
              null,
              new ConvTranspose2d(Pair.of(2), Pair.of(1), new Pair(0, 0), Pair.of(1), groups));
      assertThat(back.shape()).isEqualTo(x.shape());
      assertThat(back.mul(x).sum().item()).isCloseTo(up.mul(y).sum().item(), within(1e-3f));
    }
  }

  @Test
  void sequencesAreImagesOfHeightOne() {
    Tensor x = Tensor.randn(rng, 2, 4, 9);
    Tensor image = x.reshape(2, 4, 1, 9);
    Tensor weight = Tensor.randn(rng, 6, 2, 3);
    Tensor bias = Tensor.randn(rng, 6);
    Conv2d along = Conv2d.along(2, 1, 2, 2);
    assertThat(x.conv1d(weight, bias, along).toArray())
        .isEqualTo(image.conv2d(weight.reshape(6, 2, 1, 3), bias, along).toArray());
    assertThat(x.conv1d(weight, null, along).shape().dims()).containsExactly(2, 6, 4);
    assertThat(x.maxPool1d(MaxPool2d.along(3, 2, 1)).toArray())
        .isEqualTo(image.maxPool2d(MaxPool2d.along(3, 2, 1)).toArray());
    assertThat(x.avgPool1d(AvgPool2d.along(2, 2, 0)).shape().dims()).containsExactly(2, 4, 4);
    Tensor turned =
        x.convTranspose1d(Tensor.randn(rng, 4, 3, 3), null, ConvTranspose2d.along(2, 1, 1, 1, 1));
    assertThat(turned.shape().dims()).containsExactly(2, 3, 18);
  }

  @Test
  void sequencesHaveThreeAxes() {
    Tensor x = Tensor.randn(rng, 4, 9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.conv1d(Tensor.zeros(1, 4, 3), null, Conv2d.along(1, 0, 1, 1)))
        .withMessageContaining("conv1d of [4, 9]")
        .withMessageContaining("[n, channels, length]");
  }

  @Test
  void shufflingPixelsThereAndBackIsNothing() {
    Tensor x = Tensor.randn(rng, 2, 12, 3, 5);
    Tensor larger = x.pixelShuffle(2);
    assertThat(larger.shape().dims()).containsExactly(2, 3, 6, 10);
    // Channel 1, row 3, column 4: row 1, column 2 of the channel for odd rows and even columns.
    assertThat(larger.at(1, 1, 3, 4)).isEqualTo(x.at(1, 4 + 2, 1, 2));
    assertThat(larger.pixelUnshuffle(2).toArray()).isEqualTo(x.toArray());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.pixelShuffle(5))
        .withMessageContaining("[2, 12, 3, 5] by 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.pixelUnshuffle(3))
        .withMessageContaining("[2, 12, 3, 5] by 3");
  }

  @Test
  void notANumberWinsInMaxPoolsAndStaysInItsWindow() {
    Tensor x = Tensor.randn(rng, 1, 1, 4, 4);
    x.array()[5] = Float.NaN;
    float[] y = x.maxPool2d(new MaxPool2d(2, 2, 0)).toArray();
    assertThat(y[0]).isNaN();
    assertThat(y[1] + y[2] + y[3]).isFinite();
  }

  @Test
  void aPixelRepeatedIsAveragedBackToItself() {
    Tensor x = Tensor.randn(rng, 2, 3, 4, 5);
    Tensor back =
        x.upsample(Upsample.by(3, Interpolation.NEAREST)).avgPool2d(new AvgPool2d(3, 3, 0));
    for (int i = 0; i < x.size(); i++) {
      assertThat(back.array()[i]).isCloseTo(x.array()[i], within(1e-6f));
    }
  }
}
