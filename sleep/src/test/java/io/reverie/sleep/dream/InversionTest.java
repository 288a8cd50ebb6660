package io.reverie.sleep.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Noise becomes what the network takes for a class. */
class InversionTest {
  private static final Shape PICTURE = Shape.of(5, 5);
  private static final int[] WANTED = {0, 1, 2, 2};

  private final Layer model =
      Sequential.of(
          x -> x.reshape(x.dim(0), 25),
          Linear.of(25, 30, Rng.of(1)),
          Activation.RELU,
          Linear.of(30, 3, Rng.of(2)));
  private final Ledger ledger = new Ledger();

  /** Fresh networks hardly have an opinion; this one does. */
  @BeforeEach
  void sharpen() {
    float[] numbers = model.parameters().values();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= 3;
    }
  }

  private static Inversion inversion(int steps, float smoothness) {
    return new Inversion(steps, 0.1f, smoothness, 5, 5, 0, 1);
  }

  private float[] probabilities(Tensor x) {
    Tensor shares = model.forward(x).softmax();
    var wanted = new float[WANTED.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = shares.at(i, WANTED[i]);
    }
    return wanted;
  }

  private Tensor inverted(int steps, float smoothness) {
    return inversion(steps, smoothness).invert(model, WANTED, PICTURE, Rng.of(4), ledger);
  }

  @Test
  void theWantedClassBecomesLikelier() {
    float[] before = probabilities(inverted(0, 0));
    float[] after = probabilities(inverted(20, 0));
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isGreaterThan(before[i] + 0.2f);
    }
  }

  @Test
  void inputsStayInTheirRange() {
    var shape = inverted(40, 0);
    assertThat(shape.shape()).isEqualTo(PICTURE.prepend(4));
    for (float x : shape.toArray()) {
      assertThat(x).isBetween(0f, 1f);
    }
  }

  @Test
  void smoothnessCostsDifferencesOfNeighbours() {
    assertThat(roughness(inverted(20, 1))).isLessThan(0.5 * roughness(inverted(20, 0)));
  }

  private static double roughness(Tensor x) {
    double sum = 0;
    for (int i = 0; i < x.dim(0); i++) {
      for (int r = 0; r < 5; r++) {
        for (int c = 0; c < 5; c++) {
          sum += r == 0 ? 0 : Math.pow(x.at(i, r, c) - x.at(i, r - 1, c), 2);
          sum += c == 0 ? 0 : Math.pow(x.at(i, r, c) - x.at(i, r, c - 1), 2);
        }
      }
    }
    return sum;
  }

  @Test
  void everyStepIsPaidForAndTheNetworkStaysAsItWas() {
    float[] before = model.parameters().snapshot();
    inverted(7, 0.1f);
    assertThat(ledger.gradientSamples()).isEqualTo(7 * 4);
    assertThat(model.parameters().values()).isEqualTo(before);
    assertThat(model.parameters().gradients()).containsOnly(0);
  }

  @Test
  void equalStreamsGiveEqualDreams() {
    assertThat(inverted(5, 0.1f).toArray()).isEqualTo(inverted(5, 0.1f).toArray());
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Inversion(-1, 0.1f, 0, 1, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 steps");
    assertThatThrownBy(() -> new Inversion(1, 0.1f, 0, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0 to 1.0");
  }
}
