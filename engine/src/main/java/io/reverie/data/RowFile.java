package io.reverie.data;

import io.reverie.tensor.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * Samples on disk, one row each, mapped into memory: a set larger than the heap, of which only what
 * a batch asks for is read.
 *
 * <p>The file is {@code REVROWS1}, then as little-endian ints the kind (0: float32, 1: unsigned
 * bytes, which are read as 0…1), the rank of a sample, the number of samples, the sample's
 * dimensions, one label a sample; then the rows. {@link #open(Path, Kind, long, Shape, int...)}
 * reads rows of any other file whose rows stand one after the other.
 *
 * <p>Files are not trusted: the header is checked against the file's size before anything is read.
 * The set holds the mapping; it goes when the set is garbage. A file that another program cuts
 * while it is mapped ends in an {@link InternalError} of the JVM.
 */
public final class RowFile {
  /** How a number is stored. */
  public enum Kind {
    /** Little-endian float32, as it is. */
    FLOAT32(4),
    /** One unsigned byte, 0…255, read as 0…1. */
    UINT8(1);

    final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }
  }

  private static final String MAGIC = "REVROWS1";
  private static final int FIXED = 8 + 3 * 4;
  private static final int MOST_AXES = 8;

  private RowFile() {}

  /**
   * Writes a set. The file appears whole or not at all.
   *
   * @throws IllegalArgumentException if {@code UINT8} is asked for and a number is not in 0…1, or a
   *     sample has more than 8 axes
   */
  public static void write(Path file, Kind kind, Dataset set) throws IOException {
    if (set.sample().rank() > MOST_AXES) {
      throw new IllegalArgumentException(
          "rows of shape %s: at most %d axes are stored; reshape the set"
              .formatted(set.sample(), MOST_AXES));
    }
    var part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (var channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        out.write(header(kind, set));
        writeRows(out, kind, set);
        out.flush();
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] header(Kind kind, Dataset set) {
    int[] dims = set.sample().dims();
    long size = FIXED + 4L * dims.length + 4L * set.size();
    var header = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC.getBytes(StandardCharsets.US_ASCII));
    header.putInt(kind.ordinal()).putInt(dims.length).putInt(set.size());
    for (int dim : dims) {
      header.putInt(dim);
    }
    for (int i = 0; i < set.size(); i++) {
      header.putInt(set.label(i));
    }
    return header.array();
  }

  private static void writeRows(OutputStream out, Kind kind, Dataset set) throws IOException {
    float[] values = new float[set.sample().size()];
    var row = ByteBuffer.allocate(Math.multiplyExact(values.length, kind.bytes));
    row.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < set.size(); i++) {
      set.read(i, values, 0);
      row.clear();
      for (float value : values) {
        if (kind == Kind.FLOAT32) {
          row.putFloat(value);
        } else if (value >= 0 && value <= 1) {
          row.put((byte) Math.round(value * 255));
        } else {
          throw new IllegalArgumentException(
              "%s in sample %d does not fit unsigned bytes: 0 to 1 is needed; use FLOAT32"
                  .formatted(value, i));
        }
      }
      out.write(row.array());
    }
  }

  /**
   * The set in a file that {@link #write} wrote. Rows and labels stay on disk until they are asked
   * for.
   *
   * @throws MalformedDataException if it is no such file, or its size is not what its header needs
   */
  public static Dataset open(Path file) throws IOException {
    MemorySegment mapped = map(file);
    String name = file.toString();
    long size = mapped.byteSize();
    if (size < FIXED) {
      throw bad(name, "ends after %,d bytes; a row file's header needs %d", size, FIXED);
    }
    for (int i = 0; i < MAGIC.length(); i++) {
      if (mapped.get(MappedRows.BYTE, i) != MAGIC.charAt(i)) {
        throw bad(name, "does not start with %s, as row files do", MAGIC);
      }
    }
    int kind = mapped.get(MappedRows.INT, 8);
    int rank = mapped.get(MappedRows.INT, 12);
    int count = mapped.get(MappedRows.INT, 16);
    if (kind < 0 || kind >= Kind.values().length) {
      throw bad(name, "kind %d of numbers; 0 (float32) or 1 (uint8) is expected", kind);
    }
    if (rank < 0 || rank > MOST_AXES || count < 0) {
      throw bad(name, "%d samples of %d axes; 0 or more of 0 to %d", count, rank, MOST_AXES);
    }
    if (size < FIXED + 4L * rank) {
      throw bad(name, "ends after %,d bytes, within the header of %d axes", size, rank);
    }
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = mapped.get(MappedRows.INT, FIXED + 4L * i);
    }
    Shape sample = shape(name, dims);
    long labels = FIXED + 4L * rank;
    long rows = labels + 4L * count;
    Kind stored = Kind.values()[kind];
    checkSize(name, size, rows, count, stored, sample);
    return Dataset.of(new MappedRows(mapped.asSlice(rows), stored, sample, count, mapped, labels));
  }

  /**
   * The rows of a file in another format, from byte {@code start} on, to the file's end.
   *
   * @param labels one a row; they say how many rows there are
   * @throws MalformedDataException if the file does not hold as many rows, or more
   */
  public static Dataset open(Path file, Kind kind, long start, Shape sample, int... labels)
      throws IOException {
    MemorySegment mapped = map(file);
    if (start < 0) {
      throw new IllegalArgumentException("rows from byte " + start + " on: 0 or more is needed");
    }
    checkSize(file.toString(), mapped.byteSize(), start, labels.length, kind, sample);
    MemorySegment held = MemorySegment.ofArray(labels.clone());
    return Dataset.of(new MappedRows(mapped.asSlice(start), kind, sample, labels.length, held, 0));
  }

  private static MemorySegment map(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  private static Shape shape(String name, int... dims) throws MalformedDataException {
    try {
      return Shape.of(dims);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedDataException(
          name, "samples of " + Arrays.toString(dims) + " are no shape: " + e.getMessage(), e);
    }
  }

  private static void checkSize(
      String name, long size, long start, int count, Kind kind, Shape sample)
      throws MalformedDataException {
    // 2³¹ rows of 2³¹ numbers of 4 bytes are 2⁶⁴: ask in numbers, which fit.
    long needed = (long) count * sample.size();
    long found = size - start;
    if (found < 0 || found % kind.bytes != 0 || found / kind.bytes != needed) {
      throw bad(
          name,
          "%,d bytes from byte %,d on; %,d rows of %s as %s need %,d numbers of %d",
          found,
          start,
          count,
          sample,
          kind,
          needed,
          kind.bytes);
    }
  }

  private static MalformedDataException bad(String name, String problem, Object... values) {
    return new MalformedDataException(name, String.format(Locale.ROOT, problem, values));
  }
}
