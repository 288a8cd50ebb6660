package io.reverie.bench.workload;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of two matrices, from square to skinny and odd.
 *
 * <p>PyTorch writes into a given matrix ({@code torch.mm(A, B, out=C)}); a tape of {@link
 * Tape#infer} likewise lends the same memory to each step.
 */
final class MatrixProducts {
  private static final int[][] SHAPES = {
    {64, 64, 64},
    {256, 256, 256},
    {1024, 1024, 1024},
    {2048, 2048, 2048},
    {128, 256, 784},
    {32, 512, 512},
    {1, 1024, 1024},
    {1000, 333, 77},
    {17, 1031, 513}
  };

  private MatrixProducts() {}

  static List<Workload> all() {
    List<Workload> all = new ArrayList<>();
    for (int[] shape : SHAPES) {
      all.add(of(shape[0], shape[1], shape[2]));
    }
    return all;
  }

  private static Workload of(int m, int n, int k) {
    return Workload.ofOperations(
        "gemm %dx%dx%d".formatted(m, n, k),
        2.0 * m * n * k,
        () -> {
          Rng rng = Rng.of(0);
          Tensor a = Tensor.randn(rng, m, k);
          Tensor b = Tensor.randn(rng, k, n);
          return () -> {
            try (var _ = Tape.infer()) {
              a.matmul(b);
            }
          };
        });
  }
}
