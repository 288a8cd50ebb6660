package io.reverie.sleep.memory;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Product quantisation (Jégou et al. 2011): a row is cut into equal parts, and of each part only
 * the number of the nearest of up to 256 typical ones is kept: a byte a part. REMIND and SIESTA
 * keep their features so, after a rotation that is left out here (SIESTA's OPQ).
 *
 * <p>The typical parts are the centres of k-means on samples given at the start; features of
 * another kind are written down badly, so train it on features of a network that is frozen already.
 * The codebook is kept too, and counted.
 */
public final class ProductCodec implements Codec {
  private static final int MOST = 256;

  /** The centres of part p stand at {@code p · centres · width}, one after the other. */
  private final float[] book;

  private final int parts;
  private final int centres;
  private final int width;

  private ProductCodec(float[] book, int parts, int centres, int width) {
    this.book = book;
    this.parts = parts;
    this.centres = centres;
    this.width = width;
  }

  /**
   * Learns a codebook: k-means (Lloyd) from samples drawn as the first centres. Takes time in
   * proportion to samples · 256 · width · rounds.
   *
   * @param samples {@code [n, …]}, a row a sample; at least one
   * @param parts into how many equal parts a row is cut: the bytes that it will take
   * @param rounds how often the centres move to the mean of what is nearest to them; 10 is enough
   * @throws IllegalArgumentException if the rows cannot be cut so
   */
  public static ProductCodec of(Tensor samples, int parts, int rounds, Rng rng) {
    int n = samples.shape().rank() == 0 ? 0 : samples.dim(0);
    int row = n == 0 ? 0 : samples.size() / n;
    if (n == 0 || parts < 1 || row % parts != 0 || row == 0 || rounds < 0) {
      throw new IllegalArgumentException(
          "a codebook of %d parts from samples %s in %d rounds: a sample or more, whose size is a"
                  .formatted(parts, samples.shape(), rounds)
              + " multiple of the parts, and 0 rounds or more are needed");
    }
    int width = row / parts;
    int centres = Math.min(MOST, n);
    var codec = new ProductCodec(new float[parts * centres * width], parts, centres, width);
    float[] values = samples.toArray();
    for (int part = 0; part < parts; part++) {
      int[] first = rng.permutation(n);
      for (int c = 0; c < centres; c++) {
        System.arraycopy(
            values, first[c] * row + part * width, codec.book, codec.centre(part, c), width);
      }
      for (int round = 0; round < rounds; round++) {
        codec.move(part, values, n);
      }
    }
    return codec;
  }

  private int centre(int part, int c) {
    return (part * centres + c) * width;
  }

  /** Each centre goes to the mean of what is nearest to it; one to which nothing is stays. */
  private void move(int part, float[] values, int n) {
    double[] sums = new double[centres * width];
    int[] counts = new int[centres];
    for (int i = 0; i < n; i++) {
      int from = (i * parts + part) * width;
      int c = nearest(part, values, from);
      counts[c]++;
      for (int j = 0; j < width; j++) {
        sums[c * width + j] += values[from + j];
      }
    }
    for (int c = 0; c < centres; c++) {
      for (int j = 0; j < width && counts[c] > 0; j++) {
        book[centre(part, c) + j] = (float) (sums[c * width + j] / counts[c]);
      }
    }
  }

  /** The first of the nearest centres; where there is NaN, the first of all. */
  private int nearest(int part, float[] row, int from) {
    int nearest = 0;
    float least = Float.POSITIVE_INFINITY;
    for (int c = 0; c < centres; c++) {
      float squares = 0;
      int at = centre(part, c);
      for (int j = 0; j < width; j++) {
        float d = row[from + j] - book[at + j];
        squares += d * d;
      }
      if (squares < least) {
        least = squares;
        nearest = c;
      }
    }
    return nearest;
  }

  @Override
  public int size(int numbers) {
    if (numbers != parts * width) {
      throw new IllegalArgumentException(
          "rows of %d numbers for a codebook of %d parts of %d: %d are needed"
              .formatted(numbers, parts, width, parts * width));
    }
    return parts;
  }

  @Override
  public void encode(float[] row, int from, int numbers, byte[] into, int at) {
    for (int part = 0; part < parts; part++) {
      into[at + part] = (byte) nearest(part, row, from + part * width);
    }
  }

  @Override
  public void decode(byte[] coded, int at, float[] into, int to, int numbers) {
    for (int part = 0; part < parts; part++) {
      int c = Math.min(coded[at + part] & 0xFF, centres - 1); // an empty slot may say anything
      System.arraycopy(book, centre(part, c), into, to + part * width, width);
    }
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * book.length;
  }

  /** With a checksum of the codebook, without which the bytes mean nothing. */
  @Override
  public String name() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, book.length));
    bytes.asFloatBuffer().put(book);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return "product of %d parts, codebook %08x".formatted(parts, sum.getValue());
  }
}
