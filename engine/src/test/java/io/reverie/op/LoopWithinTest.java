package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Compute;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops whose bodies are kept for the next loop do not lose them to a loop within the loop. */
class LoopWithinTest {
  private static final int ROWS = 96;
  private static final int COLS = 1000;

  /** The identity of someone who asks other operations for it, of the same kinds. */
  private record Roundabout() implements Unary {
    @Override
    public void map(int n, float[] x, int xo, float[] y, int yo) {
      if (n > 0) {
        System.arraycopy(busy(n, x, xo), 0, y, yo, n);
      }
    }

    @Override
    public void gradient(
        int n, float[] x, int xo, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
      float[] slopes = busy(n, dy, dyo);
      for (int i = 0; i < n; i++) {
        dx[dxo + i] += slopes[i];
      }
    }

    private static float[] busy(int n, float[] x, int xo) {
      float[] own = Arrays.copyOfRange(x, xo, xo + n);
      try (var tape = Tape.train()) {
        Parameter in = Parameter.of(own.clone(), n);
        Tensor y = in.relu().add(in.neg().relu()).layerNorm(1, 1e-5f).reshape(n, 1);
        tape.backward(y.batchNorm(null, null, Tensor.zeros(1), Tensor.ones(1), 0, 1).mean());
      }
      return own;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aUsersFunctionMayUseOperations(int threads) {
    Rng rng = Rng.of(5);
    Tensor x = Tensor.randn(rng, ROWS, COLS);
    Parameter weight = Parameter.of(Tensor.randn(rng, COLS, COLS));
    try (var compute = Compute.threads(threads)) {
      compute.run(() -> {
        try (var tape = Tape.train()) {
          Tensor w = tape.watch(x);
          Tensor y = Tensor.apply(new Roundabout(), w);
          assertThat(y.toArray()).isEqualTo(x.toArray());
          Tensor z = y.linear(weight);
          Tensor around = Tensor.apply(new Roundabout(), z);
          assertThat(around.toArray()).isEqualTo(z.toArray());
          Tensor slopes = Tensor.randn(rng, ROWS, COLS);
          tape.backward(around, slopes);
          assertThat(w.gradient().toArray()).isEqualTo(slopes.matmul(weight).toArray());
        }
      });
    }
  }
}
