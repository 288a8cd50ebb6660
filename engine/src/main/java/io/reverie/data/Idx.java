package io.reverie.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The content of an IDX file: a dense array of unsigned bytes, the format of MNIST and the sets
 * shaped after it. A file is {@code 00 00 08 rank}, one big-endian int a dimension, then the bytes
 * with the last dimension running fastest; read an element with {@code bytes()[i] & 0xff}.
 *
 * <p><b>Sharing:</b> both arrays are held and handed out without a copy (a training set is 47 MB).
 * Whoever writes into them changes this value for everyone; treat them as read-only.
 *
 * <p>Files are not trusted: a header is checked against the file's size before anything of the size
 * it declares is allocated, and unpacking stops at the declared length. What is not a well-formed
 * file ends in an {@link IOException} that names it, never in another exception.
 *
 * @param dims sizes of the 1 to 255 dimensions, first the number of items; zero or more each
 * @param bytes the elements, as many as the product of {@code dims}
 * @see <a href="https://en.wikipedia.org/wiki/MNIST_database">MNIST, LeCun, Cortes and Burges</a>
 */
public record Idx(int[] dims, byte[] bytes) {

  static final int UNSIGNED_BYTE = 0x08;

  /** The largest array every JVM can allocate. */
  static final int MOST = Integer.MAX_VALUE - 8;

  /** An array of these sizes; {@code bytes} must hold exactly their product. */
  public Idx {
    if (dims.length < 1 || dims.length > 255) {
      throw new IllegalArgumentException(
          "IDX of " + dims.length + " dimensions: 1 to 255 can be stored");
    }
    if (product(dims) != bytes.length) {
      throw new IllegalArgumentException(
          "IDX of %s and %d bytes: the sizes need %s"
              .formatted(Arrays.toString(dims), bytes.length, needed(dims)));
    }
  }

  /** The number of items, which is the first dimension. */
  public int count() {
    return dims[0];
  }

  /** The number of bytes in one item: 784 for images of 28x28, 1 for labels. */
  public int itemSize() {
    return (int) product(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /** Reads a file, plain or gzip; which of them is told by its first bytes, not by its name. */
  public static Idx read(Path file) throws IOException {
    return read(file, MOST);
  }

  /**
   * Reads a file, plain or gzip, and refuses more than {@code limit} elements: the guard for files
   * from strangers, as two honest megabytes of gzip may unpack to two gigabytes.
   */
  public static Idx read(Path file, int limit) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file; expected an IDX file");
    }
    if (!Files.isRegularFile(file)) {
      var found = Files.isDirectory(file) ? "a folder" : "not a regular file";
      throw new FileSystemException(file.toString(), null, found + "; expected an IDX file");
    }
    try (var in = Files.newInputStream(file)) {
      return new IdxReader(file.toString(), limit).read(in, Files.size(file));
    } catch (AccessDeniedException _) {
      throw new AccessDeniedException(file.toString(), null, "not readable for this user");
    }
  }

  /** Reads a stream to its end, plain or gzip; {@code name} stands for it in errors. */
  public static Idx read(String name, InputStream in) throws IOException {
    var all = in.readAllBytes();
    return new IdxReader(name, MOST).read(new ByteArrayInputStream(all), all.length);
  }

  /**
   * Writes a file, as gzip when its name ends in {@code .gz}. It appears whole or not at all: the
   * bytes go into a new file beside it, are forced to the disk and then take its name.
   */
  public static void write(Path file, Idx idx) throws IOException {
    var part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (var channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var plain = Channels.newOutputStream(channel);
        // Closing the packer would close the channel before force: finish() it instead.
        var packer = file.toString().endsWith(".gz") ? new BestGzip(plain) : null;
        var out = packer != null ? packer : plain;
        out.write(header(idx.dims));
        out.write(idx.bytes);
        if (packer != null) {
          packer.finish();
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The bytes before the elements in a plain file: {@code 00 00 08 rank} and the sizes. */
  public static byte[] header(int... dims) {
    var header = ByteBuffer.allocate(4 + 4 * dims.length);
    header.putInt(UNSIGNED_BYTE << 8 | dims.length);
    for (int size : dims) {
      header.putInt(size);
    }
    return header.array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Idx(var sizes, var content)
        && Arrays.equals(dims, sizes)
        && Arrays.equals(bytes, content);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dims) + Arrays.hashCode(bytes);
  }

  /** The sizes, as in {@code Idx[60000, 28, 28]}. */
  @Override
  public String toString() {
    return "Idx" + Arrays.toString(dims);
  }

  /** The product of the sizes, or -1 where one is negative or an array could not hold it. */
  static long product(int... dims) {
    long product = 1;
    boolean empty = false;
    for (int size : dims) {
      if (size < 0) {
        return -1;
      }
      empty |= size == 0;
      product *= Math.max(size, 1); // an empty set of impossible items is refused as well
      if (product > MOST) {
        return -1;
      }
    }
    return empty ? 0 : product;
  }

  static String needed(int... dims) {
    long product = product(dims);
    return product < 0
        ? "more bytes than an array can hold"
        : String.format(Locale.ROOT, "%,d bytes", product);
  }

  /** A gzip stream that takes its time to be small. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
