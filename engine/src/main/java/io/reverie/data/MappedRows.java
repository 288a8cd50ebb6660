package io.reverie.data;

import io.reverie.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Rows of a mapped file.
 *
 * @param rows the rows, one after the other
 * @param labels what holds the labels, as ints from byte {@code labelsAt} on
 */
record MappedRows(
    MemorySegment rows,
    RowFile.Kind kind,
    Shape sample,
    int size,
    MemorySegment labels,
    long labelsAt)
    implements Samples {
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public int label(int number) {
    return labels.get(
        labels.isNative() ? INT : ValueLayout.JAVA_INT_UNALIGNED, labelsAt + 4L * number);
  }

  @Override
  public void read(int number, float[] into, int at) {
    int n = sample.size();
    long from = (long) number * n * kind.bytes;
    if (kind == RowFile.Kind.FLOAT32) {
      MemorySegment.copy(rows, FLOAT, from, into, at, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      into[at + i] = (rows.get(BYTE, from + i) & 0xFF) / 255f;
    }
  }
}
