package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j's arrays, which multiply by OpenBLAS. */
final class Nd4jBlas implements Library {
  Nd4jBlas(int threads) {
    OpenBlas.bestKernels();
    Natives.environment("OMP_NUM_THREADS", String.valueOf(threads));
  }

  @Override
  public String description() {
    var system = Nd4j.getExecutioner().getEnvironmentInformation();
    return "ND4J, products by %s, %s threads"
        .formatted(system.get("blas.vendor"), system.get("blas.threads"));
  }

  @Override
  public Job product(Tensor a, Tensor b) {
    INDArray left = Nd4j.createFromArray(a.toArray()).reshape('c', a.dim(0), a.dim(1));
    INDArray right = Nd4j.createFromArray(b.toArray()).reshape('c', b.dim(0), b.dim(1));
    // Fortran's order is what its product writes without a copy.
    INDArray result = left.mmul(right);
    return new Job() {
      @Override
      public void run() {
        left.mmuli(right, result);
      }

      @Override
      public float[] result() {
        return result.dup('c').data().asFloat();
      }
    };
  }
}
