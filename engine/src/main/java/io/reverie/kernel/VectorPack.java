package io.reverie.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies of matrices in the form that the product's kernels read fastest, and the memory for them.
 *
 * <p>A float array's first element lies 16 bytes after the array's address, so index 12 is 64 bytes
 * after it. Whether that is the border of a cache line is up to the garbage collector, which puts
 * arrays at any multiple of 8 bytes; but G1 gives large ones regions of their own. Therefore the
 * arrays here are large, and what is kept in them begins at index 12 and at multiples of 16 from
 * there. Where the guess is wrong, the product is some 10 % slower.
 */
final class VectorPack {
  /** The first index of a large array that lies on the border of a cache line. */
  static final int ALIGNED = 12;

  private static final int LARGE = 1 << 20;

  private static final ThreadLocal<float[]> SHARED = ThreadLocal.withInitial(() -> new float[0]);
  private static final ThreadLocal<float[]> OWN = ThreadLocal.withInitial(() -> new float[0]);
  private static final ThreadLocal<float[]> EDGE = ThreadLocal.withInitial(() -> new float[0]);

  // Four lanes, on every machine: a transposed piece is 4 × 4.
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_128;
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(S, i -> i ^ 1);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(S, i -> i ^ 2);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0b1010);
  private static final VectorMask<Float> EVEN = VectorMask.fromLong(S, 0b0101);
  private static final VectorMask<Float> HIGH = VectorMask.fromLong(S, 0b1100);
  private static final VectorMask<Float> LOW = VectorMask.fromLong(S, 0b0011);

  private VectorPack() {}

  /** This thread's array for what other threads read while it leads a loop. */
  static float[] shared(int size) {
    return atLeast(SHARED, Math.max(LARGE, ALIGNED + size));
  }

  /** This thread's array for what it alone reads. */
  static float[] own(int size) {
    return atLeast(OWN, Math.max(LARGE, ALIGNED + size));
  }

  /** This thread's small array for sums on their way to C. */
  static float[] edge(int size) {
    return atLeast(EDGE, size);
  }

  private static float[] atLeast(ThreadLocal<float[]> kept, int size) {
    var array = kept.get();
    if (array.length < size) {
      array = new float[size];
      kept.set(array);
    }
    return array;
  }

  /** Copies rows, and fills what is left of the copy's rows with zeros. */
  static void copy(
      float[] from,
      int fo,
      int fromStride,
      int rows,
      int columns,
      float[] to,
      int at,
      int toStride) {
    for (int i = 0; i < rows; i++) {
      int start = at + i * toStride;
      System.arraycopy(from, fo + i * fromStride, to, start, columns);
      for (int j = columns; j < toStride; j++) {
        to[start + j] = 0;
      }
    }
  }

  /**
   * Copies a matrix of {@code rows} × {@code columns} transposed, and fills what is left of the
   * copy's rows with zeros.
   *
   * <p>Four rows at a time, in pieces of 4 × 4: first the 2 × 2 quarters are transposed, by trading
   * lanes between neighbouring rows, and then the piece as a whole, by trading pairs of lanes
   * between rows two apart.
   */
  static void transpose(
      float[] from,
      int fo,
      int fromStride,
      int rows,
      int columns,
      float[] to,
      int at,
      int toStride) {
    turn(from, fo, fromStride, rows, columns, to, at, toStride);
    if (rows < toStride) {
      for (int j = 0; j < columns; j++) {
        for (int r = rows; r < toStride; r++) {
          to[at + j * toStride + r] = 0;
        }
      }
    }
  }

  /** {@link #transpose} that leaves alone what lies between the copy's rows. */
  static void turn(
      float[] from,
      int fo,
      int fromStride,
      int rows,
      int columns,
      float[] to,
      int at,
      int toStride) {
    int whole = columns & -4;
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int f0 = fo + i * fromStride;
      int f1 = f0 + fromStride;
      int f2 = f1 + fromStride;
      int f3 = f2 + fromStride;
      int t = at + i;
      int j = 0;
      for (; j < whole; j += 4, t += 4 * toStride) {
        var r0 = FloatVector.fromArray(S, from, f0 + j);
        var r1 = FloatVector.fromArray(S, from, f1 + j);
        var r2 = FloatVector.fromArray(S, from, f2 + j);
        var r3 = FloatVector.fromArray(S, from, f3 + j);
        var s0 = r0.blend(r1.rearrange(SWAP1), ODD);
        var s1 = r1.blend(r0.rearrange(SWAP1), EVEN);
        var s2 = r2.blend(r3.rearrange(SWAP1), ODD);
        var s3 = r3.blend(r2.rearrange(SWAP1), EVEN);
        s0.blend(s2.rearrange(SWAP2), HIGH).intoArray(to, t);
        s1.blend(s3.rearrange(SWAP2), HIGH).intoArray(to, t + toStride);
        s2.blend(s0.rearrange(SWAP2), LOW).intoArray(to, t + 2 * toStride);
        s3.blend(s1.rearrange(SWAP2), LOW).intoArray(to, t + 3 * toStride);
      }
      for (; j < columns; j++, t += toStride) {
        to[t] = from[f0 + j];
        to[t + 1] = from[f1 + j];
        to[t + 2] = from[f2 + j];
        to[t + 3] = from[f3 + j];
      }
    }
    for (; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[at + j * toStride + i] = from[fo + i * fromStride + j];
      }
    }
  }
}
