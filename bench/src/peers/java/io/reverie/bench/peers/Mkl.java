package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.mkl.global.mkl_rt;

/** Intel's Math Kernel Library; on processors of others it stays at AVX2. */
final class Mkl implements Library {
  Mkl(int threads) {
    mkl_rt.MKL_Set_Num_Threads(threads);
  }

  @Override
  public String description() {
    byte[] text = new byte[200];
    mkl_rt.MKL_Get_Version_String(text, text.length);
    return new String(text, StandardCharsets.US_ASCII).replace("\0", "").strip();
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
        mkl_rt.cblas_sgemm(
            mkl_rt.CblasRowMajor,
            mkl_rt.CblasNoTrans,
            mkl_rt.CblasNoTrans,
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
