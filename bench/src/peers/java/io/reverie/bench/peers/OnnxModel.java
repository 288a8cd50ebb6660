package io.reverie.bench.peers;

import io.reverie.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An ONNX file with one operation, written by hand: the format is Protocol Buffers, fields with
 * numbers, of which a model of one node needs few (onnx.proto of ONNX 1.16).
 */
final class OnnxModel {
  private static final int OPERATIONS = 17;
  private static final int FORMAT = 8;
  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int INTS = 7;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private OnnxModel() {}

  /**
   * The file. Inputs are called x0, x1, …, the output y.
   *
   * @param attributes the operation's settings: lists of whole numbers, of which one of length 1
   *     named "axis" is a single number
   */
  static byte[] of(String operation, Map<String, long[]> attributes, Tensor... inputs) {
    var node = new OnnxModel();
    var graph = new OnnxModel();
    for (int i = 0; i < inputs.length; i++) {
      node.text(1, "x" + i);
    }
    node.text(2, "y").text(4, operation);
    attributes.forEach((name, values) -> node.part(5, attribute(name, values)));
    graph.part(1, node).text(2, "one");
    for (int i = 0; i < inputs.length; i++) {
      graph.part(11, value("x" + i, inputs[i].shape().dims()));
    }
    graph.part(12, value("y"));
    var version = new OnnxModel().text(1, "").number(2, OPERATIONS);
    return new OnnxModel().number(1, FORMAT).part(7, graph).part(8, version).bytes.toByteArray();
  }

  private static OnnxModel attribute(String name, long... values) {
    var attribute = new OnnxModel().text(1, name);
    if (name.equals("axis")) {
      return attribute.number(3, values[0]).number(20, INT);
    }
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, INTS);
  }

  /** A name and a type; without lengths, any shape. */
  private static OnnxModel value(String name, int... dims) {
    var tensor = new OnnxModel().number(1, FLOAT);
    if (dims.length > 0) {
      var shape = new OnnxModel();
      for (int dim : dims) {
        shape.part(1, new OnnxModel().number(1, dim));
      }
      tensor.part(2, shape);
    }
    return new OnnxModel().text(1, name).part(2, new OnnxModel().part(1, tensor));
  }

  private OnnxModel number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  private OnnxModel text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private OnnxModel part(int field, OnnxModel part) {
    return bytes(field, part.bytes.toByteArray());
  }

  private OnnxModel bytes(int field, byte[] value) {
    varint((long) field << 3 | 2);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
