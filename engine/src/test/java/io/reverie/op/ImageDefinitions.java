package io.reverie.op;

import static io.reverie.op.Definitions.each;

import io.reverie.op.Definitions.Definition;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** What the ops on images compute, written down a second time: pixel by pixel, in double. */
final class ImageDefinitions {
  /** Something made of the pixels under a window at one place. */
  private interface Pool {
    double of(Tensor x, int[] place, int top, int left);
  }

  private ImageDefinitions() {}

  static Definition conv2d(Conv2d op) {
    return in -> {
      Tensor x = in[0];
      Tensor w = in[1];
      int height =
          places(
              x.dim(2),
              w.dim(2),
              op.stride().height(),
              op.padding().height(),
              op.dilation().height());
      int width =
          places(
              x.dim(3), w.dim(3), op.stride().width(), op.padding().width(), op.dilation().width());
      return each(
          Shape.of(x.dim(0), w.dim(0), height, width),
          i -> {
            double sum = in.length > 2 ? in[2].at(i[1]) : 0;
            int first = i[1] / (w.dim(0) / op.groups()) * w.dim(1);
            for (int c = 0; c < w.dim(1); c++) {
              for (int ky = 0; ky < w.dim(2); ky++) {
                for (int kx = 0; kx < w.dim(3); kx++) {
                  int y =
                      i[2] * op.stride().height()
                          + ky * op.dilation().height()
                          - op.padding().height();
                  int z =
                      i[3] * op.stride().width()
                          + kx * op.dilation().width()
                          - op.padding().width();
                  if (inside(x, y, z)) {
                    sum += (double) x.at(i[0], first + c, y, z) * w.at(i[1], c, ky, kx);
                  }
                }
              }
            }
            return sum;
          });
    };
  }

  private static int places(int length, int kernel, int stride, int padding, int dilation) {
    return (length + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
  }

  private static boolean inside(Tensor x, int y, int z) {
    return y >= 0 && y < x.dim(2) && z >= 0 && z < x.dim(3);
  }

  /** Every pixel of x lays a multiple of the filter down; here each place collects what it got. */
  static Definition convTranspose2d(ConvTranspose2d op) {
    return in -> {
      Tensor x = in[0];
      Tensor w = in[1];
      int sy = op.stride().height();
      int sx = op.stride().width();
      int dy = op.dilation().height();
      int dx = op.dilation().width();
      int height =
          (x.dim(2) - 1) * sy
              - 2 * op.padding().height()
              + dy * (w.dim(2) - 1)
              + op.outputPadding().height()
              + 1;
      int width =
          (x.dim(3) - 1) * sx
              - 2 * op.padding().width()
              + dx * (w.dim(3) - 1)
              + op.outputPadding().width()
              + 1;
      int ins = x.dim(1) / op.groups();
      return each(
          Shape.of(x.dim(0), w.dim(1) * op.groups(), height, width),
          i -> {
            double sum = in.length > 2 ? in[2].at(i[1]) : 0;
            int group = i[1] / w.dim(1);
            for (int c = group * ins; c < (group + 1) * ins; c++) {
              for (int y = 0; y < x.dim(2); y++) {
                for (int z = 0; z < x.dim(3); z++) {
                  int ky = i[2] + op.padding().height() - y * sy;
                  int kx = i[3] + op.padding().width() - z * sx;
                  boolean met = ky >= 0 && kx >= 0 && ky % dy == 0 && kx % dx == 0;
                  if (met && ky / dy < w.dim(2) && kx / dx < w.dim(3)) {
                    sum +=
                        (double) x.at(i[0], c, y, z) * w.at(c, i[1] % w.dim(1), ky / dy, kx / dx);
                  }
                }
              }
            }
            return sum;
          });
    };
  }

  static Definition maxPool2d(MaxPool2d op) {
    Pool largest =
        (x, i, top, left) -> {
          double max = Double.NEGATIVE_INFINITY;
          for (int ky = 0; ky < op.kernel().height(); ky++) {
            for (int kx = 0; kx < op.kernel().width(); kx++) {
              int y = top + ky * op.dilation().height();
              int z = left + kx * op.dilation().width();
              max = inside(x, y, z) ? Math.max(max, x.at(i[0], i[1], y, z)) : max;
            }
          }
          return max;
        };
    return pool(op.kernel(), op.stride(), op.padding(), op.dilation(), op.ceil(), largest);
  }

  static Definition avgPool2d(AvgPool2d op) {
    Pool mean =
        (x, i, top, left) -> {
          double sum = 0;
          int counted = 0;
          for (int y = top; y < top + op.kernel().height(); y++) {
            for (int z = left; z < left + op.kernel().width(); z++) {
              boolean padded =
                  y < x.dim(2) + op.padding().height() && z < x.dim(3) + op.padding().width();
              sum += inside(x, y, z) ? x.at(i[0], i[1], y, z) : 0;
              counted += (op.countPadding() ? padded : inside(x, y, z)) ? 1 : 0;
            }
          }
          return sum / counted;
        };
    return pool(op.kernel(), op.stride(), op.padding(), Pair.of(1), op.ceil(), mean);
  }

  private static Definition pool(
      Pair kernel, Pair stride, Pair padding, Pair dilation, boolean ceil, Pool pool) {
    return in -> {
      Tensor x = in[0];
      int height =
          pooled(
              x.dim(2),
              kernel.height(),
              stride.height(),
              padding.height(),
              dilation.height(),
              ceil);
      int width =
          pooled(x.dim(3), kernel.width(), stride.width(), padding.width(), dilation.width(), ceil);
      return each(
          Shape.of(x.dim(0), x.dim(1), height, width),
          i ->
              pool.of(
                  x,
                  i,
                  i[2] * stride.height() - padding.height(),
                  i[3] * stride.width() - padding.width()));
    };
  }

  /** Windows that begin before the end of what they may see, and are whole unless {@code ceil}. */
  private static int pooled(
      int length, int kernel, int stride, int padding, int dilation, boolean ceil) {
    int count = 0;
    for (int start = -padding; start < length; start += stride) {
      int end = start + dilation * (kernel - 1) + 1;
      boolean whole = end <= length + padding;
      // With ceil, the window counts if less than one stride of it sticks out.
      count += whole || ceil && end - stride < length + padding ? 1 : 0;
    }
    return count;
  }

  static Definition adaptivePool2d(Pair output, boolean max) {
    return in -> {
      Tensor x = in[0];
      return each(
          Shape.of(x.dim(0), x.dim(1), output.height(), output.width()),
          i -> {
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int y = 0; y < x.dim(2); y++) {
              for (int z = 0; z < x.dim(3); z++) {
                if (meets(i[2], output.height(), y, x.dim(2))
                    && meets(i[3], output.width(), z, x.dim(3))) {
                  largest = Math.max(largest, x.at(i[0], i[1], y, z));
                  sum += x.at(i[0], i[1], y, z);
                  count++;
                }
              }
            }
            return max ? largest : sum / count;
          });
    };
  }

  /** Whether pixel p of n and place i of m, both stretched over the same line, overlap. */
  private static boolean meets(int i, int m, int p, int n) {
    return p * m < (i + 1) * n && (p + 1) * m > i * n;
  }

  static Definition pad2d(Pad2d op) {
    return in -> {
      Tensor x = in[0];
      Shape padded =
          Shape.of(
              x.dim(0),
              x.dim(1),
              x.dim(2) + op.top() + op.bottom(),
              x.dim(3) + op.left() + op.right());
      return each(
          padded,
          i -> {
            int y = i[2] - op.top();
            int z = i[3] - op.left();
            if (op.mode() == PaddingMode.ZEROS) {
              return inside(x, y, z) ? x.at(i[0], i[1], y, z) : 0;
            }
            return x.at(i[0], i[1], seen(op.mode(), y, x.dim(2)), seen(op.mode(), z, x.dim(3)));
          });
    };
  }

  /** Walks back to the image one pixel at a time, as the mode says. */
  private static int seen(PaddingMode mode, int i, int length) {
    return switch (mode) {
      case REFLECT -> length - 1 - Math.abs(length - 1 - Math.abs(i));
      case CIRCULAR -> i < 0 ? i + length : i % length;
      default -> Math.clamp(i, 0, length - 1);
    };
  }

  static Definition upsample(Upsample op) {
    return in -> {
      Tensor x = in[0];
      Pair size = op.size();
      int height = size == null ? (int) (x.dim(2) * (double) op.factor()) : size.height();
      int width = size == null ? (int) (x.dim(3) * (double) op.factor()) : size.width();
      return each(
          Shape.of(x.dim(0), x.dim(1), height, width),
          i -> {
            double[] rows = weights(op, i[2], x.dim(2), height);
            double[] cols = weights(op, i[3], x.dim(3), width);
            double sum = 0;
            for (int y = 0; y < rows.length; y++) {
              for (int z = 0; z < cols.length; z++) {
                sum += rows[y] * cols[z] * x.at(i[0], i[1], y, z);
              }
            }
            return sum;
          });
    };
  }

  /** How much each pixel of an axis counts at a place: a hat around where the place looks. */
  private static double[] weights(Upsample op, int place, int length, int places) {
    double step = op.size() == null ? 1.0 / op.factor() : (double) length / places;
    double[] weights = new double[length];
    if (op.how() == Interpolation.NEAREST) {
      weights[Math.min((int) Math.floor(place * step + 1e-6), length - 1)] = 1;
      return weights;
    }
    double at =
        op.how() == Interpolation.BILINEAR
            ? (place + 0.5) * step - 0.5
            : places == 1 ? 0 : place * (length - 1.0) / (places - 1);
    at = Math.clamp(at, 0, length - 1);
    for (int i = 0; i < length; i++) {
      weights[i] = Math.max(0, 1 - Math.abs(at - i));
    }
    return weights;
  }
}
