package io.reverie.bench;

import io.reverie.op.Conv2d;
import io.reverie.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Filters that slide over images: the layers of the networks that {@link StepBenchmark} trains, and
 * those of later ones (1 × 1, depthwise, every second place).
 *
 * <p>A shape reads {@code batch channels>filters size kernel stride groups}; borders keep the size.
 * Backward goes to the images and to the filters, so both ways are three times the work.
 */
public class ConvBenchmark extends EngineBenchmark {
  @Param({
    "b64 32>64 14x14 k3 s1 g1",
    "b32 64>64 32x32 k3 s1 g1",
    "b32 32>64 32x32 k3 s2 g1",
    "b32 64>256 16x16 k1 s1 g1",
    "b32 128>128 16x16 k3 s1 g128"
  })
  public String shape;

  private int size;
  private int kernel;
  private Conv2d geometry;
  private Tensor images;
  private Tensor filters;
  private BothWays work;
  private double flop;
  private double bytes;

  @Override
  void prepare() {
    String[] words = shape.split("[^0-9]+");
    int batch = Integer.parseInt(words[1]);
    int channels = Integer.parseInt(words[2]);
    int out = Integer.parseInt(words[3]);
    size = Integer.parseInt(words[4]);
    kernel = Integer.parseInt(words[6]);
    int groups = Integer.parseInt(words[8]);
    geometry = new Conv2d(Integer.parseInt(words[7]), kernel / 2, 1, groups);
    images = Inputs.randn(batch, channels, size, size);
    filters = Inputs.randn(out, channels / groups, kernel, kernel);
    work = new BothWays(shape, in -> in[0].conv2d(in[1], geometry), images, filters);
    check(work.value());
    work.checkSlope();
    bytes = 4.0 * (images.size() + filters.size() + work.value().size());
    flop = 2.0 * work.value().size() * filters.size() / out;
  }

  private void check(Tensor y) {
    for (int sample = 0; sample < 1000; sample++) {
      int n = Inputs.RNG.nextInt(y.dim(0));
      int o = Inputs.RNG.nextInt(y.dim(1));
      int i = Inputs.RNG.nextInt(y.dim(2));
      int j = Inputs.RNG.nextInt(y.dim(3));
      Inputs.check(shape, y.at(n, o, i, j), place(n, o, i, j), 1e-4);
    }
  }

  /** One place of the result by its definition. */
  private double place(int n, int o, int i, int j) {
    int depth = filters.dim(1);
    int stride = geometry.stride().height();
    int first = o / (filters.dim(0) / geometry.groups()) * depth;
    double sum = 0;
    for (int c = 0; c < depth; c++) {
      for (int u = 0; u < kernel; u++) {
        for (int v = 0; v < kernel; v++) {
          int row = i * stride + u - kernel / 2;
          int column = j * stride + v - kernel / 2;
          if (row >= 0 && row < size && column >= 0 && column < size) {
            sum += (double) filters.at(o, c, u, v) * images.at(n, first + c, row, column);
          }
        }
      }
    }
    return sum;
  }

  @Benchmark
  public float[] forward(Flop counter, Traffic traffic) {
    counter.flop += flop;
    traffic.bytes += bytes;
    return onThreads(work::forward);
  }

  @Benchmark
  public float[] bothWays(Flop counter, Traffic traffic) {
    counter.flop += 3 * flop;
    traffic.bytes += 3 * bytes;
    return onThreads(work::bothWays);
  }
}
