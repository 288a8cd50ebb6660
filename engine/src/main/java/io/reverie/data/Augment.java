package io.reverie.data;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Random changes of pictures, as {@link Transform}s: each picture by its own draw, all its channels
 * alike. They work on batches whose samples are whole images of the height and width given,
 * flattened or not. {@link Transform#shift} and {@link Transform#mirror} are two more.
 */
public final class Augment {
  private Augment() {}

  /** What a picture continues with beyond its edge. */
  public enum Padding {
    /** Zeros. */
    ZERO,
    /** The pixel at the edge. */
    EDGE,
    /** The picture mirrored at the edge's pixel: {@code c b | a b c}. */
    REFLECT;

    /** Where pixel i of a line of n comes from, or −1 for a zero. */
    private int from(int i, int n) {
      if (i >= 0 && i < n) {
        return i;
      }
      return switch (this) {
        case ZERO -> -1;
        case EDGE -> i < 0 ? 0 : n - 1;
        case REFLECT -> i < 0 ? -i : 2 * (n - 1) - i;
      };
    }
  }

  /**
   * Pads by {@code most} pixels on each side and cuts the picture's size out of it at a random
   * place, as usual for CIFAR with 4 of 32.
   *
   * @param most 0 to the shorter side minus 1
   */
  public static Transform crop(int height, int width, int most, Padding padding) {
    if (most < 0 || most >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "a crop of %d × %d images padded by %d: 0 to %d is needed"
              .formatted(height, width, most, Math.min(height, width) - 1));
    }
    return eachPlane(
        height,
        width,
        rng -> {
          int down = rng.nextInt(2 * most + 1) - most;
          int right = rng.nextInt(2 * most + 1) - most;
          return (x, at, changed) -> {
            for (int i = 0; i < height; i++) {
              for (int j = 0; j < width; j++) {
                int y = padding.from(i + down, height);
                int z = padding.from(j + right, width);
                changed[i * width + j] = y < 0 || z < 0 ? 0 : x[at + y * width + z];
              }
            }
          };
        });
  }

  /** Exchanges top and bottom of each picture with probability one half. */
  public static Transform flip(int height, int width) {
    return eachPlane(
        height,
        width,
        rng -> {
          boolean turned = rng.nextInt(2) == 1;
          return (x, at, changed) -> {
            for (int i = 0; i < height; i++) {
              int from = turned ? height - 1 - i : i;
              System.arraycopy(x, at + from * width, changed, i * width, width);
            }
          };
        });
  }

  /**
   * Turns each picture about its centre by an angle drawn evenly from {@code −degrees} to {@code
   * degrees}, counterclockwise; pixels in between are bilinear, those from outside 0.
   *
   * @param degrees 0 to 180
   */
  public static Transform rotate(int height, int width, float degrees) {
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new IllegalArgumentException(
          "a rotation by up to " + degrees + " degrees: 0 to 180 is needed");
    }
    return eachPlane(
        height,
        width,
        rng -> {
          double angle = StrictMath.toRadians((2 * rng.nextDouble() - 1) * degrees);
          return turn(height, width, StrictMath.cos(angle), StrictMath.sin(angle));
        });
  }

  private static Change turn(int height, int width, double cos, double sin) {
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    return (x, at, changed) -> {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          // Where the pixel comes from: the way back, and rows count downwards.
          double fromX = middleX + cos * (j - middleX) - sin * (i - middleY);
          double fromY = middleY + sin * (j - middleX) + cos * (i - middleY);
          changed[i * width + j] = bilinear(x, at, height, width, fromY, fromX);
        }
      }
    };
  }

  private static float bilinear(float[] x, int at, int height, int width, double y, double z) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(z);
    double sum = 0;
    for (int i = top; i <= top + 1; i++) {
      for (int j = left; j <= left + 1; j++) {
        if (i >= 0 && i < height && j >= 0 && j < width) {
          sum += (1 - Math.abs(y - i)) * (1 - Math.abs(z - j)) * x[at + i * width + j];
        }
      }
    }
    return (float) sum;
  }

  /**
   * Erases a random rectangle with probability one half: 2 to 33 % of the area, filled with 0.
   * PyTorch's {@code RandomErasing} as it comes.
   */
  public static Transform erase(int height, int width) {
    return erase(height, width, 0.5f, 0.02f, 0.33f);
  }

  /**
   * Fills a random rectangle of each picture with 0 (random erasing; Zhong, Zheng, Kang, Li &amp;
   * Yang 2020). Its sides are in a ratio of 0.3 to 3.3; should ten draws not fit, nothing is
   * erased.
   *
   * @param probability that a picture is changed, 0 to 1
   * @param least the smallest share of the area that is erased, above 0
   * @param most the largest, below 1
   */
  public static Transform erase(int height, int width, float probability, float least, float most) {
    if (!(probability >= 0 && probability <= 1 && least > 0 && least <= most && most < 1)) {
      throw new IllegalArgumentException(
          "erasing %s to %s of a picture with probability %s: shares between 0 and 1 are needed"
              .formatted(least, most, probability));
    }
    return eachPlane(
        height,
        width,
        rng -> {
          boolean erased = rng.nextFloat() < probability;
          Box box = erased ? Box.drawn(height, width, least, most, rng) : Box.NONE;
          return (x, at, changed) -> {
            System.arraycopy(x, at, changed, 0, changed.length);
            for (int i = box.top(); i < box.bottom(); i++) {
              Arrays.fill(changed, i * width + box.left(), i * width + box.right(), 0);
            }
          };
        });
  }

  /** What happens to one plane of a picture: reads it at {@code at}, writes all of the other. */
  private interface Change {
    void of(float[] x, int at, float[] changed);
  }

  /** Draws a picture's change. */
  private interface Draw {
    Change from(Rng rng);
  }

  private static Transform eachPlane(int height, int width, Draw draw) {
    return (inputs, rng) -> {
      int planes = Planes.of(inputs, height, width);
      float[] changed = new float[height * width];
      float[] x = inputs.array();
      for (int n = 0; n < inputs.dim(0); n++) {
        Change change = draw.from(rng);
        for (int p = 0; p < planes; p++) {
          int at = inputs.offset() + (n * planes + p) * changed.length;
          change.of(x, at, changed);
          System.arraycopy(changed, 0, x, at, changed.length);
        }
      }
    };
  }

  /** A rectangle of pixels, ends exclusive. */
  record Box(int top, int left, int bottom, int right) {
    static final Box NONE = new Box(0, 0, 0, 0);
    private static final double WIDEST = StrictMath.log(3.3);
    private static final double TALLEST = StrictMath.log(0.3);

    static Box drawn(int height, int width, float least, float most, Rng rng) {
      for (int attempt = 0; attempt < 10; attempt++) {
        double area = (double) height * width * (least + (most - least) * rng.nextDouble());
        double ratio = StrictMath.exp(TALLEST + (WIDEST - TALLEST) * rng.nextDouble());
        int h = (int) Math.round(Math.sqrt(area * ratio));
        int w = (int) Math.round(Math.sqrt(area / ratio));
        if (h < height && w < width) {
          int top = rng.nextInt(height - h + 1);
          int left = rng.nextInt(width - w + 1);
          return new Box(top, left, top + h, left + w);
        }
      }
      return NONE;
    }

    /** All of a tensor's planes take the rectangle from another tensor of the same shape. */
    void copy(Tensor from, Tensor to, int height, int width) {
      int planes = to.size() / Math.max(1, height * width);
      for (int p = 0; p < planes; p++) {
        for (int i = top; i < bottom; i++) {
          int place = (p * height + i) * width + left;
          System.arraycopy(
              from.array(), from.offset() + place, to.array(), to.offset() + place, right - left);
        }
      }
    }

    int area() {
      return (bottom - top) * (right - left);
    }
  }
}
