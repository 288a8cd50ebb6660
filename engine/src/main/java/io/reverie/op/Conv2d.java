package io.reverie.op;

import static io.reverie.kernel.Kernels.GEMM;
import static io.reverie.kernel.Kernels.IMAGES;
import static io.reverie.kernel.Kernels.POINTWISE;

import io.reverie.kernel.Images.Window;
import io.reverie.kernel.Parallel;
import io.reverie.kernel.Scratch;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolution of images with filters, in the field's sense: cross-correlation.
 *
 * <p>Inputs are X {@code [n, channels, height, width]}, the weight W {@code [out, channels/groups,
 * kh, kw]} and, where there is one, the bias {@code [out]}; Y is {@code [n, out, oh, ow]}. Padding
 * is with zeros on all four sides.
 *
 * <p>The patches of an image are laid out as columns, and filters times columns is a matrix
 * product. Patches are cheap to make and large to keep, so backward makes them again. Weight
 * gradients are added up within fixed groups of images, and the groups in order.
 */
public record Conv2d(int stride, int padding, int dilation, int groups) implements Op {
  /** Images whose weight gradients are added up by one thread. */
  private static final int TOGETHER = 8;

  /** Checks the geometry: stride, dilation and groups at least 1, padding at least 0. */
  public Conv2d {
    if (stride < 1 || padding < 0 || dilation < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "conv2d with stride %d, padding %d, dilation %d, groups %d: at least 1, 0, 1, 1 needed"
              .formatted(stride, padding, dilation, groups));
    }
  }

  @Override
  public Shape shape(Shape... in) {
    Shape x = in[0];
    Shape weight = in[1];
    boolean ranks = x.rank() == 4 && weight.rank() == 4;
    if (!ranks || x.dim(1) != weight.dim(1) * groups || weight.dim(0) % groups != 0) {
      throw new IllegalArgumentException(
          "conv2d of images %s with filters %s in %d groups: it takes [n, channels, height, width]"
                  .formatted(x, weight, groups)
              + " and [out, channels/groups, kh, kw], channels and out divisible by groups");
    }
    if (in.length > 2 && !in[2].equals(Shape.of(weight.dim(0)))) {
      throw new IllegalArgumentException(
          "conv2d with filters %s and bias %s: the bias must be [%d]"
              .formatted(weight, in[2], weight.dim(0)));
    }
    Window w = window(x, weight);
    if (w.outHeight() < 1 || w.outWidth() < 1) {
      throw new IllegalArgumentException(
          "conv2d of images %s with filters %s, padding %d, dilation %d: the filter is larger than"
                  .formatted(x, weight, padding, dilation)
              + " the padded image");
    }
    return Shape.of(x.dim(0), weight.dim(0), w.outHeight(), w.outWidth());
  }

  private Window window(Shape x, Shape weight) {
    return new Window(
        x.dim(1), x.dim(2), x.dim(3), weight.dim(2), weight.dim(3), stride, padding, dilation);
  }

  @Override
  public void forward(Node node) {
    Sizes s = new Sizes(node, node.output());
    float[] x = node.input(0).array();
    float[] w = node.input(1).array();
    float[] y = node.output().array();
    int xo = node.input(0).offset();
    int wo = node.input(1).offset();
    int yo = node.output().offset();
    Parallel.chunks(
        s.images,
        1,
        (i, end) -> {
          int out = yo + i * s.outSize;
          if (node.inputs() > 2) {
            Tensor bias = node.input(2);
            for (int o = 0; o < s.out; o++) {
              int line = out + o * s.places;
              Arrays.fill(y, line, line + s.places, bias.array()[bias.offset() + o]);
            }
          }
          float[] columns = s.columns(x, xo + i * s.inSize);
          for (int g = 0; g < groups; g++) {
            GEMM.multiply(
                false,
                false,
                s.outs,
                s.places,
                s.patch,
                w,
                wo + g * s.outs * s.patch,
                s.patch,
                columns,
                g * s.patch * s.places,
                s.places,
                node.inputs() > 2,
                y,
                out + g * s.outs * s.places,
                s.places);
          }
        });
  }

  @Override
  public void backward(Node node) {
    Tensor dy = node.outputGradient();
    Sizes s = new Sizes(node, dy);
    if (node.wants(0)) {
      addInputGradient(node, s, dy);
    }
    if (node.wants(1)) {
      addWeightGradient(node, s, dy);
    }
    if (node.inputs() > 2 && node.wants(2)) {
      Tensor db = node.inputGradient(2);
      for (int i = 0; i < s.images * s.out; i++) {
        double sum = POINTWISE.sum(s.places, dy.array(), dy.offset() + i * s.places);
        db.array()[db.offset() + i % s.out] += (float) sum;
      }
    }
  }

  private void addInputGradient(Node node, Sizes s, Tensor arriving) {
    float[] w = node.input(1).array();
    float[] dy = arriving.array();
    float[] dx = node.inputGradient(0).array();
    int wo = node.input(1).offset();
    int dyo = arriving.offset();
    int dxo = node.inputGradient(0).offset();
    Parallel.chunks(
        s.images,
        1,
        (i, end) -> {
          float[] columns = Scratch.COLUMNS.floats(groups * s.patch * s.places);
          for (int g = 0; g < groups; g++) {
            GEMM.multiply(
                true,
                false,
                s.patch,
                s.places,
                s.outs,
                w,
                wo + g * s.outs * s.patch,
                s.patch,
                dy,
                dyo + i * s.outSize + g * s.outs * s.places,
                s.places,
                false,
                columns,
                g * s.patch * s.places,
                s.places);
          }
          IMAGES.addPatches(s.window, columns, 0, dx, dxo + i * s.inSize);
        });
  }

  private void addWeightGradient(Node node, Sizes s, Tensor arriving) {
    float[] x = node.input(0).array();
    float[] dy = arriving.array();
    int xo = node.input(0).offset();
    int dyo = arriving.offset();
    int size = node.input(1).size();
    int parts = (s.images + TOGETHER - 1) / TOGETHER;
    float[] partial = Scratch.PARTIAL.floats(parts * size);
    Parallel.chunks(
        s.images,
        TOGETHER,
        (from, end) -> {
          int part = from / TOGETHER * size;
          for (int i = from; i < end; i++) {
            float[] columns = s.columns(x, xo + i * s.inSize);
            for (int g = 0; g < groups; g++) {
              GEMM.multiply(
                  false,
                  true,
                  s.outs,
                  s.patch,
                  s.places,
                  dy,
                  dyo + i * s.outSize + g * s.outs * s.places,
                  s.places,
                  columns,
                  g * s.patch * s.places,
                  s.places,
                  i > from,
                  partial,
                  part + g * s.outs * s.patch,
                  s.patch);
            }
          }
        });
    Tensor dw = node.inputGradient(1);
    for (int part = 0; part < parts; part++) {
      POINTWISE.addScaled(size, 1, partial, part * size, dw.array(), dw.offset());
    }
  }

  /** The numbers that all three passes need. */
  private final class Sizes {
    final Window window;
    final int images;
    final int out;

    /** Filters of a group. */
    final int outs;

    /** Numbers under one filter. */
    final int patch;

    /** Places of the filter on an image. */
    final int places;

    final int inSize;
    final int outSize;

    Sizes(Node node, Tensor y) {
      Shape x = node.input(0).shape();
      Shape weight = node.input(1).shape();
      window = window(x, weight);
      images = x.dim(0);
      out = weight.dim(0);
      outs = out / groups;
      patch = weight.sizeOf(1, 4);
      places = y.dim(2) * y.dim(3);
      inSize = x.sizeOf(1, 4);
      outSize = out * places;
    }

    /** The patches of the image that starts here. */
    float[] columns(float[] x, int at) {
      float[] columns = Scratch.COLUMNS.floats(groups * patch * places);
      IMAGES.patches(window, x, at, columns, 0);
      return columns;
    }
  }
}
