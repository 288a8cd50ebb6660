package io.reverie.sleep;

import io.reverie.data.MalformedDataException;
import io.reverie.io.Replacement;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of named arrays and texts, to the bit, whose SHA-256 the {@link Manifest} knows.
 *
 * <p>Not safetensors, because whole numbers and doubles must come back exactly.
 */
final class Page {
  private static final int MAGIC = 0x52455650; // REVP
  private static final int PIECE = 1 << 16;

  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Puts float[], int[], long[], byte[] or a String under a name of its own. */
  Page put(String name, Object value) {
    if (entries.put(name, value) != null) {
      throw new IllegalStateException("\"" + name + "\" is in the page already");
    }
    return this;
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  float[] floats(String name) {
    return of(name, float[].class);
  }

  int[] ints(String name) {
    return of(name, int[].class);
  }

  long[] longs(String name) {
    return of(name, long[].class);
  }

  byte[] bytes(String name) {
    return of(name, byte[].class);
  }

  String text(String name) {
    return of(name, String.class);
  }

  private <T> T of(String name, Class<T> type) {
    Object value = entries.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("no \"" + name + "\" in the page");
    }
    return type.cast(value);
  }

  /** The entries under a prefix, in order, without it. */
  Map<String, float[]> floatsUnder(String prefix) {
    Map<String, float[]> found = new LinkedHashMap<>();
    entries.forEach((name, value) -> {
      if (name.startsWith(prefix) && value instanceof float[] values) {
        found.put(name.substring(prefix.length()), values);
      }
    });
    return found;
  }

  /** Replaces the file at once by this page; returns its SHA-256. */
  String write(Path file) throws IOException {
    MessageDigest sum = sha256();
    Replacement.of(file, channel -> writeTo(Channels.newOutputStream(channel), sum));
    return HexFormat.of().formatHex(sum.digest());
  }

  /** The SHA-256 that the page would have as a file. */
  String digest() {
    MessageDigest sum = sha256();
    try {
      writeTo(OutputStream.nullOutputStream(), sum);
    } catch (IOException e) {
      throw new AssertionError(e); // nothing is written
    }
    return HexFormat.of().formatHex(sum.digest());
  }

  private void writeTo(OutputStream stream, MessageDigest sum) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(stream, sum), PIECE));
    out.writeInt(MAGIC);
    out.writeInt(entries.size());
    for (Map.Entry<String, Object> entry : entries.entrySet()) {
      out.writeUTF(entry.getKey());
      switch (entry.getValue()) {
        case float[] values -> write(out, 'f', values.length, (to, i) -> to.putFloat(values[i]));
        case int[] values -> write(out, 'i', values.length, (to, i) -> to.putInt(values[i]));
        case long[] values -> write(out, 'l', values.length, (to, i) -> to.putLong(values[i]));
        case byte[] bytes -> write(out, 'b', bytes);
        case String text -> write(out, 's', text.getBytes(StandardCharsets.UTF_8));
        default -> throw new IllegalArgumentException("a page of " + entry.getValue().getClass());
      }
    }
    out.flush();
  }

  private static void write(DataOutputStream out, char kind, byte[] bytes) throws IOException {
    out.writeChar(kind);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** One number of an array, to or from a buffer. */
  private interface Move {
    void at(ByteBuffer buffer, int i);
  }

  private static void write(DataOutputStream out, char kind, int n, Move move) throws IOException {
    out.writeChar(kind);
    out.writeInt(n);
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    for (int i = 0; i < n; i++) {
      move.at(buffer, i);
      if (buffer.remaining() < Long.BYTES || i == n - 1) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
    }
  }

  /**
   * The page in a file.
   *
   * @throws MalformedDataException if it is missing, or its SHA-256 is not this
   */
  static Page read(Path file, String digest) throws IOException {
    if (!Files.exists(file)) {
      throw new MalformedDataException(file.toString(), "the manifest names it, and it is missing");
    }
    requireDigest(file, digest);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), PIECE))) {
      Page page = new Page();
      if (in.readInt() != MAGIC) {
        throw new MalformedDataException(file.toString(), "no page of a journal");
      }
      for (int left = in.readInt(); left > 0; left--) {
        page.put(in.readUTF(), value(in));
      }
      return page;
    } catch (EOFException e) {
      throw new MalformedDataException(file.toString(), "the page ends too early", e);
    }
  }

  /** Throws unless the file's SHA-256 is this one. */
  static void requireDigest(Path file, String digest) throws IOException {
    MessageDigest sum = sha256();
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    String found = HexFormat.of().formatHex(sum.digest());
    if (!found.equals(digest)) {
      throw new MalformedDataException(
          file.toString(),
          "it was damaged: its SHA-256 is %s, the manifest says %s".formatted(found, digest));
    }
  }

  private static Object value(DataInputStream in) throws IOException {
    char kind = in.readChar();
    int n = in.readInt();
    switch (kind) {
      case 'f' -> {
        float[] values = new float[n];
        read(in, n, Float.BYTES, (from, i) -> values[i] = from.getFloat());
        return values;
      }
      case 'i' -> {
        int[] values = new int[n];
        read(in, n, Integer.BYTES, (from, i) -> values[i] = from.getInt());
        return values;
      }
      case 'l' -> {
        long[] values = new long[n];
        read(in, n, Long.BYTES, (from, i) -> values[i] = from.getLong());
        return values;
      }
      default -> {
        byte[] bytes = new byte[n];
        in.readFully(bytes);
        return kind == 'b' ? bytes : new String(bytes, StandardCharsets.UTF_8);
      }
    }
  }

  private static void read(DataInputStream in, int n, int each, Move move) throws IOException {
    byte[] bytes = new byte[PIECE];
    int most = PIECE / each;
    for (int from = 0; from < n; from += most) {
      int count = Math.min(most, n - from);
      in.readFully(bytes, 0, count * each);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      for (int i = from; i < from + count; i++) {
        move.at(buffer, i);
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java platform has it
    }
  }
}
