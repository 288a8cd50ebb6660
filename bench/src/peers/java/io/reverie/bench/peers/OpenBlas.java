package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;
import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * OpenBLAS.
 *
 * <p>It chooses kernels by the processor's name, and on some with AVX-512 takes those for AVX2,
 * which are half as fast: hence the second way, which tells it.
 */
final class OpenBlas implements Library {
  private final Path library;

  private OpenBlas(int threads) {
    Path binding = Path.of(Loader.load(openblas_nolapack.class));
    library = binding.resolveSibling("libopenblas.so.0");
    Natives.call(library, "openblas_set_num_threads", threads);
  }

  /** With the kernels that it takes by itself. */
  static OpenBlas asItChooses(int threads) {
    return new OpenBlas(threads);
  }

  /** With its kernels for AVX-512. */
  static OpenBlas forced(int threads) {
    bestKernels();
    return new OpenBlas(threads);
  }

  /**
   * Makes any OpenBLAS that is loaded from now on use its kernels for AVX-512, if there is that.
   */
  static void bestKernels() {
    if (Natives.avx512()) {
      Natives.environment("OPENBLAS_CORETYPE", "SkylakeX");
    }
  }

  @Override
  public String description() {
    return Natives.text(library, "openblas_get_config")
        + ", kernels for "
        + Natives.text(library, "openblas_get_corename");
  }

  @Override
  public Job product(Tensor a, Tensor b) {
    int m = a.dim(0);
    int k = a.dim(1);
    int n = b.dim(1);
    FloatPointer left = Natives.copy(a.toArray());
    FloatPointer right = Natives.copy(b.toArray());
    FloatPointer result = new FloatPointer((long) m * n);
    return new Job() {
      @Override
      public void run() {
        openblas_nolapack.cblas_sgemm(
            openblas_nolapack.CblasRowMajor,
            openblas_nolapack.CblasNoTrans,
            openblas_nolapack.CblasNoTrans,
            m,
            n,
            k,
            1,
            left,
            k,
            right,
            n,
            0,
            result,
            n);
      }

      @Override
      public float[] result() {
        return Natives.values(result, m * n);
      }
    };
  }
}
