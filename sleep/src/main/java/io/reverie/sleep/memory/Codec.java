package io.reverie.sleep.memory;

/**
 * How the numbers of a memory are written down in fewer bytes than four each.
 *
 * <p>A codec is asked from one thread, and must not remember what it was given. What comes back
 * need not be what went in, but coding what came back once more should change nothing more. {@link
 * ProductCodec} is one that is learned.
 */
public interface Codec {
  /** How many bytes a row of so many numbers takes. */
  int size(int width);

  /**
   * Writes a row down.
   *
   * @throws IllegalArgumentException if there is a number that it cannot write; nothing is written
   *     then
   */
  void encode(float[] row, int from, int width, byte[] into, int at);

  /** Reads a row back. */
  void decode(byte[] coded, int at, float[] into, int to, int width);

  /** Bytes that the codec itself keeps, such as a codebook. */
  default long bytes() {
    return 0;
  }

  /** What distinguishes it from any other codec: files of one are not read by another. */
  String name();

  /**
   * A byte a number, in 255 equal steps from the smallest to the largest of the row, which are kept
   * as floats: 8 bytes more a row, off by half a step at most. Pictures of 256 grey levels in equal
   * steps that have both black and white come back but for rounding. Infinities and NaN are
   * refused.
   */
  static Codec uint8() {
    return new ByteCodec();
  }

  /** Two bytes a number, in half precision: 11 bits, from 6·10⁻⁸ to 65504, infinite beyond. */
  static Codec float16() {
    return new HalfCodec();
  }
}
