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

  // Four lanes, for machines without sixteen: a transposed piece is 4 × 4.
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_128;
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(S, i -> i ^ 1);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(S, i -> i ^ 2);
  private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0b1010);
  private static final VectorMask<Float> EVEN = VectorMask.fromLong(S, 0b0101);
  private static final VectorMask<Float> HIGH = VectorMask.fromLong(S, 0b1100);
  private static final VectorMask<Float> LOW = VectorMask.fromLong(S, 0b0011);

  // Sixteen lanes, for machines that have them: within quarters as above, and among quarters.
  private static final VectorSpecies<Float> W = FloatVector.SPECIES_512;
  private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.length() == 16;
  private static final VectorShuffle<Float> W1 = VectorShuffle.fromOp(W, i -> i ^ 1);
  private static final VectorShuffle<Float> W2 = VectorShuffle.fromOp(W, i -> i ^ 2);
  private static final VectorShuffle<Float> W4 = VectorShuffle.fromOp(W, i -> i ^ 4);
  private static final VectorShuffle<Float> W8 = VectorShuffle.fromOp(W, i -> i ^ 8);
  private static final VectorMask<Float> BIT0 = VectorMask.fromLong(W, 0xaaaa);
  private static final VectorMask<Float> BIT1 = VectorMask.fromLong(W, 0xcccc);
  private static final VectorMask<Float> BIT2 = VectorMask.fromLong(W, 0xf0f0);
  private static final VectorMask<Float> BIT3 = VectorMask.fromLong(W, 0xff00);

  /** From this size on a piece of 16 × 16 pays, even if most of it is empty. */
  private static final int BLOCK = 48;

  private VectorPack() {}

  /** This thread's array for what other threads read while it leads a loop. */
  static float[] shared(int size) {
    return atLeast(SHARED, Math.max(LARGE, ALIGNED + size));
  }

  /** This thread's array for what it alone reads. */
  static float[] own(int size) {
    return atLeast(OWN, Math.max(LARGE, ALIGNED + size));
  }

  /** A large array of this thread's for that purpose, with so many floats from {@link #ALIGNED}. */
  static float[] lines(Scratch purpose, int size) {
    return purpose.floats(Math.max(LARGE, ALIGNED + size));
  }

  /** This array, or a larger one if it does not have so many floats from {@link #ALIGNED}. */
  static float[] lines(float[] array, int size) {
    int wanted = ALIGNED + size;
    return array.length >= wanted ? array : new float[Math.max(LARGE, wanted)];
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
   * Copies 64 columns of a matrix to each of so many panels, one after the other.
   *
   * <p>Row by row, across all panels: rows lie pages apart, and a page is best read in one go.
   */
  static void panels(
      float[] from, int fo, int fromStride, int rows, int panels, float[] to, int at) {
    for (int i = 0; i < rows; i++) {
      int f = fo + i * fromStride;
      int t = at + i * 64;
      for (int q = 0; q < panels; q++, f += 64, t += rows * 64) {
        FloatVector.fromArray(W, from, f).intoArray(to, t);
        FloatVector.fromArray(W, from, f + 16).intoArray(to, t + 16);
        FloatVector.fromArray(W, from, f + 32).intoArray(to, t + 32);
        FloatVector.fromArray(W, from, f + 48).intoArray(to, t + 48);
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
    if (WIDE && rows * columns >= BLOCK) {
      blocks(from, fo, fromStride, rows, columns, false, to, at, toStride);
      return;
    }
    int whole = WIDE ? 0 : columns & -4;
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

  /**
   * Copies a matrix of {@code rows} × {@code columns} transposed into what lies among other
   * numbers, or adds it to what is there.
   */
  static void turn(
      float[] from,
      int fo,
      int fromStride,
      int rows,
      int columns,
      boolean add,
      float[] to,
      int at,
      int toStride) {
    if (WIDE && rows * columns >= BLOCK) {
      blocks(from, fo, fromStride, rows, columns, add, to, at, toStride);
      return;
    }
    int whole = WIDE ? 0 : columns & -4;
    for (int i = 0; i < rows; i++) {
      boolean four = i + 4 <= rows;
      int f0 = fo + i * fromStride;
      int j = 0;
      int t = at + i;
      if (four) {
        int f1 = f0 + fromStride;
        int f2 = f1 + fromStride;
        int f3 = f2 + fromStride;
        for (; j < whole; j += 4, t += 4 * toStride) {
          var r0 = FloatVector.fromArray(S, from, f0 + j);
          var r1 = FloatVector.fromArray(S, from, f1 + j);
          var r2 = FloatVector.fromArray(S, from, f2 + j);
          var r3 = FloatVector.fromArray(S, from, f3 + j);
          var s0 = r0.blend(r1.rearrange(SWAP1), ODD);
          var s1 = r1.blend(r0.rearrange(SWAP1), EVEN);
          var s2 = r2.blend(r3.rearrange(SWAP1), ODD);
          var s3 = r3.blend(r2.rearrange(SWAP1), EVEN);
          r0 = s0.blend(s2.rearrange(SWAP2), HIGH);
          r1 = s1.blend(s3.rearrange(SWAP2), HIGH);
          r2 = s2.blend(s0.rearrange(SWAP2), LOW);
          r3 = s3.blend(s1.rearrange(SWAP2), LOW);
          if (add) {
            r0 = r0.add(FloatVector.fromArray(S, to, t));
            r1 = r1.add(FloatVector.fromArray(S, to, t + toStride));
            r2 = r2.add(FloatVector.fromArray(S, to, t + 2 * toStride));
            r3 = r3.add(FloatVector.fromArray(S, to, t + 3 * toStride));
          }
          r0.intoArray(to, t);
          r1.intoArray(to, t + toStride);
          r2.intoArray(to, t + 2 * toStride);
          r3.intoArray(to, t + 3 * toStride);
        }
      }
      for (int some = four ? 4 : 1; j < columns; j++, t += toStride) {
        for (int r = 0; r < some; r++) {
          float value = from[f0 + r * fromStride + j];
          to[t + r] = add ? to[t + r] + value : value;
        }
      }
      if (four) {
        i += 3;
      }
    }
  }

  /** Transposes in pieces of 16 × 16, smaller ones at the edges. */
  private static void blocks(
      float[] from,
      int fo,
      int fromStride,
      int rows,
      int columns,
      boolean add,
      float[] to,
      int at,
      int toStride) {
    float[] half = edge(256);
    for (int i = 0; i < rows; i += 16) {
      for (int j = 0; j < columns; j += 16) {
        int high = Math.min(16, rows - i);
        int wide = Math.min(16, columns - j);
        mix(from, fo + i * fromStride + j, fromStride, high, wide, half);
        mixAgain(half, high, wide, add, to, at + j * toStride + i, toStride);
      }
    }
  }

  /** The trades of lanes and of pairs of lanes, as with pieces of 4 × 4, four rows at a time. */
  private static void mix(
      float[] from, int fo, int fromStride, int rows, int columns, float[] half) {
    var here = W.indexInRange(0, columns);
    for (int g = 0; g < 16; g += 4) {
      // Rows that are not there may hold anything.
      var r0 = FloatVector.fromArray(W, from, fo + Math.min(g, rows - 1) * fromStride, here);
      var r1 = FloatVector.fromArray(W, from, fo + Math.min(g + 1, rows - 1) * fromStride, here);
      var r2 = FloatVector.fromArray(W, from, fo + Math.min(g + 2, rows - 1) * fromStride, here);
      var r3 = FloatVector.fromArray(W, from, fo + Math.min(g + 3, rows - 1) * fromStride, here);
      var s0 = r0.blend(r1.rearrange(W1), BIT0);
      var s1 = r0.rearrange(W1).blend(r1, BIT0);
      var s2 = r2.blend(r3.rearrange(W1), BIT0);
      var s3 = r2.rearrange(W1).blend(r3, BIT0);
      s0.blend(s2.rearrange(W2), BIT1).intoArray(half, 4 * g);
      s1.blend(s3.rearrange(W2), BIT1).intoArray(half, 4 * g + 64);
      s0.rearrange(W2).blend(s2, BIT1).intoArray(half, 4 * g + 128);
      s1.rearrange(W2).blend(s3, BIT1).intoArray(half, 4 * g + 192);
    }
  }

  /** The same once more, with quarters of vectors in place of lanes. */
  private static void mixAgain(
      float[] half, int rows, int columns, boolean add, float[] to, int at, int toStride) {
    var here = W.indexInRange(0, rows);
    for (int k = 0; k < Math.min(4, columns); k++) {
      int t = at + k * toStride;
      var r0 = FloatVector.fromArray(W, half, 64 * k);
      var r1 = FloatVector.fromArray(W, half, 64 * k + 16);
      var r2 = FloatVector.fromArray(W, half, 64 * k + 32);
      var r3 = FloatVector.fromArray(W, half, 64 * k + 48);
      var s0 = r0.blend(r1.rearrange(W4), BIT2);
      var s1 = r0.rearrange(W4).blend(r1, BIT2);
      var s2 = r2.blend(r3.rearrange(W4), BIT2);
      var s3 = r2.rearrange(W4).blend(r3, BIT2);
      r0 = s0.blend(s2.rearrange(W8), BIT3);
      r1 = s1.blend(s3.rearrange(W8), BIT3);
      r2 = s0.rearrange(W8).blend(s2, BIT3);
      r3 = s1.rearrange(W8).blend(s3, BIT3);
      int count = (columns - k + 3) / 4;
      if (add) {
        r0 = r0.add(FloatVector.fromArray(W, to, t, here));
        if (count > 1) {
          r1 = r1.add(FloatVector.fromArray(W, to, t + 4 * toStride, here));
        }
        if (count > 2) {
          r2 = r2.add(FloatVector.fromArray(W, to, t + 8 * toStride, here));
        }
        if (count > 3) {
          r3 = r3.add(FloatVector.fromArray(W, to, t + 12 * toStride, here));
        }
      }
      r0.intoArray(to, t, here);
      if (count > 1) {
        r1.intoArray(to, t + 4 * toStride, here);
      }
      if (count > 2) {
        r2.intoArray(to, t + 8 * toStride, here);
      }
      if (count > 3) {
        r3.intoArray(to, t + 12 * toStride, here);
      }
    }
  }
}
