package io.reverie.io;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's array files: {@code .npy} for one array, {@code .npz} for several by name.
 *
 * <p>Reads versions 1 to 3 of the format, whole and real numbers of 1 to 8 bytes and booleans in
 * either byte order, rows first or columns first. Writes float32.
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int COPY_BYTES = 1 << 16;

  private Npy() {}

  /** Reads an array. */
  public static Tensor read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, Files.size(file));
    }
  }

  /**
   * Reads all arrays of an archive by name, without the ending {@code .npy}. Together they may take
   * a quarter of the heap: a small archive can promise more than any machine has.
   */
  public static SequencedMap<String, Tensor> readArchive(Path file) throws IOException {
    SequencedMap<String, Tensor> arrays = new LinkedHashMap<>();
    long room = Runtime.getRuntime().maxMemory() / 4;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName();
        try (InputStream in = zip.getInputStream(entry)) {
          Tensor array = read(file + "!" + name, in, Math.min(room, unpacked(entry)));
          room -= (long) Float.BYTES * array.size();
          arrays.put(name.endsWith(".npy") ? name.substring(0, name.length() - 4) : name, array);
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new MalformedDataException(file.toString(), "a broken archive: " + e.getMessage(), e);
    }
    return arrays;
  }

  /** The most that an entry can unpack to: deflate packs at most 1032 to 1. */
  private static long unpacked(ZipEntry entry) {
    return entry.getCompressedSize() < 0 ? Long.MAX_VALUE : 1032 * entry.getCompressedSize();
  }

  private static Tensor read(String name, InputStream in, long bytes) throws IOException {
    NpyHeader header = NpyHeader.read(name, in);
    long wanted = (long) header.shape().size() * header.bytes();
    if (wanted > bytes) {
      throw new MalformedDataException(
          name, "an array of %d bytes where at most %d can be".formatted(wanted, bytes));
    }
    // Memory grows with what is really there: a small file that promises much stays small.
    ByteArrayOutputStream content = new ByteArrayOutputStream((int) Math.min(wanted, COPY_BYTES));
    byte[] buffer = new byte[COPY_BYTES];
    for (int n; content.size() <= wanted && (n = in.read(buffer)) > 0; ) {
      content.write(buffer, 0, n);
      if (content.size() > wanted) {
        break;
      }
    }
    if (content.size() != wanted) {
      throw new MalformedDataException(
          name,
          "%s%d bytes of data: the header promises %d"
              .formatted(
                  content.size() > wanted ? "more than " : "",
                  Math.min(content.size(), wanted),
                  wanted));
    }
    float[] values = new float[header.shape().size()];
    ByteBuffer data = ByteBuffer.wrap(content.toByteArray()).order(header.order());
    header.dtype().read(data, values, 0, values.length);
    return header.columnsFirst()
        ? rowsFirst(values, header.shape())
        : Tensor.of(values, 0, header.shape());
  }

  /** Fortran's order is the reversed shape in C's order, with the axes turned round. */
  private static Tensor rowsFirst(float[] values, Shape shape) {
    int rank = shape.rank();
    int[] reversed = new int[rank];
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      reversed[i] = shape.dim(rank - 1 - i);
      axes[i] = rank - 1 - i;
    }
    return Tensor.of(values, 0, Shape.of(reversed)).permute(axes).copy();
  }

  /** Writes an array as float32. */
  public static void write(Path file, Tensor array) throws IOException {
    Replacement.of(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          write(array, out);
          out.flush();
        });
  }

  /** Writes arrays as float32 to an archive that NumPy reads as {@code .npz}, compressed. */
  public static void writeArchive(Path file, Map<String, Tensor> arrays) throws IOException {
    Replacement.of(
        file,
        channel -> {
          ZipOutputStream zip =
              new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
          for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
            write(array.getValue(), zip);
            zip.closeEntry();
          }
          zip.finish();
          zip.flush();
        });
  }

  private static void write(Tensor array, OutputStream out) throws IOException {
    StringBuilder shape = new StringBuilder();
    for (int dim : array.shape().dims()) {
      shape.append(dim).append(", ");
    }
    if (array.shape().rank() > 1) {
      shape.setLength(shape.length() - 2);
    }
    String text =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"
            .formatted(shape.toString().strip());
    int length = MAGIC.length + 4 + text.length() + 1;
    String padded = text + " ".repeat((64 - length % 64) % 64) + "\n";
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) padded.length(), (byte) (padded.length() >> 8)});
    out.write(padded.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer data = ByteBuffer.allocate(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < array.size(); from += COPY_BYTES / 4) {
      int n = Math.min(COPY_BYTES / 4, array.size() - from);
      data.clear();
      Dtype.F32.write(array.array(), array.offset() + from, n, data);
      out.write(data.array(), 0, data.position());
    }
  }

  /** The magic bytes with which every array begins. */
  static void requireMagic(String name, InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(start, MAGIC)) {
      throw new MalformedDataException(name, "no NumPy array: it does not begin with \\x93NUMPY");
    }
  }

  /** So many bytes, or an error that names the file. */
  static byte[] bytes(String name, InputStream in, int n) throws IOException {
    byte[] bytes = in.readNBytes(n);
    if (bytes.length < n) {
      throw new MalformedDataException(
          name, "ends within the header", new EOFException(bytes.length + " of " + n + " bytes"));
    }
    return bytes;
  }
}
