package io.reverie.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The checks on the way from a file's bytes to an {@link Idx}.
 *
 * @param name the file, for errors
 * @param limit the most elements to read
 */
record IdxReader(String name, int limit) {

  /** DEFLATE's densest code: 2 bits for a repetition of 258 bytes. */
  private static final long MOST_PER_PACKED_BYTE = 1032;

  /** Reads a stream of {@code size} bytes, plain or gzip. */
  Idx read(InputStream in, long size) throws IOException {
    var start = in.readNBytes(4);
    if (start.length < 2 || start[0] != 0x1f || start[1] != (byte) 0x8b) {
      return plain(start, in, size);
    }
    // Packed bytes are held whole, so that what follows the gzip data can be seen.
    if (size > Math.min(Idx.MOST, limit + limit / 64L + 4096)) {
      throw bad("%,d bytes of gzip; at most %,d bytes are read here", size, limit);
    }
    var packed = Arrays.copyOf(start, (int) size);
    int got = start.length + in.readNBytes(packed, start.length, packed.length - start.length);
    return gzip(Arrays.copyOf(packed, got));
  }

  private Idx plain(byte[] start, InputStream in, long size) throws IOException {
    var dims = dims(start, in);
    long content = size - 4 - 4L * dims.length;
    long declared = declared(dims);
    if (content < declared) {
      throw truncated(dims, content);
    }
    if (content > declared) {
      throw trailing(dims, text("%,d", content - declared));
    }
    var bytes = in.readNBytes((int) declared);
    if (bytes.length < declared) { // the file shrank while it was read
      throw truncated(dims, bytes.length);
    }
    return new Idx(dims, bytes);
  }

  private Idx gzip(byte[] packed) throws IOException {
    try (var in = new Gzip(packed)) {
      var dims = dims(in.readNBytes(4), in);
      long declared = declared(dims);
      if (declared > packed.length * MOST_PER_PACKED_BYTE) {
        throw bad(
            "declares %s = %,d bytes, more than its %,d bytes of gzip can hold",
            Arrays.toString(dims), declared, packed.length);
      }
      // Grows with what really comes: memory follows the data, not the header.
      var bytes = in.readNBytes((int) declared);
      if (bytes.length < declared) {
        throw truncated(dims, bytes.length);
      }
      if (in.read() >= 0) {
        throw trailing(dims, "more");
      }
      if (in.left() > 0) {
        throw bad("%,d bytes follow the gzip data; expected its end", in.left());
      }
      return new Idx(dims, bytes);
    } catch (MalformedDataException e) {
      throw e;
    } catch (EOFException e) {
      throw new MalformedDataException(
          name, text("the gzip data end early, after %,d bytes", packed.length), e);
    } catch (IOException e) {
      throw new MalformedDataException(name, "damaged gzip data: " + e.getMessage(), e);
    }
  }

  private int[] dims(byte[] magic, InputStream in) throws IOException {
    if (magic.length == 0) {
      throw bad("is empty; expected an IDX file");
    }
    if (magic.length < 4) {
      throw bad("ends after %d bytes; an IDX header starts with 4", magic.length);
    }
    int type = magic[2] & 0xff;
    int rank = magic[3] & 0xff;
    if (magic[0] != 0 || magic[1] != 0 || rank == 0 || type < 0x08 || type > 0x0e) {
      throw bad(
          "starts with %s; expected 00 00 08 and the number of dimensions, as in 00 00 08 03"
              + " for images and 00 00 08 01 for labels",
          HexFormat.ofDelimiter(" ").formatHex(magic));
    }
    if (type != Idx.UNSIGNED_BYTE) {
      throw bad("holds %s; only unsigned bytes (type 0x08) are read", typeName(type));
    }
    var sizes = in.readNBytes(4 * rank);
    if (sizes.length < 4 * rank) {
      throw bad(
          "ends after %d bytes; the header of %d dimensions needs %d",
          4 + sizes.length, rank, 4 + 4 * rank);
    }
    var dims = new int[rank];
    ByteBuffer.wrap(sizes).asIntBuffer().get(dims);
    return dims;
  }

  private long declared(int... dims) throws IOException {
    long declared = Idx.product(dims);
    if (declared < 0 || declared > limit) {
      throw bad(
          "declares %s, which needs %s; at most %,d are read here",
          Arrays.toString(dims), Idx.needed(dims), limit);
    }
    return declared;
  }

  private IOException truncated(int[] dims, long found) {
    return bad(
        "declares %s = %s but only %,d are there; the file was cut",
        Arrays.toString(dims), Idx.needed(dims), found);
  }

  private IOException trailing(int[] dims, String found) {
    return bad(
        "declares %s = %s and %s follow them; expected the file's end",
        Arrays.toString(dims), Idx.needed(dims), found);
  }

  private MalformedDataException bad(String problem, Object... values) {
    return new MalformedDataException(name, text(problem, values));
  }

  private static String typeName(int type) {
    var kind =
        switch (type) {
          case 0x09 -> "signed bytes";
          case 0x0b -> "shorts";
          case 0x0c -> "ints";
          case 0x0d -> "floats";
          case 0x0e -> "doubles";
          default -> "elements of an unknown type";
        };
    return kind + text(" (type 0x%02x)", type);
  }

  /** The same text in every country: a report is compared across machines. */
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A gzip stream over packed bytes that knows how many of them follow its end. */
  private static final class Gzip extends GZIPInputStream {
    Gzip(byte[] packed) throws IOException {
      super(new ByteArrayInputStream(packed), packed.length);
    }

    /** Bytes behind the 8 of the trailer; the JDK passes over them in silence. */
    int left() {
      return inf.getRemaining() - 8;
    }
  }
}
