package io.reverie.sleep.memory;

import io.reverie.data.MalformedDataException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads back what a {@link Sink} wrote, from content whose checksum was found right. */
final class Source {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String name;
  private final MemorySegment content;
  private long at;

  Source(String name, MemorySegment content) {
    this.name = name;
    this.content = content;
  }

  void require(boolean condition, String what) throws MalformedDataException {
    if (!condition) {
      throw new MalformedDataException(name, what + " are not those of a memory");
    }
  }

  void requireEnd() throws MalformedDataException {
    require(at == content.byteSize(), "bytes after its last");
  }

  private long next(ValueLayout layout, long n) throws MalformedDataException {
    long from = at;
    require(n * layout.byteSize() <= content.byteSize() - at, "the bytes up to its end");
    at += n * layout.byteSize();
    return from;
  }

  /** A number of slots, of so many at most. */
  int size(int capacity) throws MalformedDataException {
    long size = nextLong();
    require(size >= 0 && size <= capacity, "sizes");
    return (int) size;
  }

  void bytes(byte[] into, int n) throws MalformedDataException {
    long from = next(ValueLayout.JAVA_BYTE, n);
    MemorySegment.copy(content, ValueLayout.JAVA_BYTE, from, into, 0, n);
  }

  void floats(float[] into, int n) throws MalformedDataException {
    MemorySegment.copy(content, FLOAT, next(FLOAT, n), into, 0, n);
  }

  void ints(int[] into, int n) throws MalformedDataException {
    MemorySegment.copy(content, INT, next(INT, n), into, 0, n);
  }

  void longs(long[] into, int n) throws MalformedDataException {
    MemorySegment.copy(content, LONG, next(LONG, n), into, 0, n);
  }

  void doubles(double[] into, int n) throws MalformedDataException {
    MemorySegment.copy(content, DOUBLE, next(DOUBLE, n), into, 0, n);
  }

  long nextLong() throws MalformedDataException {
    return content.get(LONG, next(LONG, 1));
  }

  double nextDouble() throws MalformedDataException {
    return content.get(DOUBLE, next(DOUBLE, 1));
  }
}
