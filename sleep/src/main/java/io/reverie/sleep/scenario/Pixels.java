package io.reverie.sleep.scenario;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Other views of one image, as functions for {@link io.reverie.data.Dataset#map}: where each pixel
 * comes from is worked out once, so that a sample costs about a microsecond whenever it is read,
 * and nothing is kept.
 */
public final class Pixels {
  private Pixels() {}

  /**
   * The pixels in another order: number i of the result is number {@code order[i]} of the sample.
   */
  public static UnaryOperator<Tensor> permuted(int... order) {
    if (!Arrays.equals(
        IntStream.of(order).sorted().toArray(), IntStream.range(0, order.length).toArray())) {
      throw new IllegalArgumentException(
          "a permutation of %d pixels: each number from 0 on is needed once"
              .formatted(order.length));
    }
    int[] from = order.clone();
    return x -> gathered(x, from, x.shape());
  }

  /** The pixels in an order drawn from the stream. */
  public static UnaryOperator<Tensor> permuted(int size, Rng rng) {
    return permuted(rng.permutation(size));
  }

  /**
   * The image in squares of {@code side} pixels, row by row: {@code [(height/side)·(width/side),
   * side·side]}, what a small vision Transformer reads (Dosovitskiy et al. 2021).
   *
   * @throws IllegalArgumentException if the squares do not fill the image
   */
  public static UnaryOperator<Tensor> patches(int height, int width, int side) {
    if (side < 1 || height % side != 0 || width % side != 0) {
      throw new IllegalArgumentException(
          "patches of %d × %d pixels from an image of %d × %d: they must fill it"
              .formatted(side, side, height, width));
    }
    int[] from = new int[height * width];
    int n = 0;
    for (int top = 0; top < height; top += side) {
      for (int left = 0; left < width; left += side) {
        for (int i = 0; i < side * side; i++) {
          from[n++] = (top + i / side) * width + left + i % side;
        }
      }
    }
    Shape shape = Shape.of(height * width / (side * side), side * side);
    return x -> gathered(x, from, shape);
  }

  private static Tensor gathered(Tensor x, int[] from, Shape shape) {
    check(x, from.length);
    float[] array = x.array();
    int offset = x.offset();
    float[] result = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      result[i] = array[offset + from[i]];
    }
    return Tensor.of(result, 0, shape);
  }

  /**
   * The image turned counter-clockwise about its middle, by bilinear interpolation, with zeros
   * beyond its edges: as torchvision's {@code rotate(x, degrees, BILINEAR)}.
   *
   * <p>Mammoth's rotated MNIST calls torchvision with its default, the {@linkplain #turned nearest
   * pixel}.
   */
  public static UnaryOperator<Tensor> rotated(int height, int width, double degrees) {
    int size = height * width;
    int[] from = new int[4 * size];
    float[] share = new float[4 * size];
    for (int i = 0; i < size; i++) {
      double[] source = source(height, width, degrees, i);
      int row = (int) Math.floor(source[0]);
      int column = (int) Math.floor(source[1]);
      for (int tap = 0; tap < 4; tap++) {
        int y = row + tap / 2;
        int x = column + tap % 2;
        double down = tap / 2 == 0 ? 1 - (source[0] - row) : source[0] - row;
        double right = tap % 2 == 0 ? 1 - (source[1] - column) : source[1] - column;
        boolean inside = y >= 0 && y < height && x >= 0 && x < width;
        from[4 * i + tap] = inside ? y * width + x : 0;
        share[4 * i + tap] = inside ? (float) (down * right) : 0;
      }
    }
    return x -> weighed(x, from, share);
  }

  private static Tensor weighed(Tensor x, int[] from, float[] share) {
    check(x, from.length / 4);
    float[] array = x.array();
    int offset = x.offset();
    float[] result = new float[from.length / 4];
    for (int i = 0, tap = 0; i < result.length; i++, tap += 4) {
      result[i] =
          share[tap] * array[offset + from[tap]]
              + share[tap + 1] * array[offset + from[tap + 1]]
              + share[tap + 2] * array[offset + from[tap + 2]]
              + share[tap + 3] * array[offset + from[tap + 3]];
    }
    return Tensor.of(result, 0, x.shape());
  }

  /** The same by the nearest pixel, as torchvision does unless told otherwise. */
  public static UnaryOperator<Tensor> turned(int height, int width, double degrees) {
    int[] from = new int[height * width];
    for (int i = 0; i < from.length; i++) {
      double[] source = source(height, width, degrees, i);
      int y = (int) Math.floor(source[0] + 0.5);
      int x = (int) Math.floor(source[1] + 0.5);
      from[i] = y >= 0 && y < height && x >= 0 && x < width ? y * width + x : -1;
    }
    return x -> {
      check(x, from.length);
      float[] result = new float[from.length];
      for (int i = 0; i < from.length; i++) {
        result[i] = from[i] < 0 ? 0 : x.array()[x.offset() + from[i]];
      }
      return Tensor.of(result, 0, x.shape());
    };
  }

  /** Row and column of the image that pixel i of the turned one shows. */
  private static double[] source(int height, int width, double degrees, int i) {
    double radians = Math.toRadians(degrees);
    double cos = StrictMath.cos(radians);
    double sin = StrictMath.sin(radians);
    double y = i / width - (height - 1) / 2.0;
    double x = i % width - (width - 1) / 2.0;
    return new double[] {
      snapped(sin * x + cos * y + (height - 1) / 2.0),
      snapped(cos * x - sin * y + (width - 1) / 2.0)
    };
  }

  /** Whole numbers stay whole: a quarter turn moves pixels and changes none. */
  private static double snapped(double place) {
    return Math.abs(place - Math.rint(place)) < 1e-9 ? Math.rint(place) : place;
  }

  private static void check(Tensor x, int size) {
    if (x.size() != size) {
      throw new IllegalArgumentException(
          "a view of images of %d pixels for a sample %s".formatted(size, x.shape()));
    }
  }
}
