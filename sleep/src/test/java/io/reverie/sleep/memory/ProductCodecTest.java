package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A byte a part: the nearest of the typical ones. */
class ProductCodecTest {
  private static float[] there(Codec codec, float... row) {
    byte[] coded = new byte[codec.size(row.length)];
    codec.encode(row, 0, row.length, coded, 0);
    float[] back = new float[row.length];
    codec.decode(coded, 0, back, 0, row.length);
    return back;
  }

  private static double off(Codec codec, Tensor rows) {
    double squares = 0;
    for (int i = 0; i < rows.dim(0); i++) {
      float[] row = rows.slice(0, i, i + 1).toArray();
      float[] back = there(codec, row);
      for (int j = 0; j < row.length; j++) {
        squares += Math.pow(row[j] - back[j], 2);
      }
    }
    return squares / rows.size();
  }

  @Test
  void asManySamplesAsCentresComeBackExactly() {
    Tensor rows = Tensor.randn(Rng.of(1), 200, 6);
    var codec = ProductCodec.of(rows, 2, 3, Rng.of(2));
    assertThat(off(codec, rows)).isZero();
  }

  /** Each part is the nearest of all that ever come out. */
  @Test
  void theNearestIsKept() {
    var rng = Rng.of(1);
    Tensor rows = Tensor.randn(rng, 600, 4);
    var codec = ProductCodec.of(rows, 2, 4, Rng.of(2));
    Tensor others = Tensor.randn(rng, 40, 4);
    float[][] out = new float[256][4];
    for (int c = 0; c < 256; c++) {
      codec.decode(new byte[] {(byte) c, (byte) c}, 0, out[c], 0, 4);
    }
    for (int i = 0; i < 40; i++) {
      float[] row = others.slice(0, i, i + 1).toArray();
      float[] back = there(codec, row);
      for (int part = 0; part < 4; part += 2) {
        double mine = distance(row, back, part);
        for (float[] centre : out) {
          assertThat(mine).isLessThanOrEqualTo(distance(row, centre, part) + 1e-6);
        }
      }
    }
  }

  private static double distance(float[] a, float[] b, int part) {
    return Math.hypot(a[part] - b[part], a[part + 1] - b[part + 1]);
  }

  @Test
  void roundsAndPartsMakeItBetter() {
    Tensor rows = Tensor.randn(Rng.of(1), 800, 8);
    double last = Double.POSITIVE_INFINITY;
    for (int rounds : new int[] {0, 1, 5, 20}) {
      double now = off(ProductCodec.of(rows, 2, rounds, Rng.of(2)), rows);
      assertThat(now).isLessThan(last);
      last = now;
    }
    assertThat(off(ProductCodec.of(rows, 4, 5, Rng.of(2)), rows)).isLessThan(last / 2);
    assertThat(off(ProductCodec.of(rows, 8, 5, Rng.of(2)), rows)).isLessThan(0.001);
  }

  @Test
  void anotherCodebookIsAnotherCodec() {
    Tensor rows = Tensor.randn(Rng.of(1), 300, 4);
    var codec = ProductCodec.of(rows, 2, 2, Rng.of(2));
    var memory = memory(codec);
    memory.add(new Batch(rows.slice(0, 0, 5), new int[5]), 0);
    var same = memory(ProductCodec.of(rows, 2, 2, Rng.of(2)));
    same.restore(memory.state());
    assertThat(same.all().batch().inputs().toArray())
        .isEqualTo(memory.all().batch().inputs().toArray());
    assertThatThrownBy(() -> memory(ProductCodec.of(rows, 2, 2, Rng.of(3))).restore(memory.state()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("codebook");
    assertThat(memory.bytes()).isEqualTo(5 * (2 + 20) + 256 * 4 * 4);
  }

  private static ReplayBuffer memory(Codec codec) {
    return ReplayBuffer.coded(5, Shape.of(4), 1, false, codec, KeepRule.window(), Rng.of(1));
  }

  @Test
  void refusesWhatCannotBeCut() {
    assertThatThrownBy(() -> ProductCodec.of(Tensor.zeros(9, 5), 2, 1, Rng.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of the parts");
    var codec = ProductCodec.of(Tensor.zeros(9, 4), 2, 1, Rng.of(1));
    assertThatThrownBy(() -> codec.size(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 are needed");
  }
}
