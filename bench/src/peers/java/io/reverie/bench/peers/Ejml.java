package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;
import org.ejml.EjmlVersion;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;

/** Efficient Java Matrix Library: pure Java without vectors of its own. */
final class Ejml implements Library {
  private final int threads;

  Ejml(int threads) {
    this.threads = threads;
    EjmlConcurrency.setMaxThreads(threads);
  }

  @Override
  public String description() {
    return "EJML " + EjmlVersion.VERSION;
  }

  @Override
  public Job product(Tensor a, Tensor b) {
    var left = new FMatrixRMaj(a.dim(0), a.dim(1), true, a.toArray());
    var right = new FMatrixRMaj(b.dim(0), b.dim(1), true, b.toArray());
    var result = new FMatrixRMaj(a.dim(0), b.dim(1));
    return new Job() {
      @Override
      public void run() {
        if (threads == 1) {
          CommonOps_FDRM.mult(left, right, result);
        } else {
          CommonOps_MT_FDRM.mult(left, right, result);
        }
      }

      @Override
      public float[] result() {
        return result.data;
      }
    };
  }
}
