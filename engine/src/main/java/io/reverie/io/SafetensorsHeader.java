package io.reverie.io;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The header of a safetensors file, checked: every tensor lies whole within the file, none overlaps
 * another, and no byte of the data belongs to none, as the format's definition demands.
 */
record SafetensorsHeader(SequencedMap<String, Entry> entries, Map<String, String> metadata) {
  /** Where a tensor lies, so many bytes from the start of the file, and its checksum. */
  record Entry(MappedFile file, Dtype dtype, Shape shape, long from, long to, long sum) {
    Entry with(long checksum) {
      return new Entry(file, dtype, shape, from, to, checksum);
    }
  }

  private static final int LENGTH_BYTES = 8;

  /** The limit that the format's own reader has. */
  private static final int MOST_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  static SafetensorsHeader of(MappedFile file) throws MalformedDataException {
    if (file.size() < LENGTH_BYTES) {
      throw malformed(file, "%d bytes are no safetensors file: 8 or more are needed", file.size());
    }
    long length = file.slice(0, LENGTH_BYTES).getLong();
    if (length < 2 || length > MOST_BYTES || length > file.size() - LENGTH_BYTES) {
      throw malformed(
          file,
          "a header of %s bytes in a file of %d: 2 to %d are possible",
          Long.toUnsignedString(length),
          file.size(),
          Math.max(2, Math.min(MOST_BYTES, file.size() - LENGTH_BYTES)));
    }
    long data = LENGTH_BYTES + length;
    byte[] bytes = new byte[(int) length];
    file.slice(LENGTH_BYTES, (int) length).get(bytes);
    Map<?, ?> members = members(file, text(file, bytes));
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String name = (String) member.getKey();
      if (name.equals(METADATA)) {
        readMetadata(file, member.getValue(), metadata);
      } else {
        entries.put(name, entry(file, name, member.getValue(), data));
      }
    }
    requireDense(file, entries, data);
    long[] sums = Digests.take(file.path().toString(), bytes, metadata, entries.size());
    int[] next = {0};
    entries.replaceAll((name, entry) -> entry.with(sums[next[0]++]));
    return new SafetensorsHeader(entries, metadata);
  }

  private static String text(MappedFile file, byte[] bytes) throws MalformedDataException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(file, "the header is not UTF-8");
    }
  }

  private static Map<?, ?> members(MappedFile file, String text) throws MalformedDataException {
    try {
      if (Json.parse(text) instanceof Map<?, ?> members) {
        return members;
      }
    } catch (Json.SyntaxException e) {
      throw malformed(file, "the header is broken: %s", e.getMessage());
    }
    throw malformed(file, "the header is no JSON object");
  }

  private static void readMetadata(
      MappedFile file, @Nullable Object value, Map<String, String> metadata)
      throws MalformedDataException {
    if (!(value instanceof Map<?, ?> pairs)) {
      throw malformed(file, "%s is no JSON object", METADATA);
    }
    for (Map.Entry<?, ?> pair : pairs.entrySet()) {
      if (!(pair.getValue() instanceof String text)) {
        throw malformed(file, "%s has a value that is no string: %s", METADATA, pair.getKey());
      }
      metadata.put((String) pair.getKey(), text);
    }
  }

  private static Entry entry(MappedFile file, String name, @Nullable Object value, long data)
      throws MalformedDataException {
    if (!(value instanceof Map<?, ?> fields)) {
      throw malformed(file, "tensor \"%s\" is no JSON object", name);
    }
    Dtype dtype;
    try {
      dtype = Dtype.valueOf(String.valueOf(fields.get("dtype")));
    } catch (IllegalArgumentException e) {
      throw malformed(
          file,
          "tensor \"%s\" has type %s: one of %s is needed",
          name,
          fields.get("dtype"),
          List.of(Dtype.values()));
    }
    long[] dims = longs(file, name, fields.get("shape"), "shape");
    long[] offsets = longs(file, name, fields.get("data_offsets"), "data_offsets");
    long room = file.size() - data;
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > room) {
      throw malformed(
          file,
          "tensor \"%s\" lies at %s: from and to within 0 to %d are needed",
          name,
          fields.get("data_offsets"),
          room);
    }
    long elements = 1;
    int[] lengths = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      // The product stays small: each factor is checked before it is multiplied.
      if (dims[i] > Integer.MAX_VALUE || dims[i] > 0 && elements > Integer.MAX_VALUE / dims[i]) {
        throw malformed(
            file,
            "tensor \"%s\" of shape %s has more than 2147483647 elements",
            name,
            fields.get("shape"));
      }
      lengths[i] = (int) dims[i];
      elements *= dims[i];
    }
    if (elements * dtype.bytes() != offsets[1] - offsets[0]) {
      throw malformed(
          file,
          "tensor \"%s\" of shape %s and type %s needs %d bytes, it has %d",
          name,
          fields.get("shape"),
          dtype,
          elements * dtype.bytes(),
          offsets[1] - offsets[0]);
    }
    return new Entry(
        file, dtype, Shape.of(lengths), data + offsets[0], data + offsets[1], Digests.UNKNOWN);
  }

  private static long[] longs(MappedFile file, String name, @Nullable Object value, String field)
      throws MalformedDataException {
    if (!(value instanceof List<?> list)) {
      throw malformed(file, "tensor \"%s\" has no list %s", name, field);
    }
    long[] numbers = new long[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Long number) || number < 0) {
        throw malformed(
            file, "tensor \"%s\" has %s %s: whole numbers from 0 on are needed", name, field, list);
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static void requireDense(MappedFile file, Map<String, Entry> entries, long data)
      throws MalformedDataException {
    List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
    sorted.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().from())
            .thenComparingLong(e -> e.getValue().to()));
    long end = data;
    for (Map.Entry<String, Entry> named : sorted) {
      Entry entry = named.getValue();
      if (entry.from() != end) {
        throw malformed(
            file,
            "tensor \"%s\" begins at byte %d of the data, the one before it ends at %d",
            named.getKey(),
            entry.from() - data,
            end - data);
      }
      end = entry.to();
    }
    if (end != file.size()) {
      throw malformed(file, "%d bytes behind the last tensor belong to none", file.size() - end);
    }
  }

  private static MalformedDataException malformed(
      MappedFile file, String what, @Nullable Object... arguments) {
    return new MalformedDataException(file.path().toString(), what.formatted(arguments));
  }

  /**
   * The header of these tensors, padded, with the data in the order of the map, and with room for
   * the checksums.
   */
  static byte[] write(Map<String, Tensor> tensors, Map<String, String> metadata, Dtype dtype) {
    if (!dtype.writable()) {
      throw new IllegalArgumentException(
          "tensors cannot be written as " + dtype + "; F32, F16 and BF16 can be");
    }
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, Digests.withRoom(metadata, tensors.size()));
    long at = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      if (tensor.getKey().equals(METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be called " + METADATA);
      }
      long end = at + (long) dtype.bytes() * tensor.getValue().size();
      List<Object> dims = new ArrayList<>();
      for (int dim : tensor.getValue().shape().dims()) {
        dims.add(dim);
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", dtype.name());
      entry.put("shape", dims);
      entry.put("data_offsets", List.of(at, end));
      header.put(tensor.getKey(), entry);
      at = end;
    }
    return Safetensors.padded(Json.write(header));
  }
}
