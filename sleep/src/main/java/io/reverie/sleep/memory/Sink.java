package io.reverie.sleep.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** Writes arrays little-endian, and keeps the checksum of all that was written. */
final class Sink {
  private static final int PIECE = 1 << 16;

  private final Target target;
  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);

  /** Where it all goes. */
  @FunctionalInterface
  interface Target {
    /** Takes some of what is left in the buffer, or all of it. */
    void write(ByteBuffer buffer) throws IOException;
  }

  Sink(Target target) {
    this.target = target;
    this.digest = MemoryFile.digest();
  }

  void bytes(byte[] values, int n) {
    for (int from = 0; from < n; from += PIECE) {
      buffer.put(values, from, Math.min(PIECE, n - from));
      drain();
    }
  }

  void floats(float[] values, int n) {
    int piece = PIECE / Float.BYTES;
    for (int from = 0; from < n; from += piece) {
      int count = Math.min(piece, n - from);
      buffer.asFloatBuffer().put(values, from, count);
      buffer.position(count * Float.BYTES);
      drain();
    }
  }

  void ints(int[] values, int n) {
    int piece = PIECE / Integer.BYTES;
    for (int from = 0; from < n; from += piece) {
      int count = Math.min(piece, n - from);
      buffer.asIntBuffer().put(values, from, count);
      buffer.position(count * Integer.BYTES);
      drain();
    }
  }

  void longs(long... values) {
    longs(values, values.length);
  }

  void longs(long[] values, int n) {
    int piece = PIECE / Long.BYTES;
    for (int from = 0; from < n; from += piece) {
      int count = Math.min(piece, n - from);
      buffer.asLongBuffer().put(values, from, count);
      buffer.position(count * Long.BYTES);
      drain();
    }
  }

  void doubles(double... values) {
    int piece = PIECE / Double.BYTES;
    for (int from = 0; from < values.length; from += piece) {
      int count = Math.min(piece, values.length - from);
      buffer.asDoubleBuffer().put(values, from, count);
      buffer.position(count * Double.BYTES);
      drain();
    }
  }

  /** Writes the checksum of everything before it. */
  void seal() {
    byte[] sum = digest.digest();
    bytes(sum, sum.length);
  }

  private void drain() {
    buffer.flip();
    digest.update(buffer.duplicate());
    try {
      while (buffer.hasRemaining()) {
        target.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.clear();
  }
}
