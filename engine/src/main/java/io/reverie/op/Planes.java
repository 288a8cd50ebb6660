package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/** Images {@code [n, channels, height, width]} seen as planes, each treated by itself. */
final class Planes {
  /** What is done with one plane, from where it begins in the one tensor and in the other. */
  interface Plane {
    void at(int in, int out);
  }

  /** What is done with one plane of a gradient. */
  interface GradientPlane {
    void at(float[] dx, int in, int out);
  }

  private Planes() {}

  /** Visits the planes of two tensors with equally many, in parallel. */
  static void forEach(Tensor in, Tensor out, Plane body) {
    int inSize = in.dim(2) * in.dim(3);
    int outSize = out.dim(2) * out.dim(3);
    int ino = in.offset();
    int outo = out.offset();
    Parallel.chunks(
        in.dim(0) * in.dim(1),
        Math.max(1, Unary.GRAIN / 4 / Math.max(1, Math.max(inSize, outSize))),
        (from, end) -> {
          for (int p = from; p < end; p++) {
            body.at(ino + p * inSize, outo + p * outSize);
          }
        });
  }

  /**
   * The same for a gradient of planes {@code dx}, which start at zero if this is the first of it.
   */
  static void forEachGradient(Node node, GradientPlane body) {
    boolean sets = node.setsGradient(0);
    Tensor dx = node.inputGradient(0);
    int size = dx.dim(2) * dx.dim(3);
    forEach(
        dx,
        node.outputGradient(),
        (in, out) -> {
          if (sets) {
            Arrays.fill(dx.array(), in, in + size, 0f);
          }
          body.at(dx.array(), in, out);
        });
  }

  /** The shape itself, where it is one of images with at least one pixel. */
  static Shape images(String name, Shape x) {
    if (x.rank() != 4 || x.dim(2) == 0 || x.dim(3) == 0) {
      throw new IllegalArgumentException(
          "%s of %s: it takes images [n, channels, height, width] with at least one pixel"
              .formatted(name, x));
    }
    return x;
  }
}
