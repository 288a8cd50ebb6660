package io.reverie.data;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Iterator;

/**
 * A random change of inputs that leaves their meaning: augmentation.
 *
 * <p>Works in place on a batch {@code [n, …]}, so give it a batch of one's own: those of {@link
 * Dataset#batches} are copies. Each sample is changed by its own draw. More of them are in {@link
 * Augment}.
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

  /**
   * These batches changed, as they are read. Batch i draws from stream i of {@code rng}, so that it
   * is the same whoever reads it, and on whichever thread, such as {@link Prefetch}'s.
   */
  default Iterable<Batch> over(Iterable<Batch> batches, Rng rng) {
    Rng streams = Rng.of(rng.state());
    return () -> {
      Iterator<Batch> plain = batches.iterator();
      return new Iterator<>() {
        private long number;

        @Override
        public boolean hasNext() {
          return plain.hasNext();
        }

        @Override
        public Batch next() {
          Batch batch = plain.next();
          apply(batch.inputs(), streams.split(number++));
          return batch;
        }
      };
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
      int planes = Planes.of(inputs, height, width);
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
      int planes = Planes.of(inputs, height, width);
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
}
