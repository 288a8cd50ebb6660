package io.reverie.io;

import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A file of named tensors in Hugging Face's safetensors format, mapped into memory.
 *
 * <pre>{@code
 * SequencedMap<String, Tensor> weights = Safetensors.read(Path.of("model.safetensors"));
 * Safetensors.write(Path.of("copy.safetensors"), weights);
 * try (var file = Safetensors.open(path)) {
 *   Tensor one = file.tensor("blocks.0.qkv.weight"); // only this one is read
 * }
 * }</pre>
 *
 * <p>Eight bytes with the header's length, the header in JSON, the data, little-endian. A path that
 * ends in {@code .index.json} is the index of a model in several files; it reads like one file.
 */
public final class Safetensors implements AutoCloseable {
  private static final int COPY_BYTES = 1 << 20;

  private final SequencedMap<String, SafetensorsHeader.Entry> entries;
  private final Map<String, String> metadata;
  private final List<MappedFile> files;

  Safetensors(
      SequencedMap<String, SafetensorsHeader.Entry> entries,
      Map<String, String> metadata,
      List<MappedFile> files) {
    this.entries = entries;
    this.metadata = metadata;
    this.files = files;
  }

  /**
   * Opens a file, or the index of several, and checks all of its header.
   *
   * @throws io.reverie.data.MalformedDataException if it is not such a file
   */
  public static Safetensors open(Path path) throws IOException {
    return path.getFileName().toString().endsWith(".index.json")
        ? Shards.open(path)
        : openOne(path);
  }

  static Safetensors openOne(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      SafetensorsHeader header = SafetensorsHeader.of(file);
      return new Safetensors(header.entries(), header.metadata(), List.of(file));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** All tensors of a file, or of the files of an index, as float32. */
  public static SequencedMap<String, Tensor> read(Path path) throws IOException {
    try (Safetensors file = open(path)) {
      SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : file.names()) {
        tensors.put(name, file.tensor(name));
      }
      return tensors;
    }
  }

  /** The names of the tensors, in the order of the header. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** The file's free-text metadata by name. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /** The shape of a tensor, without reading it. */
  public Shape shape(String name) {
    return entry(name).shape();
  }

  /** The element type of a tensor in the file. */
  public Dtype dtype(String name) {
    return entry(name).dtype();
  }

  /** Reads one tensor, as float32 in memory of its own. */
  public Tensor tensor(String name) {
    SafetensorsHeader.Entry entry = entry(name);
    float[] values = new float[entry.shape().size()];
    int bytes = entry.dtype().bytes();
    int piece = COPY_BYTES / bytes;
    for (int from = 0; from < values.length; from += piece) {
      int n = Math.min(piece, values.length - from);
      long at = entry.from() + (long) from * bytes;
      entry.dtype().read(entry.file().slice(at, n * bytes), values, from, n);
    }
    return Tensor.of(values, 0, entry.shape());
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "no tensor \"%s\" in the file; it has %s".formatted(name, entries.keySet()));
    }
    return entry;
  }

  /** Unmaps the files. Tensors that were read stay. */
  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }

  /** Writes tensors as float32, without metadata. */
  public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
    write(path, tensors, Map.of(), Dtype.F32);
  }

  /**
   * Writes tensors as this type. The file is replaced at once when all of it is on the disk.
   *
   * @throws IllegalArgumentException if the type is none that can be written, or a tensor is called
   *     {@code __metadata__}
   */
  public static void write(
      Path path, Map<String, Tensor> tensors, Map<String, String> metadata, Dtype dtype)
      throws IOException {
    byte[] header = SafetensorsHeader.write(tensors, metadata, dtype);
    Replacement.of(path, channel -> writeAll(channel, header, tensors, dtype));
  }

  /**
   * Writes tensors to files of at most so many bytes of data each, {@code NAME-00001-of-0000N
   * .safetensors}, and their index {@code NAME.safetensors.index.json}, which is written last. A
   * tensor larger than that has a file of its own.
   *
   * @return the index
   */
  public static Path writeShards(
      Path folder, String name, Map<String, Tensor> tensors, long bytes, Dtype dtype)
      throws IOException {
    return Shards.write(folder, name, tensors, bytes, dtype);
  }

  private static void writeAll(
      FileChannel channel, byte[] header, Map<String, Tensor> tensors, Dtype dtype)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(header.length);
    drain(buffer, channel);
    ByteBuffer text = ByteBuffer.wrap(header);
    while (text.hasRemaining()) {
      channel.write(text);
    }
    int piece = COPY_BYTES / dtype.bytes();
    for (Tensor tensor : new ArrayList<>(tensors.values())) {
      float[] values = tensor.array();
      for (int from = 0; from < tensor.size(); from += piece) {
        int n = Math.min(piece, tensor.size() - from);
        dtype.write(values, tensor.offset() + from, n, buffer);
        drain(buffer, channel);
      }
    }
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** The header's text as bytes, padded with blanks to a multiple of eight. */
  static byte[] padded(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[(text.length + 7) & ~7];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(text, 0, padded, 0, text.length);
    return padded;
  }
}
