package io.reverie.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A golden case as it lies in its safetensors file. Read here by hand, so that these tests do not
 * lean on the reader that they also prove.
 */
record GoldenFile(String op, JsonObject attributes, Map<String, Values> tensors) {
  /** A tensor of the file: floats or ints, the other is empty. */
  record Values(int[] dims, float[] floats, int[] ints) {}

  static GoldenFile read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerSize = Math.toIntExact(bytes.getLong());
    byte[] text = new byte[headerSize];
    bytes.get(text);
    JsonObject header =
        JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    JsonObject about = header.remove("__metadata__").getAsJsonObject();
    Map<String, Values> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
      tensors.put(entry.getKey(), values(entry.getValue().getAsJsonObject(), bytes, headerSize));
    }
    JsonObject attributes =
        JsonParser.parseString(about.get("attrs").getAsString()).getAsJsonObject();
    return new GoldenFile(about.get("op").getAsString(), attributes, tensors);
  }

  private static Values values(JsonObject entry, ByteBuffer bytes, int headerSize) {
    int[] dims =
        entry.get("shape").getAsJsonArray().asList().stream()
            .mapToInt(JsonElement::getAsInt)
            .toArray();
    int from = 8 + headerSize + entry.get("data_offsets").getAsJsonArray().get(0).getAsInt();
    int to = 8 + headerSize + entry.get("data_offsets").getAsJsonArray().get(1).getAsInt();
    int n = (to - from) / 4;
    boolean real = entry.get("dtype").getAsString().equals("F32");
    if (!real && !entry.get("dtype").getAsString().equals("I32")) {
      throw new IllegalArgumentException("dtype " + entry.get("dtype") + " in a golden case");
    }
    float[] floats = new float[real ? n : 0];
    int[] ints = new int[real ? 0 : n];
    ByteBuffer data = bytes.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    if (real) {
      data.asFloatBuffer().get(floats);
    } else {
      data.asIntBuffer().get(ints);
    }
    return new Values(dims, floats, ints);
  }
}
