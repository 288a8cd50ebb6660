package io.reverie.bench.workload;

import io.reverie.nn.LayerNorm;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions of each element and of each row, without gradients. */
final class Elementwise {
  private static final int MILLION = 1 << 20;
  private static final int ROWS = 4096;
  private static final int WIDTH = 768;

  private Elementwise() {}

  static List<Workload> all() {
    return List.of(
        ofElements("exp 1M", Tensor::exp),
        ofElements("tanh 1M", Tensor::tanh),
        ofElements("gelu 1M", Tensor::geluTanh),
        ofRows("softmax 4096x768", Tensor::softmax),
        ofRows("layernorm 4096x768", LayerNorm.of(WIDTH)::forward));
  }

  private static Workload ofElements(String name, UnaryOperator<Tensor> function) {
    return Workload.of(name, () -> step(Tensor.randn(Rng.of(0), MILLION), function));
  }

  private static Workload ofRows(String name, UnaryOperator<Tensor> function) {
    return Workload.of(name, () -> step(Tensor.randn(Rng.of(0), ROWS, WIDTH), function));
  }

  private static Runnable step(Tensor x, UnaryOperator<Tensor> function) {
    return () -> {
      try (var _ = Tape.infer()) {
        function.apply(x);
      }
    };
  }
}
