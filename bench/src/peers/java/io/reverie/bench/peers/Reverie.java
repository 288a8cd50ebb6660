package io.reverie.bench.peers;

import io.reverie.op.Conv2d;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.Supplier;

/** This engine. Its number of threads is the caller's affair. */
final class Reverie implements Network {
  @Override
  public String description() {
    return "reverie, " + Compute.describe();
  }

  @Override
  public Job product(Tensor a, Tensor b) {
    return job(() -> a.matmul(b));
  }

  @Override
  public Job convolution(Tensor images, Tensor filters) {
    Conv2d geometry = new Conv2d(1, filters.dim(2) / 2, 1, 1);
    return job(() -> images.conv2d(filters, geometry));
  }

  @Override
  public Job exp(Tensor x) {
    return job(x::exp);
  }

  @Override
  public Job softmax(Tensor x) {
    return job(x::softmax);
  }

  @Override
  public Job layerNorm(Tensor x, Tensor weight, Tensor bias) {
    return job(() -> x.layerNorm(weight, bias, 1e-5f));
  }

  private static Job job(Supplier<Tensor> work) {
    return new Job() {
      @Override
      public void run() {
        try (var _ = Tape.infer()) {
          work.get();
        }
      }

      @Override
      public float[] result() {
        return work.get().toArray();
      }
    };
  }
}
