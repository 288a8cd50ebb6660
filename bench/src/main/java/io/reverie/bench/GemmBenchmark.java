package io.reverie.bench;

import io.reverie.kernel.Kernels;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The matrix product, on the sizes of the comparison with PyTorch and those of a small network.
 *
 * <p>A shape reads {@code NT 10x100x784}: A as it is (N) or transposed (T), the same for B, and m ×
 * n × k. The counter {@code flop} is in operations a second; its share of {@link PeakBenchmark}'s,
 * on as many threads, says how good the kernel is. The arrays lie where the garbage collector put
 * them and the windows at odd offsets, as in life. The result is checked before it is timed.
 */
public class GemmBenchmark extends EngineBenchmark {
  @Param({
    "NN 64x64x64",
    "NN 256x256x256",
    "NN 1024x1024x1024",
    "NN 2048x2048x2048",
    "NT 128x256x784",
    "NN 32x512x512",
    "NN 1x1024x1024",
    "NT 1x1024x1024",
    "NN 1000x333x77",
    "NN 17x1031x513",
    "NT 10x100x784",
    "TN 100x784x10"
  })
  public String shape;

  private boolean transA;
  private boolean transB;
  private int m;
  private int n;
  private int k;
  private int lda;
  private int ldb;
  private float[] a;
  private float[] b;
  private float[] c;
  private int offset;

  @Override
  void prepare() {
    transA = shape.charAt(0) == 'T';
    transB = shape.charAt(1) == 'T';
    String[] sizes = shape.substring(3).split("x");
    m = Integer.parseInt(sizes[0]);
    n = Integer.parseInt(sizes[1]);
    k = Integer.parseInt(sizes[2]);
    lda = transA ? m : k;
    ldb = transB ? k : n;
    var random = new Random();
    offset = random.nextInt(16);
    a = numbers(random, offset + m * k);
    b = numbers(random, offset + k * n);
    c = new float[offset + m * n];
    multiply();
    check(random);
  }

  private static float[] numbers(Random random, int size) {
    var numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private void check(Random random) {
    for (int sample = 0; sample < 1000; sample++) {
      int i = random.nextInt(m);
      int j = random.nextInt(n);
      double sum = 0;
      for (int p = 0; p < k; p++) {
        double x = a[offset + (transA ? p * lda + i : i * lda + p)];
        double y = b[offset + (transB ? j * ldb + p : p * ldb + j)];
        sum += x * y;
      }
      Inputs.check(shape, c[offset + i * n + j], sum, 1e-5 * Math.sqrt(k));
    }
  }

  private float[] multiply() {
    Kernels.GEMM.multiply(
        transA, transB, m, n, k, a, offset, lda, b, offset, ldb, false, c, offset, n);
    return c;
  }

  @Benchmark
  public float[] product(Flop counter, Traffic traffic) {
    counter.flop += 2.0 * m * n * k;
    traffic.bytes += 4.0 * ((double) m * k + (double) k * n + (double) m * n);
    return onThreads(this::multiply);
  }
}
