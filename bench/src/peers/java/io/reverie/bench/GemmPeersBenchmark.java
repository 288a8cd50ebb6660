package io.reverie.bench;

import io.reverie.bench.peers.Library;
import io.reverie.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/**
 * The matrix product by the engine and by other libraries, one after the other in one run.
 *
 * <p>Each library has the matrices in memory of its own kind: nothing is copied on the clock. The
 * output names the version and the kernels that were used.
 */
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class GemmPeersBenchmark extends EngineBenchmark {
  @Param({
    "reverie",
    "openblas-avx512",
    "openblas",
    "mkl",
    "libtorch",
    "onnxruntime",
    "nd4j",
    "ejml"
  })
  public String library;

  @Param({
    "64x64x64",
    "256x256x256",
    "1024x1024x1024",
    "128x256x784",
    "1x1024x1024",
    "1000x333x77",
    "17x1031x513"
  })
  public String work;

  private int m;
  private int n;
  private int k;
  private Library.Job job;

  @Override
  void prepare() {
    String[] sizes = work.split("x");
    m = Integer.parseInt(sizes[0]);
    n = Integer.parseInt(sizes[1]);
    k = Integer.parseInt(sizes[2]);
    Tensor a = Inputs.randn(m, k);
    Tensor b = Inputs.randn(k, n);
    Library peer = Library.of(library, number(threads));
    job = peer.product(a, b);
    Roll.enter(library, peer.description());
    job.run();
    float[] result = job.result();
    for (int sample = 0; sample < 1000; sample++) {
      int i = Inputs.RNG.nextInt(m);
      int j = Inputs.RNG.nextInt(n);
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum += (double) a.at(i, p) * b.at(p, j);
      }
      Inputs.check(library + " " + work, result[i * n + j], sum, 1e-5 * Math.sqrt(k));
    }
  }

  @Benchmark
  public void product(Flop counter) {
    counter.flop += 2.0 * m * n * k;
    onThreads(job::run);
  }
}
