package io.reverie.io;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands before the data of a NumPy array: its type, order and shape. */
record NpyHeader(Dtype dtype, ByteOrder order, boolean columnsFirst, Shape shape) {
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([fiub])(\\d)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

  int bytes() {
    return dtype.bytes();
  }

  static NpyHeader read(String name, InputStream in) throws IOException {
    Npy.requireMagic(name, in);
    byte[] version = Npy.bytes(name, in, 2);
    if (version[0] < 1 || version[0] > 3) {
      throw new MalformedDataException(
          name, "version %d of NumPy's format; 1 to 3 are known".formatted(version[0]));
    }
    byte[] size = Npy.bytes(name, in, version[0] == 1 ? 2 : 4);
    ByteBuffer little = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    long length = size.length == 2 ? little.getShort() & 0xFFFF : little.getInt() & 0xFFFF_FFFFL;
    if (length > MOST_BYTES) {
      throw new MalformedDataException(
          name, "a header of %d bytes; at most %d are possible".formatted(length, MOST_BYTES));
    }
    String text = new String(Npy.bytes(name, in, (int) length), StandardCharsets.UTF_8);
    Matcher type = find(name, TYPE, text, "a type such as '<f4'");
    Matcher order = find(name, ORDER, text, "a fortran_order");
    Matcher shape = find(name, SHAPE, text, "a shape");
    ByteOrder bytes = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(
        dtype(name, type.group(2) + type.group(3)),
        bytes,
        order.group(1).equals("True"),
        shape(name, shape.group(1)));
  }

  private static Matcher find(String name, Pattern pattern, String text, String what)
      throws MalformedDataException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      String shown = text.substring(0, Math.min(text.length(), 80)).strip();
      throw new MalformedDataException(name, "the header has not %s: %s".formatted(what, shown));
    }
    return found;
  }

  private static Dtype dtype(String name, String type) throws MalformedDataException {
    return switch (type) {
      case "f8" -> Dtype.F64;
      case "f4" -> Dtype.F32;
      case "f2" -> Dtype.F16;
      case "i8" -> Dtype.I64;
      case "i4" -> Dtype.I32;
      case "i2" -> Dtype.I16;
      case "i1" -> Dtype.I8;
      case "u8" -> Dtype.U64;
      case "u4" -> Dtype.U32;
      case "u2" -> Dtype.U16;
      case "u1" -> Dtype.U8;
      case "b1" -> Dtype.BOOL;
      default -> throw new MalformedDataException(name, "elements of type '" + type + "'");
    };
  }

  private static Shape shape(String name, String text) throws MalformedDataException {
    String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*");
    int[] dims = new int[words.length];
    try {
      for (int i = 0; i < dims.length; i++) {
        dims[i] = Integer.parseInt(words[i].strip());
      }
      return Shape.of(dims);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedDataException(name, "the shape (" + text + ") is no shape", e);
    }
  }
}
