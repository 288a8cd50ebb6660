package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs in fewer bytes, and memories of what the bottom of a network makes of its inputs. */
class CodecTest {
  private static float[] there(Codec codec, float... row) {
    byte[] coded = new byte[codec.size(row.length) + 5];
    codec.encode(row, 0, row.length, coded, 3);
    float[] back = new float[row.length];
    codec.decode(coded, 3, back, 0, row.length);
    return back;
  }

  @Test
  void bytesAreOffByHalfAStep() {
    var rng = Rng.of(2);
    for (int trial = 0; trial < 200; trial++) {
      float[] row = Tensor.randn(rng, 50).mul((float) Math.pow(10, trial % 9 - 4)).toArray();
      float least = Float.MAX_VALUE;
      float most = -Float.MAX_VALUE;
      for (float x : row) {
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
      float[] back = there(Codec.uint8(), row);
      for (int i = 0; i < 50; i++) {
        assertThat(back[i]).isCloseTo(row[i], within((most - least) / 255 * 0.501f));
      }
      assertThat(there(Codec.uint8(), back)).containsExactly(back, within((most - least) * 1e-6f));
    }
    assertThat(there(Codec.uint8(), 7, 7, 7)).containsExactly(7, 7, 7);
    assertThat(there(Codec.uint8(), Float.MAX_VALUE, -Float.MAX_VALUE)[1])
        .isEqualTo(-Float.MAX_VALUE);
    assertThat(there(Codec.uint8())).isEmpty();
  }

  @Test
  void greyLevelsComeBack() {
    float[] grey = new float[256];
    for (int i = 0; i < 256; i++) {
      grey[i] = i / 255f;
    }
    float[] back = there(Codec.uint8(), grey);
    for (int i = 0; i < 256; i++) {
      assertThat(back[i]).isCloseTo(grey[i], within(1e-7f));
    }
  }

  @Test
  void halvesKeepElevenBits() {
    var rng = Rng.of(2);
    float[] row = Tensor.randn(rng, 500).toArray();
    float[] back = there(Codec.float16(), row);
    for (int i = 0; i < 500; i++) {
      assertThat(back[i]).isCloseTo(row[i], within(Math.abs(row[i]) / 2048 + 1e-7f));
    }
    float infinite = Float.POSITIVE_INFINITY;
    assertThat(there(Codec.float16(), 65504, 1e6f, Float.NaN, -1))
        .containsExactly(65504, infinite, Float.NaN, -1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void bytesRefuseWhatTheyCannotHold(float odd) {
    var memory =
        ReplayBuffer.coded(1, Shape.of(2), 2, false, Codec.uint8(), KeepRule.window(), Rng.of(1));
    memory.add(Toys.oneHots(2, 1), 0);
    var wrong = new Batch(Tensor.of(new float[] {1, odd}, 1, 2), new int[] {0});
    assertThatThrownBy(() -> memory.add(wrong, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(odd + " at place 1");
    assertThat(memory.all().batch().labels()).containsExactly(1);
    assertThat(memory.all().batch().inputs().toArray()).containsExactly(0, 1);
    assertThat(memory.count(1)).isOne();
  }

  @Test
  void bytesAreCountedAsTheyAre() {
    for (boolean logits : new boolean[] {false, true}) {
      var memory =
          ReplayBuffer.coded(
              7, Shape.of(30), 2, logits, Codec.uint8(), KeepRule.window(), Rng.of(1));
      assertThat(memory.bytes()).isEqualTo(7 * (30 + 8 + 20 + (logits ? 8 : 0)));
      assertThat(memory.keepsLogits()).isEqualTo(logits);
    }
  }

  /** A codec of one's own, and what is moved about stays itself. */
  @Test
  void aCodedMemoryHoldsWhatAPlainOneHolds() {
    KeepRule rule = KeepRule.balancedReservoir();
    var plain = ReplayBuffer.of(9, Shape.of(4), 3, rule, Rng.of(1));
    var coded = ReplayBuffer.coded(9, Shape.of(4), 3, false, Codec.uint8(), rule, Rng.of(1));
    var rng = Rng.of(2);
    for (int i = 0; i < 60; i++) {
      var batch = new Batch(Tensor.randn(rng, 2, 4), new int[] {rng.nextInt(3), i % 3});
      plain.add(batch, i);
      coded.add(batch, i);
      if (i % 5 == 4) {
        int slot = rng.nextInt(plain.size());
        plain.remove(slot);
        coded.remove(slot);
      }
      float[] exact = plain.draw(4).batch().inputs().toArray();
      assertThat(coded.draw(4).batch().inputs().toArray()).containsExactly(exact, within(0.02f));
      assertThat(coded.all().batch().labels()).isEqualTo(plain.all().batch().labels());
    }
  }

  /**
   * REMIND and SIESTA: the bottom is frozen, the memory holds what it makes of the inputs, and the
   * top learns from that. With a byte a number it learns as well, from a quarter of the bytes.
   */
  @Test
  void theTopOfANetworkLearnsFromMemoriesOfFeatures() {
    Dataset train = Toys.blobs(3, 8, 60, 2, 1, 2);
    Dataset test = Toys.blobs(3, 8, 60, 2, 1, 3);
    for (Codec codec : new Codec[] {Codec.uint8(), Codec.float16()}) {
      var rng = Rng.of(4);
      var bottom = Sequential.of(Linear.of(8, 32, rng), Activation.RELU);
      var top = Linear.of(32, 3, rng);
      var learner = Learner.of(top, Sgd.of(top, 0.1f), rng);
      var memory =
          ReplayBuffer.coded(
              60, Shape.of(32), 3, false, codec, KeepRule.balancedReservoir(), rng.split("memory"));
      for (Batch batch : train.batches(10, rng)) {
        memory.add(new Batch(features(bottom, batch.inputs()), batch.labels()), 0);
      }
      for (int i = 0; i < 200; i++) {
        learner.step(memory.draw(Draw.balanced(), 16).batch());
      }
      Tensor answers = learner.answers(features(bottom, test.all().inputs()));
      int right = 0;
      int[] said = answers.argmax().values();
      for (int i = 0; i < said.length; i++) {
        right += said[i] == test.label(i) ? 1 : 0;
      }
      assertThat(right / 180.0).isGreaterThan(0.9);
      assertThat(memory.bytes()).isEqualTo(60L * (codec.size(32) + 20));
    }
  }

  private static Tensor features(Sequential bottom, Tensor inputs) {
    try (var _ = Tape.infer()) {
      return bottom.forward(inputs).copy();
    }
  }
}
