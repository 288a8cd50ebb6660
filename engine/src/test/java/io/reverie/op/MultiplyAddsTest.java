package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Costs as PyTorch's FlopCounterMode counts them, two of its operations a multiply-add. */
class MultiplyAddsTest {
  private static long cost(Op op, int[]... inputs) {
    Shape[] in = Arrays.stream(inputs).map(Shape::of).toArray(Shape[]::new);
    return op.multiplyAdds(op.shape(in), in);
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  @Test
  void productsOfMatrices() {
    assertThat(cost(new Linear(), dims(3, 5, 7), dims(4, 7), dims(4))).isEqualTo(420);
    assertThat(cost(new MatMul(false, false), dims(2, 3, 4, 5), dims(3, 5, 6))).isEqualTo(720);
    assertThat(cost(new MatMul(true, true), dims(5, 4), dims(6, 5))).isEqualTo(120);
  }

  @Test
  void filters() {
    Pair one = Pair.of(1);
    Conv2d conv = new Conv2d(new Pair(2, 1), new Pair(1, 0), new Pair(1, 2), 2);
    assertThat(cost(conv, dims(2, 4, 9, 8), dims(6, 2, 3, 2), dims(6))).isEqualTo(4320);
    var back = new ConvTranspose2d(Pair.of(2), one, one, one, 2);
    assertThat(cost(back, dims(2, 4, 5, 6), dims(4, 3, 3, 2))).isEqualTo(4320);
  }

  @Test
  void attention() {
    int[] q = {2, 3, 5, 8};
    int[] k = {2, 3, 7, 8};
    assertThat(cost(new Attention(Scores.of(8)), q, k, dims(2, 3, 7, 6))).isEqualTo(2940);
    assertThat(cost(new AttentionWeights(Scores.of(8)), q, k)).isEqualTo(1680);
    // Of itself: 2 samples, 3 heads, 5 queries, 5 keys, 8 + 8 features.
    var self = new SelfAttention(3, Scores.of(8).forCausal(), 0, null);
    assertThat(cost(self, dims(2, 5, 72))).isEqualTo(2 * 3 * 5 * 5 * 16);
  }

  @Test
  void recurrentNeurons() {
    int[] x = {3, 5, 4};
    var steps = Steps.forward();
    assertThat(cost(new LstmLayer(steps), x, dims(24, 4), dims(24, 6))).isEqualTo(3600);
    assertThat(cost(new GruLayer(steps), x, dims(18, 4), dims(18, 6), dims(18), dims(18)))
        .isEqualTo(2700);
    assertThat(cost(new RnnLayer(steps, false), x, dims(6, 4), dims(6, 6))).isEqualTo(900);
  }

  @Test
  void moreThanAnIntHolds() {
    assertThat(cost(new MatMul(false, false), dims(40_000, 1_000), dims(1_000, 40_000)))
        .isEqualTo(1_600_000_000_000L);
    assertThat(cost(new Relu(), dims(7))).isZero();
  }
}
