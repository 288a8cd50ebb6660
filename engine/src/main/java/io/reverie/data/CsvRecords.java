package io.reverie.data;

import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** The records of a CSV file, field by field, by RFC 4180. */
final class CsvRecords {
  private static final int END = -1;

  private final String name;
  private final Reader in;
  private final char separator;
  private final int longest;
  private int next;
  private int nextLine = 1;
  private int line = 1;
  private int length;

  CsvRecords(String name, Reader in, char separator, int longest) throws IOException {
    this.name = name;
    this.in = in;
    this.separator = separator;
    this.longest = longest;
    this.next = read();
    if (next == '\uFEFF') {
      next = read();
    }
  }

  /** The line on which the last record began, from 1. */
  int line() {
    return line;
  }

  /** The next record's fields, or null at the end. Empty lines are passed over. */
  @Nullable
  List<String> next() throws IOException {
    while (next == '\n' || next == '\r') {
      lineEnd();
    }
    if (next == END) {
      return null;
    }
    line = nextLine;
    length = 0;
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (next == separator) {
      take();
      fields.add(field());
    }
    if (next != END) {
      lineEnd();
    }
    return fields;
  }

  private String field() throws IOException {
    return next == '"' ? quoted() : plain();
  }

  private String plain() throws IOException {
    StringBuilder text = new StringBuilder();
    while (next != separator && next != '\n' && next != '\r' && next != END) {
      if (next == '"') {
        throw bad(
            nextLine, "a quote within a field that starts without one; quote the whole field");
      }
      text.append((char) take());
    }
    return text.toString();
  }

  private String quoted() throws IOException {
    int opened = nextLine;
    StringBuilder text = new StringBuilder();
    take();
    while (true) {
      if (next == END) {
        throw bad(opened, "the quote that opens here is never closed");
      }
      int c = take();
      if (c != '"') {
        text.append((char) c);
      } else if (next == '"') {
        text.append((char) take());
      } else if (next == separator || next == '\n' || next == '\r' || next == END) {
        return text.toString();
      } else {
        throw bad(
            nextLine,
            "'%s' behind a closing quote; expected '%s' or the line's end"
                .formatted(Character.toString(next), separator));
      }
    }
  }

  private void lineEnd() throws IOException {
    if (take() == '\r') {
      if (next != '\n') {
        throw bad(nextLine, "CR without LF; lines end with LF or CR LF");
      }
      take();
    }
  }

  private int take() throws IOException {
    int taken = next;
    nextLine += taken == '\n' ? 1 : 0;
    if (taken != '\n' && taken != '\r' && ++length > longest) {
      throw bad(
          line, "the record is longer than the %,d characters that are read".formatted(longest));
    }
    next = read();
    return taken;
  }

  private int read() throws IOException {
    try {
      return in.read();
    } catch (CharacterCodingException e) {
      // The decoder reads ahead: the place is not far behind this line.
      throw new MalformedDataException(
          name, "at or behind line " + nextLine + ": not UTF-8; save the file as UTF-8", e);
    }
  }

  MalformedDataException bad(int where, String problem) {
    return new MalformedDataException(name, "line " + where + ": " + problem);
  }
}
