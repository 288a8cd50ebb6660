package io.reverie.io;

import io.reverie.data.MalformedDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The checksums (CRC-32C) in a safetensors file: one of each tensor's bytes, one of the header with
 * its length. A CRC of 32 bits finds every single flipped bit, and every burst of up to 32.
 *
 * <p>They stand in the file's metadata, where other programs see two strings more, under two names:
 * a flipped bit can spoil one name but not both, and a file with one of them alone is refused. Both
 * are written with noughts at first and filled in when the data is on its way: the header has the
 * same length before and after. Its own checksum is that of the header with noughts in its place.
 */
final class Digests {
  /** No checksum is known. */
  static final long UNKNOWN = -1;

  static final String HEADER = "reverie.crc32c";
  static final String TENSORS = "reverie.crc32c.tensors";

  /** Hexadecimal digits of a checksum. */
  private static final int DIGITS = 8;

  private Digests() {}

  /** The metadata with room for the checksums of so many tensors. */
  static Map<String, String> withRoom(Map<String, String> metadata, int tensors) {
    Map<String, String> with = new LinkedHashMap<>();
    with.put(HEADER, "0".repeat(DIGITS));
    with.put(TENSORS, "0".repeat(DIGITS * tensors));
    metadata.forEach((name, text) -> {
      if (with.put(name, text) != null) {
        throw new IllegalArgumentException(
            "metadata cannot be called %s: the file's checksum is".formatted(name));
      }
    });
    return with;
  }

  /** Fills the checksums in, into a header that was written with room for them. */
  static void fill(byte[] header, long[] sums) {
    int at = place(header, TENSORS);
    for (int i = 0; i < sums.length; i++) {
      put(header, at + i * DIGITS, sums[i]);
    }
    put(header, place(header, HEADER), ofHeader(header));
  }

  /**
   * The checksums of the tensors, in the header's order, taken out of the metadata; {@link
   * #UNKNOWN} for each if the file has none. The header's own is checked.
   */
  static long[] take(String file, byte[] header, Map<String, String> metadata, int tensors)
      throws MalformedDataException {
    String own = metadata.remove(HEADER);
    String others = metadata.remove(TENSORS);
    long[] sums = new long[tensors];
    Arrays.fill(sums, UNKNOWN);
    if (own == null && others == null) {
      return sums;
    }
    if (own == null || others == null) {
      throw new MalformedDataException(
          file,
          "the header was damaged: it has one of the checksums %s and %s but not the other"
              .formatted(HEADER, TENSORS));
    }
    if (place(header, HEADER) < 0) {
      throw new MalformedDataException(file, "the header's checksum is not written as it should");
    }
    String found = "%08x".formatted(ofHeader(header));
    if (!found.equals(own)) {
      throw new MalformedDataException(file, mismatch("the header", own, found));
    }
    if (others.length() != DIGITS * tensors) {
      throw new MalformedDataException(
          file, "%d digits of checksums for %d tensors".formatted(others.length(), tensors));
    }
    for (int i = 0; i < tensors; i++) {
      sums[i] = Long.parseLong(others, i * DIGITS, (i + 1) * DIGITS, 16);
    }
    return sums;
  }

  static String mismatch(String what, String said, String found) {
    return "%s was damaged: its checksum is %s, the file says %s (or another program changed it and"
            .formatted(what, found, said)
        + " kept the old checksums)";
  }

  private static long ofHeader(byte[] header) {
    byte[] blank = header.clone();
    int at = place(header, HEADER);
    Arrays.fill(blank, at, at + DIGITS, (byte) '0');
    CRC32C sum = new CRC32C();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sum.update(length.putLong(header.length).flip());
    sum.update(blank);
    return sum.getValue();
  }

  /** Where the digits of this name begin. Quotes inside a text have a backslash, so none is met. */
  private static int place(byte[] header, String name) {
    byte[] needle = ("\"" + name + "\":\"").getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + needle.length + DIGITS <= header.length; at++) {
      if (Arrays.equals(header, at, at + needle.length, needle, 0, needle.length)) {
        return at + needle.length;
      }
    }
    return -1;
  }

  private static void put(byte[] header, int at, long sum) {
    byte[] digits = "%08x".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, header, at, DIGITS);
  }
}
