package io.reverie.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reader of UTF-8 text, whole or in lines, with a bound on what it takes from a stranger's file. A
 * byte order mark at the start is left out; bytes that are not UTF-8 are an error, with their
 * place.
 */
public final class TextFile {
  private static final int MOST = 1 << 30;
  private static final int LONGEST = 1 << 20;

  private TextFile() {}

  /** The whole text of a file of up to 1 GiB. */
  public static String whole(Path file) throws IOException {
    return whole(file, MOST);
  }

  /**
   * The whole text of a file of up to {@code limit} bytes.
   *
   * @throws MalformedDataException if there are more, or they are not UTF-8
   */
  public static String whole(Path file, int limit) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      long size = Files.size(file); // refused before it is read; a growing file, after limit bytes
      bytes = size > limit ? new byte[0] : in.readNBytes(limit);
      if (size > limit || in.read() >= 0) {
        throw bad(file, "%,d bytes; at most %,d are read here", Math.max(size, limit + 1L), limit);
      }
    }
    return withoutMark(decode(file, bytes, bytes.length, ""));
  }

  /**
   * The lines of a file, each up to 1 MiB long. They end with LF or CR LF; the last one may not.
   */
  public static List<String> lines(Path file) throws IOException {
    return lines(file, LONGEST);
  }

  /**
   * The lines of a file, each up to {@code longest} bytes long.
   *
   * @throws MalformedDataException naming the line that is longer or not UTF-8
   */
  public static List<String> lines(Path file, int longest) throws IOException {
    List<String> lines = new ArrayList<>();
    var line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          add(lines, file, line);
        } else if (line.size() <= longest) { // one more than fits: it may be the CR
          line.write(b);
        } else {
          throw tooLong(file, lines.size() + 1, longest);
        }
        if (line.size() > longest && b != '\r') {
          throw tooLong(file, lines.size() + 1, longest);
        }
      }
    }
    if (line.size() > longest) {
      throw tooLong(file, lines.size() + 1, longest);
    }
    if (line.size() > 0) {
      add(lines, file, line);
    }
    return lines;
  }

  private static void add(List<String> lines, Path file, ByteArrayOutputStream line)
      throws MalformedDataException {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    length -= length > 0 && bytes[length - 1] == '\r' ? 1 : 0;
    String text = decode(file, bytes, length, "line " + (lines.size() + 1) + ", ");
    lines.add(lines.isEmpty() ? withoutMark(text) : text);
    line.reset();
  }

  private static String decode(Path file, byte[] bytes, int length, String where)
      throws MalformedDataException {
    var in = ByteBuffer.wrap(bytes, 0, length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedDataException(
          file.toString(),
          "%sbyte %,d is not UTF-8; save the file as UTF-8".formatted(where, in.position()),
          e);
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static MalformedDataException tooLong(Path file, int line, int longest) {
    return bad(file, "line %,d is longer than the %,d bytes that are read here", line, longest);
  }

  private static MalformedDataException bad(Path file, String problem, Object... values) {
    return new MalformedDataException(file.toString(), String.format(Locale.ROOT, problem, values));
  }
}
