package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;

/** A library that multiplies matrices. */
public interface Library {
  /** Its version, and which kernels it chose. */
  String description();

  /** The product of {@code [m, k]} and {@code [k, n]}, in memory of the library's own kind. */
  Job product(Tensor a, Tensor b);

  /**
   * A library by its name.
   *
   * @param threads how many threads it may use
   */
  static Library of(String name, int threads) {
    return switch (name) {
      case "reverie" -> new Reverie();
      case "openblas" -> OpenBlas.asItChooses(threads);
      case "openblas-avx512" -> OpenBlas.forced(threads);
      case "mkl" -> new Mkl(threads);
      case "libtorch" -> new Libtorch(threads);
      case "onnxruntime" -> new OnnxRuntime(threads);
      case "nd4j" -> new Nd4jBlas(threads);
      case "ejml" -> new Ejml(threads);
      default -> throw new IllegalArgumentException(name + ": no such library");
    };
  }

  /** Work that is ready to be done again and again. */
  interface Job {
    /** Does it once. */
    void run();

    /** What came of it. */
    float[] result();
  }
}
