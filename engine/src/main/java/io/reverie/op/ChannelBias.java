package io.reverie.op;

import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** The bias of maps {@code [n, channels, height, width]}, a number a channel. */
final class ChannelBias {
  private ChannelBias() {}

  /** Starts every plane of y {@code [n, channels, height, width]} with its channel's bias. */
  static void fill(Tensor bias, Tensor y) {
    int plane = y.dim(2) * y.dim(3);
    int channels = y.dim(1);
    float[] b = bias.array();
    float[] to = y.array();
    int bo = bias.offset();
    int yo = y.offset();
    Parallel.chunks(
        y.dim(0) * channels,
        Math.max(1, Unary.GRAIN / Math.max(1, plane)),
        (from, end) -> {
          for (int p = from; p < end; p++) {
            int at = yo + p * plane;
            Arrays.fill(to, at, at + plane, b[bo + p % channels]);
          }
        });
  }

  /** db += the sums of dy's channels over all images and pixels: the gradient of a bias. */
  static void addSums(Tensor dy, Tensor db) {
    int plane = dy.dim(2) * dy.dim(3);
    int channels = dy.dim(1);
    int n = dy.dim(0);
    float[] from = dy.array();
    float[] to = db.array();
    int dyo = dy.offset();
    int dbo = db.offset();
    Parallel.chunks(
        channels,
        Math.max(1, Unary.GRAIN / Math.max(1, n * plane)),
        (first, end) -> {
          for (int c = first; c < end; c++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
              sum += POINTWISE.sum(plane, from, dyo + (i * channels + c) * plane);
            }
            to[dbo + c] += (float) sum;
          }
        });
  }
}
