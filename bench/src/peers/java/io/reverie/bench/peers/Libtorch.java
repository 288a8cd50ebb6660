package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's C++ side without Python: what its operations cost without the interpreter.
 *
 * <p>This build multiplies matrices by OpenBLAS, where that of pytorch.org uses MKL.
 */
final class Libtorch implements Network {
  Libtorch(int threads) {
    OpenBlas.bestKernels();
    torch.set_num_threads(threads);
  }

  @Override
  public String description() {
    try (var capability = torch.get_cpu_capability()) {
      return "libtorch, kernels for %s, %d threads"
          .formatted(capability.getString(), torch.get_num_threads());
    }
  }

  @Override
  public Job product(Tensor a, Tensor b) {
    var left = copy(a);
    var right = copy(b);
    var result = torch.empty(a.dim(0), b.dim(1));
    return new Job() {
      @Override
      public void run() {
        torch.mm_out(result, left, right).close();
      }

      @Override
      public float[] result() {
        return values(result);
      }
    };
  }

  @Override
  public Job convolution(Tensor images, Tensor filters) {
    var x = copy(images);
    var w = copy(filters);
    long[] ones = {1, 1};
    long[] border = {filters.dim(2) / 2, filters.dim(3) / 2};
    var none = new TensorOptional();
    return job(() -> torch.conv2d(x, w, none, ones, border, ones, 1));
  }

  @Override
  public Job exp(Tensor tensor) {
    var x = copy(tensor);
    var result = torch.empty_like(x);
    return new Job() {
      @Override
      public void run() {
        torch.exp_out(result, x).close();
      }

      @Override
      public float[] result() {
        return values(result);
      }
    };
  }

  @Override
  public Job softmax(Tensor tensor) {
    var x = copy(tensor);
    return job(() -> torch.softmax(x, -1));
  }

  @Override
  public Job layerNorm(Tensor tensor, Tensor weight, Tensor bias) {
    var x = copy(tensor);
    var w = new TensorOptional(copy(weight));
    var b = new TensorOptional(copy(bias));
    long[] row = {tensor.dim(-1)};
    return job(() -> torch.layer_norm(x, row, w, b, 1e-5, true));
  }

  /** Work that makes a new tensor, which is given back at once. */
  private static Job job(Supplier<org.bytedeco.pytorch.Tensor> work) {
    return new Job() {
      @Override
      public void run() {
        work.get().close();
      }

      @Override
      public float[] result() {
        try (var result = work.get()) {
          return values(result);
        }
      }
    };
  }

  private static org.bytedeco.pytorch.Tensor copy(Tensor x) {
    int[] dims = x.shape().dims();
    long[] shape = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      shape[i] = dims[i];
    }
    return org.bytedeco.pytorch.Tensor.create(x.toArray(), shape);
  }

  private static float[] values(org.bytedeco.pytorch.Tensor x) {
    FloatBuffer buffer = x.contiguous().createBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
