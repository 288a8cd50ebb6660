package io.reverie.bench;

import io.reverie.bench.peers.Library;
import io.reverie.bench.peers.Network;
import io.reverie.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** Layers of networks by the engine and by others; results are held against the engine's. */
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class LayerPeersBenchmark extends EngineBenchmark {
  @Param({"reverie", "libtorch", "onnxruntime"})
  public String library;

  @Param({"conv b32 64>64 32x32 k3", "exp 1M", "softmax 4096x768", "layernorm 4096x768"})
  public String work;

  private Library.Job job;

  @Override
  void prepare() {
    boolean conv = work.startsWith("conv");
    Tensor x = conv ? Inputs.randn(32, 64, 32, 32) : rows();
    Tensor weight = conv ? Inputs.randn(64, 64, 3, 3) : Inputs.randn(768);
    Tensor bias = Inputs.randn(768);
    Network peer = (Network) Library.of(library, number(threads));
    Roll.enter(library, peer.description());
    job = job(peer, x, weight, bias);
    float[] wanted = job((Network) Library.of("reverie", 1), x, weight, bias).result();
    job.run();
    float[] result = job.result();
    Inputs.check(work + ", size", result.length, wanted.length, 0);
    // A sum of n products is as sure as √n of them, whoever adds them up.
    double tolerance = conv ? 1e-5 * Math.sqrt(64 * 9) : 1e-4;
    for (int i = 0; i < wanted.length; i++) {
      Inputs.check(library + " " + work, result[i], wanted[i], tolerance);
    }
  }

  private Tensor rows() {
    return work.startsWith("exp") ? Inputs.randn(1 << 20) : Inputs.randn(4096, 768);
  }

  private Library.Job job(Network peer, Tensor x, Tensor weight, Tensor bias) {
    return switch (work.substring(0, work.indexOf(' '))) {
      case "conv" -> peer.convolution(x, weight);
      case "exp" -> peer.exp(x);
      case "softmax" -> peer.softmax(x);
      default -> peer.layerNorm(x, weight, bias);
    };
  }

  @Benchmark
  public void layer() {
    onThreads(job::run);
  }
}
