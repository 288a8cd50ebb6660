package io.reverie.sleep.dawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken away, and nothing else. */
class CompressionTest {
  private final Rng rng = Rng.of(1);
  private final Sequential model =
      Sequential.of(Linear.of(20, 15, rng), Activation.RELU, Linear.of(15, 4, rng));

  private static float[] numbers(Layer model, String name) {
    return model.state().get(name).toArray();
  }

  private static float[] weights(Layer model) {
    float[] first = numbers(model, "0.weight");
    float[] all = Arrays.copyOf(first, first.length + 60);
    System.arraycopy(numbers(model, "2.weight"), 0, all, first.length, 60);
    return all;
  }

  @Test
  void theSmallestOfAllWeightsFall() {
    float[] before = weights(model);
    for (double share : new double[] {0, 0.1, 0.3, 0.5, 0.9, 1}) {
      float[] after = weights(Compression.prune(share).of(model));
      int pruned = (int) Math.round(share * 360);
      double largestGone = 0;
      double smallestLeft = Double.MAX_VALUE;
      int gone = 0;
      for (int i = 0; i < 360; i++) {
        if (after[i] == 0) {
          gone++;
          largestGone = Math.max(largestGone, Math.abs(before[i]));
        } else {
          assertThat(after[i]).isEqualTo(before[i]);
          smallestLeft = Math.min(smallestLeft, Math.abs(before[i]));
        }
      }
      assertThat(gone).isEqualTo(pruned);
      assertThat(largestGone).isLessThanOrEqualTo(smallestLeft);
    }
    assertThat(weights(model)).isEqualTo(before);
  }

  @Test
  void equalWeightsFallInOrderUntilThereAreEnough() {
    var same = new Linear(Parameter.of(new float[] {1, -1, 1, 2, -1, 1}, 2, 3), Parameter.zeros(2));
    assertThat(numbers(Compression.prune(0.5).of(same), "weight"))
        .containsExactly(0, 0, 0, 2, -1, 1);
  }

  @Test
  void biasesStay() {
    for (var compression : List.of(Compression.prune(1), Compression.quantise(2))) {
      var copy = compression.of(model);
      assertThat(numbers(copy, "0.bias")).isEqualTo(numbers(model, "0.bias"));
      assertThat(numbers(copy, "2.bias")).isEqualTo(numbers(model, "2.bias"));
    }
  }

  @Test
  void eachChannelIsRoundedByItsOwnScale() {
    for (int bits : new int[] {2, 4, 8, 16}) {
      float[] before = numbers(model, "0.weight");
      float[] after = numbers(Compression.quantise(bits).of(model), "0.weight");
      int most = (1 << (bits - 1)) - 1;
      for (int row = 0; row < 15; row++) {
        double largest = 0;
        for (int i = 0; i < 20; i++) {
          largest = Math.max(largest, Math.abs(before[row * 20 + i]));
        }
        double step = largest / most;
        for (int i = row * 20; i < row * 20 + 20; i++) {
          double q = after[i] / step;
          assertThat(Math.abs(q - Math.rint(q))).isLessThan(5e-3);
          assertThat(Math.abs(q)).isLessThan(most + 5e-3);
          assertThat(Math.abs(after[i] - before[i])).isLessThanOrEqualTo((float) (step * 0.505));
        }
      }
    }
  }

  @Test
  void ofPlainRows() {
    // Steps of 1 and of 10.
    assertThat(new Quantisation(4).of(new float[] {7, 3.4f, -0.6f, 70, 34, -6}, 2))
        .containsExactly(7, 3, -1, 70, 30, -10);
    assertThat(new Quantisation(4).of(new float[3], 1)).containsExactly(0, 0, 0);
    assertThatThrownBy(() -> new Quantisation(4).of(new float[5], 2))
        .hasMessageContaining("2 rows");
  }

  @Test
  void bytesAreBitsScalesAndTheRest() {
    // 360 weights, 19 channels, 19 biases.
    assertThat(new Quantisation(4).bytes(model)).isEqualTo(180 + 19 * 4 + 19 * 4);
    assertThat(new Quantisation(8).bytes(model)).isEqualTo(360 + 19 * 4 + 19 * 4);
  }

  @Test
  void oneAfterTheOther() {
    var both = Compression.prune(0.5).then(Compression.quantise(8));
    float[] after = weights(both.of(model));
    float[] pruned = weights(Compression.prune(0.5).of(model));
    for (int i = 0; i < after.length; i++) {
      assertThat(pruned[i] != 0 || after[i] == 0).as("zeros stay zeros").isTrue();
    }
    assertThat(after).isNotEqualTo(pruned);
    assertThat(weights(Compression.none().of(model))).isEqualTo(weights(model));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Compression.prune(1.1)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> Compression.quantise(1)).hasMessageContaining("1 bits");
  }
}
