package io.reverie.data;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A random change of inputs that leaves their meaning: augmentation.
 *
 * <p>Works in place on a batch {@code [n, …]}, so give it a batch of one's own: those of {@link
 * Dataset#batches} are copies. Each sample is changed by its own draw.
 */
@FunctionalInterface
public interface Transform {
  /** Changes the samples of this batch. */
  void apply(Tensor inputs, Rng rng);

  /** This change, then that one. */
  default Transform then(Transform next) {
    return (inputs, rng) -> {
      apply(inputs, rng);
      next.apply(inputs, rng);
    };
  }

  /** No change. */
  static Transform none() {
    return (inputs, rng) -> {};
  }

  /**
   * Moves each image by up to {@code most} pixels along each side; what comes in is 0. Works on
   * batches whose samples hold whole images of this height and width, flattened or not.
   */
  static Transform shift(int height, int width, int most) {
    if (most < 0 || most >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "a shift by up to %d of %d × %d images: 0 to %d is needed"
              .formatted(most, height, width, Math.min(height, width) - 1));
    }
    return (inputs, rng) -> {
      float[] moved = new float[height * width];
      int planes = planes(inputs.shape(), height, width);
      for (int n = 0; n < inputs.dim(0); n++) {
        int down = rng.nextInt(2 * most + 1) - most;
        int right = rng.nextInt(2 * most + 1) - most;
        for (int p = 0; p < planes; p++) {
          int at = inputs.offset() + (n * planes + p) * moved.length;
          float[] x = inputs.array();
          for (int y = 0; y < height; y++) {
            for (int i = 0; i < width; i++) {
              boolean inside =
                  y - down >= 0 && y - down < height && i - right >= 0 && i - right < width;
              moved[y * width + i] = inside ? x[at + (y - down) * width + i - right] : 0;
            }
          }
          System.arraycopy(moved, 0, x, at, moved.length);
        }
      }
    };
  }

  /** Exchanges left and right of each image with probability one half. */
  static Transform mirror(int height, int width) {
    return (inputs, rng) -> {
      int planes = planes(inputs.shape(), height, width);
      for (int n = 0; n < inputs.dim(0); n++) {
        if (rng.nextInt(2) == 0) {
          continue;
        }
        for (int line = 0; line < planes * height; line++) {
          int at = inputs.offset() + (n * planes * height + line) * width;
          float[] x = inputs.array();
          for (int i = 0; i < width / 2; i++) {
            float swapped = x[at + i];
            x[at + i] = x[at + width - 1 - i];
            x[at + width - 1 - i] = swapped;
          }
        }
      }
    };
  }

  private static int planes(Shape shape, int height, int width) {
    int size = shape.sizeOf(1, shape.rank());
    if (size % (height * width) != 0) {
      throw new IllegalArgumentException(
          "images of %d × %d in a batch %s: %d numbers a sample are not whole images"
              .formatted(height, width, shape, size));
    }
    return size / (height * width);
  }
}
