package io.reverie.sleep.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The bound of a VAE, and generators that learn by it. */
class VaeTest {
  private final Learner payer = Toys.learner(Toys.linear(4, 3, 1), 0.1f);

  /** Numbers that a short formula gives, so that PyTorch can be given the same. */
  private static float[] pattern(int n, double phase) {
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (0.7 * Math.sin(1.3 * i + phase));
    }
    return values;
  }

  private static Linear layer(int in, int out, double phase) {
    return new Linear(
        Parameter.of(pattern(in * out, phase), out, in),
        Parameter.of(pattern(out, phase + 0.5), out));
  }

  private static Vae fixed(int classes) {
    return new Vae(
        Sequential.of(layer(4 + classes, 5, 0.1), Activation.RELU),
        layer(5, 2, 0.2),
        layer(5, 2, 0.3),
        Sequential.of(layer(2 + classes, 5, 0.4), Activation.RELU, layer(5, 4, 0.5)),
        classes);
  }

  private static Tensor inputs() {
    return Tensor.of(new float[] {0, 0.25f, 1, 0.5f, 0.9f, 0.1f, 0.3f, 0.7f}, 2, 4);
  }

  private static Tensor noise() {
    return Tensor.of(new float[] {0.5f, -1, 0.25f, 1.5f}, 2, 2);
  }

  /**
   * PyTorch 2.13: {@code binary_cross_entropy_with_logits(sum) + kl_divergence(Normal, Normal)}.
   */
  @Test
  void theLossIsPyTorchs() {
    float[] losses = fixed(0).losses(inputs(), null, noise()).toArray();
    assertThat(losses).containsExactly(TORCH, Offset.offset(2e-5f));
  }

  @Test
  void theConditionalLossIsPyTorchs() {
    var told = Tensor.of(new float[] {0, 1, 0, 0, 0, 1}, 2, 3);
    float[] losses = fixed(3).losses(inputs(), told, noise()).toArray();
    assertThat(losses).containsExactly(TORCH_CONDITIONAL, Offset.offset(2e-5f));
    var other = Tensor.of(new float[] {1, 0, 0, 0, 0, 1}, 2, 3);
    float[] toldOther = fixed(3).losses(inputs(), other, noise()).toArray();
    assertThat(toldOther[0]).isNotEqualTo(losses[0]);
    assertThat(toldOther[1]).isEqualTo(losses[1]);
  }

  private static final float[] TORCH = {10.11949f, 5.576623f};
  private static final float[] TORCH_CONDITIONAL = {5.039914f, 5.22106f};

  @Test
  void aReconstructionIsTheDecodedMeanCode() {
    Vae vae = fixed(3);
    var told = Tensor.of(new float[] {0, 1, 0, 0, 0, 1}, 2, 3);
    Tensor both = inputs().concat(1, told);
    Tensor codes = vae.mean().forward(vae.encoder().forward(both));
    assertThat(vae.forward(both).toArray()).isEqualTo(vae.decode(codes, told).toArray());
    for (float x : vae.forward(both).toArray()) {
      assertThat(x).isBetween(0f, 1f);
    }
  }

  @Test
  void classesAreToldWhereThereAreSomeAndNowhereElse() {
    assertThatThrownBy(() -> fixed(3).losses(inputs(), null, noise()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 classes was told none");
    assertThatThrownBy(() -> fixed(0).losses(inputs(), Tensor.zeros(2, 3), noise()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(() -> Vae.conditional(4, 5, 2, 0, Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private VaeGenerator generator(boolean conditional, long seed) {
    Rng rng = Rng.of(seed);
    Vae vae = conditional ? Vae.conditional(4, 24, 3, 3, rng) : Vae.of(4, 24, 3, rng);
    return VaeGenerator.of(payer, vae, Shape.of(2, 2), 0.01f, rng.split("own"));
  }

  /** Class c is bright in pixel c, and pixel 3 is anything. */
  private static Batch bright(int n, Rng rng) {
    var x = new float[n * 4];
    var labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = rng.nextInt(3);
      x[4 * i + labels[i]] = 0.8f + 0.2f * rng.nextFloat();
      x[4 * i + 3] = rng.nextFloat();
    }
    return new Batch(Tensor.of(x, n, 2, 2), labels);
  }

  @Test
  void aConditionalGeneratorMakesTheClassItIsAskedFor() {
    VaeGenerator generator = generator(true, 3);
    Rng rng = Rng.of(8);
    for (int i = 0; i < 400; i++) {
      generator.learn(bright(32, rng), rng);
    }
    int[] asked = new int[60];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = i % 3;
    }
    Tensor made = generator.sample(asked, rng);
    assertThat(made.shape()).isEqualTo(Shape.of(60, 2, 2));
    int[] brightest = made.reshape(60, 4).slice(1, 0, 3).argmax().values();
    assertThat(brightest).isEqualTo(asked);
  }

  @Test
  void anUnconditionalGeneratorMakesAllClasses() {
    VaeGenerator generator = generator(false, 3);
    Rng rng = Rng.of(8);
    float first = generator.learn(bright(32, rng), rng);
    float last = first;
    for (int i = 0; i < 500; i++) {
      last = generator.learn(bright(32, rng), rng);
    }
    assertThat(last).isLessThan(first);
    int[] brightest =
        generator.sample(new int[90], rng).reshape(90, 4).slice(1, 0, 3).argmax().values();
    assertThat(brightest).contains(0, 1, 2);
  }

  @Test
  void learningAndDreamingArePaidInTheLedgerOfTheOneWhoDreams() {
    VaeGenerator generator = generator(true, 3);
    Rng rng = Rng.of(8);
    generator.learn(bright(7, rng), rng);
    generator.sample(new int[5], rng);
    generator.frozen().sample(new int[6], rng);
    assertThat(payer.ledger().gradientSamples()).isEqualTo(7);
    assertThat(payer.ledger().forwardSamples()).isEqualTo(11);
    // Encoder 7 to 24, codes 24 to 3 twice, decoder 6 to 24 to 4; weights and Adam's two moments.
    int numbers = 7 * 24 + 24 + 2 * (24 * 3 + 3) + 6 * 24 + 24 + 24 * 4 + 4;
    assertThat(payer.ledger().kept()).containsEntry("generator", 12L * numbers);
    assertThat(generator.bytes()).isEqualTo(4L * numbers);
  }

  @Test
  void weightsSayHowMuchEachSampleCounts() {
    Batch batch = bright(3, Rng.of(1));
    var weights = new float[] {0.2f, 0, 1.5f};
    VaeGenerator generator = generator(true, 3);
    Tensor noise = Tensor.randn(Rng.of(4), 3, 3);
    Tensor told = Indices.of(batch.labels()).oneHot(3);
    float[] losses = generator.vae().losses(batch.inputs(), told, noise).toArray();
    float loss = generator.learn(batch, weights, Rng.of(4));
    assertThat(loss).isCloseTo(0.2f * losses[0] + 1.5f * losses[2], Offset.offset(1e-4f));
    assertThatThrownBy(() -> generator.learn(batch, new float[2], Rng.of(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 weights for 3 samples");
  }

  @Test
  void aFrozenGeneratorGoesOnDreamingTheSame() {
    VaeGenerator generator = generator(true, 3);
    Sampler frozen = generator.frozen();
    int[] asked = {0, 1, 2, 0};
    float[] then = generator.sample(asked, Rng.of(9)).toArray();
    assertThat(frozen.sample(asked, Rng.of(9)).toArray()).isEqualTo(then);
    generator.learn(bright(32, Rng.of(2)), Rng.of(2));
    assertThat(generator.sample(asked, Rng.of(9)).toArray()).isNotEqualTo(then);
    assertThat(frozen.sample(asked, Rng.of(9)).toArray()).isEqualTo(then);
    assertThat(frozen.sample(asked, Rng.of(10)).toArray()).isNotEqualTo(then);
  }

  @Test
  void inputsOutOfRangeAreRefused() {
    for (float bad : new float[] {-0.1f, 1.1f, Float.NaN}) {
      var batch = new Batch(Tensor.of(new float[] {0, 1, bad, 0}, 1, 2, 2), new int[] {0});
      assertThatThrownBy(() -> generator(true, 3).learn(batch, Rng.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(bad));
    }
  }
}
