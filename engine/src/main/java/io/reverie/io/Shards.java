package io.reverie.io;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A model in several safetensors files with an index that says which tensor is in which. */
final class Shards {
  private static final long MOST_INDEX_BYTES = 100_000_000;

  private Shards() {}

  static Safetensors open(Path index) throws IOException {
    Map<String, String> places = places(index);
    SequencedMap<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    List<MappedFile> files = new ArrayList<>();
    try {
      Map<String, SafetensorsHeader> headers = new LinkedHashMap<>();
      for (Map.Entry<String, String> place : places.entrySet()) {
        SafetensorsHeader header = headers.get(place.getValue());
        if (header == null) {
          MappedFile file = MappedFile.open(index.resolveSibling(place.getValue()));
          files.add(file);
          header = SafetensorsHeader.of(file);
          headers.put(place.getValue(), header);
          metadata.putAll(header.metadata());
        }
        SafetensorsHeader.Entry entry = header.entries().get(place.getKey());
        if (entry == null) {
          throw new MalformedDataException(
              index.toString(),
              "tensor \"%s\" is not in %s".formatted(place.getKey(), place.getValue()));
        }
        entries.put(place.getKey(), entry);
      }
      return new Safetensors(entries, metadata, files);
    } catch (IOException | RuntimeException e) {
      files.forEach(MappedFile::close);
      throw e;
    }
  }

  private static Map<String, String> places(Path index) throws IOException {
    if (Files.size(index) > MOST_INDEX_BYTES) {
      throw new MalformedDataException(
          index.toString(),
          "an index of %d bytes; at most %d are possible"
              .formatted(Files.size(index), MOST_INDEX_BYTES));
    }
    Object parsed;
    try {
      parsed = Json.parse(new String(Files.readAllBytes(index), StandardCharsets.UTF_8));
    } catch (Json.SyntaxException e) {
      throw new MalformedDataException(
          index.toString(), "the index is broken: " + e.getMessage(), e);
    }
    if (!(parsed instanceof Map<?, ?> members)
        || !(members.get("weight_map") instanceof Map<?, ?> map)) {
      throw new MalformedDataException(index.toString(), "the index has no object \"weight_map\"");
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (Map.Entry<?, ?> place : map.entrySet()) {
      // A name that leads out of the folder could read any file of the machine.
      if (!(place.getValue() instanceof String file)
          || !file.matches("[^/\\\\:]+")
          || file.equals("..")) {
        throw new MalformedDataException(
            index.toString(),
            "tensor \"%s\" is said to be in %s, which is no file beside the index"
                .formatted(place.getKey(), place.getValue()));
      }
      places.put((String) place.getKey(), file);
    }
    return places;
  }

  static Path write(Path folder, String name, Map<String, Tensor> tensors, long bytes, Dtype dtype)
      throws IOException {
    if (bytes < 1) {
      throw new IllegalArgumentException("files of " + bytes + " bytes: at least 1 is needed");
    }
    List<Map<String, Tensor>> shards = new ArrayList<>(List.of(new LinkedHashMap<>()));
    long filled = 0;
    long total = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long size = (long) dtype.bytes() * tensor.getValue().size();
      if (filled > 0 && filled + size > bytes) {
        shards.add(new LinkedHashMap<>());
        filled = 0;
      }
      shards.getLast().put(tensor.getKey(), tensor.getValue());
      filled += size;
      total += size;
    }
    Map<String, Object> places = new LinkedHashMap<>();
    for (int i = 0; i < shards.size(); i++) {
      String file = "%s-%05d-of-%05d.safetensors".formatted(name, i + 1, shards.size());
      Safetensors.write(folder.resolve(file), shards.get(i), Map.of(), dtype);
      shards.get(i).keySet().forEach(tensor -> places.put(tensor, file));
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("metadata", Map.of("total_size", total));
    index.put("weight_map", places);
    Path path = folder.resolve(name + ".safetensors.index.json");
    byte[] text = Json.write(index).getBytes(StandardCharsets.UTF_8);
    Replacement.of(
        path,
        channel -> {
          ByteBuffer buffer = ByteBuffer.wrap(text);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
    return path;
  }
}
