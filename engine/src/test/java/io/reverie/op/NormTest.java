package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What norms promise beyond their definitions: far from zero, in training, on any threads. */
class NormTest {
  private final Rng rng = Rng.of(4);

  /** Every norm, each without weights, of images with four channels. */
  private static final List<UnaryOperator<Tensor>> ALL =
      List.of(
          x -> Tensor.apply(new BatchNorm(null, null, 0, 1e-5f, true), x),
          x -> x.groupNorm(2, null, null, 1e-5f),
          x -> x.instanceNorm(null, null, 1e-5f),
          x -> x.layerNorm(1, 1e-5f),
          x -> x.layerNorm(3, 1e-5f));

  @Test
  void aLargeMeanIsTakenOffWithoutLoss() {
    Tensor x = Tensor.zeros(6, 4, 9, 21);
    Tensor far = Tensor.zeros(6, 4, 9, 21);
    for (int i = 0; i < x.size(); i++) {
      // Multiples of 2⁻¹⁰ below 2: exact also ten thousand away from zero.
      x.array()[i] = (rng.nextInt(4096) - 2048) / 1024f;
      far.array()[i] = x.array()[i] + 10_000;
    }
    Tensor up = Tensor.randn(rng, 6, 4, 9, 21);
    for (UnaryOperator<Tensor> norm : ALL) {
      float[] near = norm.apply(x).toArray();
      float[] shifted = norm.apply(far).toArray();
      float[] slope = gradient(norm, x, up);
      float[] shiftedSlope = gradient(norm, far, up);
      for (int i = 0; i < near.length; i++) {
        assertThat(shifted[i]).isCloseTo(near[i], within(1e-5f));
        assertThat(shiftedSlope[i]).isCloseTo(slope[i], within(1e-5f));
      }
    }
  }

  private static float[] gradient(UnaryOperator<Tensor> norm, Tensor x, Tensor up) {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(x);
      tape.backward(norm.apply(leaf), up);
      return leaf.gradient().toArray();
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Tensor x = Tensor.randn(rng, 9, 4, 33, 50);
    Tensor up = Tensor.randn(rng, 9, 4, 33, 50);
    Tensor w = Tensor.randn(rng, 4);
    Tensor row = Tensor.randn(rng, 50);
    float[] expected = everything(x, up, w, row);
    for (int threads = 1; threads <= 3; threads++) {
      try (var compute = Compute.threads(threads)) {
        assertThat(compute.call(() -> everything(x, up, w, row)))
            .as("%d threads", threads)
            .isEqualTo(expected);
      }
    }
  }

  /** The gradients of all inputs of all norms, and of filters and pools, one after the other. */
  private static float[] everything(Tensor x, Tensor up, Tensor w, Tensor row) {
    try (var tape = Tape.probe()) {
      Tensor image = tape.watch(x);
      Tensor weight = tape.watch(w);
      Tensor bias = tape.watch(w);
      Tensor each = tape.watch(row);
      Tensor filters = tape.watch(Tensor.randn(Rng.of(1), 4, 4, 3, 3));
      Tensor own = tape.watch(Tensor.randn(Rng.of(2), 4, 1, 3, 3));
      Tensor y =
          Tensor.apply(new BatchNorm(null, null, 0, 1e-5f, true), image, weight, bias)
              .add(image.groupNorm(2, weight, bias, 1e-5f))
              .add(image.layerNorm(each, each, 1e-5f))
              .add(image.rmsNorm(each, 1e-5f))
              .add(image.conv2d(filters, bias, new Conv2d(1, 1, 1, 1)))
              .add(image.conv2d(own, new Conv2d(1, 1, 1, 4)))
              .add(image.convTranspose2d(filters, bias, new ConvTranspose2d(1, 1, 0, 1, 1)))
              .add(image.maxPool2d(new MaxPool2d(3, 1, 1)))
              .add(image.avgPool2d(new AvgPool2d(3, 1, 1)))
              .add(image.upsample(Upsample.to(33, 50, Interpolation.BILINEAR)));
      tape.backward(y, up);
      return image
          .gradient()
          .flatten(0)
          .concat(
              0,
              weight.gradient(),
              bias.gradient(),
              each.gradient(),
              filters.gradient().flatten(0),
              own.gradient().flatten(0))
          .toArray();
    }
  }

  @Test
  void runningNumbersMoveTowardsTheBatchs() {
    Tensor mean = Tensor.of(1, 10);
    Tensor variance = Tensor.of(2, 20);
    Tensor x = Tensor.of(new float[] {1, 5, 3, 6, 2, 10}, 3, 2);
    try (var tape = Tape.train()) {
      tape.watch(x).batchNorm(null, null, mean, variance, 0.25f, 0);
    }
    // Channel means 2 and 7; variances without bias 1 and 7.
    assertThat(mean.toArray()).containsExactly(1.25f, 9.25f);
    assertThat(variance.toArray()).containsExactly(1.75f, 16.75f);
  }

  @Test
  void inUseRunningNumbersAreTakenAndStay() {
    Tensor mean = Tensor.of(1);
    Tensor variance = Tensor.of(4);
    Tensor x = Tensor.of(new float[] {1, 3, 9}, 3, 1);
    float[] y = x.batchNorm(null, null, mean, variance, 0.5f, 0).toArray();
    assertThat(y).containsExactly(0, 1, 4);
    try (var tape = Tape.probe()) {
      assertThat(tape.watch(x).batchNorm(null, null, mean, variance, 0.5f, 0).toArray())
          .isEqualTo(y);
    }
    assertThat(mean.item()).isEqualTo(1);
    assertThat(variance.item()).isEqualTo(4);
  }

  @Test
  void notANumberStaysWithItsOwn() {
    Tensor x = Tensor.randn(rng, 2, 4, 3, 17);
    x.array()[0] = Float.NaN;
    // The first channel of both images; the first half of the first image; its first plane; its
    // first row; all of the first image.
    int[] spoilt = {2 * 51, 2 * 51, 51, 17, 4 * 51};
    for (int i = 0; i < spoilt.length; i++) {
      int count = 0;
      for (float value : ALL.get(i).apply(x).toArray()) {
        count += Float.isNaN(value) ? 1 : 0;
      }
      assertThat(count).as("norm %d", i).isEqualTo(spoilt[i]);
    }
  }

  @Test
  void aBiasNeedsAWeight() {
    Tensor x = Tensor.randn(rng, 2, 4, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.groupNorm(2, null, Tensor.zeros(4), 1e-5f))
        .withMessageContaining("[2, 4, 3]")
        .withMessageContaining("weight of ones");
  }
}
