package io.reverie.io;

import io.reverie.tensor.Nullable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader and writer of JSON (RFC 8259) for file headers, which trusts nothing.
 *
 * <p>Values are {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code Long},
 * {@code Double}, {@code Boolean} and {@code null}. Nesting beyond {@value #DEPTH} levels and names
 * that occur twice in an object are refused.
 */
final class Json {
  private static final int DEPTH = 32;

  /** Says what is wrong and where. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String what, int place) {
      super(what + " at character " + place + " of the JSON");
    }
  }

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The value of a text that holds one, with nothing behind it but blanks. */
  static @Nullable Object parse(String text) throws SyntaxException {
    Json json = new Json(text);
    Object value = json.value(0);
    json.blanks();
    if (json.at < text.length()) {
      throw json.wrong("something after the end");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws SyntaxException {
    if (depth > DEPTH) {
      throw wrong("more than " + DEPTH + " levels");
    }
    blanks();
    if (at == text.length()) {
      throw wrong("the text ends");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws SyntaxException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    if (next('}')) {
      return members;
    }
    do {
      blanks();
      int place = at;
      String name = string();
      expect(':');
      Object value = value(depth + 1);
      if (members.containsKey(name)) {
        at = place;
        throw wrong("the name \"" + name + "\" a second time");
      }
      members.put(name, value);
    } while (next(','));
    expect('}');
    return members;
  }

  private List<@Nullable Object> list(int depth) throws SyntaxException {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    if (next(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (next(','));
    expect(']');
    return elements;
  }

  private String string() throws SyntaxException {
    if (at == text.length() || text.charAt(at) != '"') {
      throw wrong("a string is missing");
    }
    StringBuilder content = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return content.toString();
      }
      if (c < ' ') {
        throw wrong("a control character in a string");
      }
      content.append(c == '\\' ? escaped() : c);
    }
    throw wrong("a string without an end");
  }

  private char escaped() throws SyntaxException {
    at++;
    if (at == text.length()) {
      throw wrong("a string without an end");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          at++;
          int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
          if (digit < 0) {
            throw wrong("\\u without four hexadecimal digits");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw wrong("\\" + c + ", which is no escape,");
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) throws SyntaxException {
    if (!text.startsWith(word, at)) {
      throw wrong("no value");
    }
    at += word.length();
    return value;
  }

  private Object number() throws SyntaxException {
    int from = at;
    while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      if (digits.matches("-?(0|[1-9]\\d{0,18})")) {
        return Long.valueOf(digits);
      }
      if (digits.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
        return Double.valueOf(digits);
      }
    } catch (NumberFormatException tooLarge) {
      return Double.valueOf(digits);
    }
    at = from;
    throw wrong("no value");
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean next(char c) {
    blanks();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws SyntaxException {
    if (!next(c)) {
      throw wrong("'" + c + "' is missing");
    }
  }

  private SyntaxException wrong(String what) {
    return new SyntaxException(what, at);
  }

  /** The text of a value made of maps, lists, strings, numbers, booleans and null. */
  static String write(@Nullable Object value) {
    StringBuilder to = new StringBuilder();
    write(value, to);
    return to.toString();
  }

  private static void write(@Nullable Object value, StringBuilder to) {
    switch (value) {
      case null -> to.append("null");
      case String string -> quote(string, to);
      case Map<?, ?> map -> {
        char separator = '{';
        for (Map.Entry<?, ?> member : map.entrySet()) {
          quote((String) member.getKey(), to.append(separator));
          write(member.getValue(), to.append(':'));
          separator = ',';
        }
        to.append(separator == '{' ? "{}" : "}");
      }
      case List<?> list -> {
        char separator = '[';
        for (Object element : list) {
          write(element, to.append(separator));
          separator = ',';
        }
        to.append(separator == '[' ? "[]" : "]");
      }
      case Number _, Boolean _ -> to.append(value);
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
    }
  }

  private static void quote(String string, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> to.append('\\').append(c);
        default -> {
          if (c < ' ') {
            to.append("\\u%04x".formatted((int) c));
          } else {
            to.append(c);
          }
        }
      }
    }
    to.append('"');
  }
}
