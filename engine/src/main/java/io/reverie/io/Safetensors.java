package io.reverie.io;

import io.reverie.data.MalformedDataException;
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
import java.util.zip.CRC32C;

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
 *
 * <p>Files written here carry checksums (CRC-32C) of the header and of each tensor in their
 * metadata, which other programs pass over. Where a file has them they are checked: the header's
 * when it is opened, a tensor's when it is read. Files without them load as they are.
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

  /**
   * Reads one tensor, as float32 in memory of its own.
   *
   * @throws MalformedDataException if its bytes are not those that were written
   */
  public Tensor tensor(String name) throws MalformedDataException {
    SafetensorsHeader.Entry entry = entry(name);
    float[] values = new float[entry.shape().size()];
    int bytes = entry.dtype().bytes();
    int piece = COPY_BYTES / bytes;
    CRC32C sum = new CRC32C();
    for (int from = 0; from < values.length; from += piece) {
      int n = Math.min(piece, values.length - from);
      ByteBuffer read = entry.file().slice(entry.from() + (long) from * bytes, n * bytes);
      if (entry.sum() != Digests.UNKNOWN) {
        sum.update(read);
        read.rewind();
      }
      entry.dtype().read(read, values, from, n);
    }
    if (entry.sum() != Digests.UNKNOWN && entry.sum() != sum.getValue()) {
      String said = "%08x".formatted(entry.sum());
      String found = "%08x".formatted(sum.getValue());
      throw new MalformedDataException(
          entry.file().path().toString(),
          Digests.mismatch("tensor \"%s\"".formatted(name), said, found));
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
   * @throws IllegalArgumentException if the type is none that can be written, a tensor is called
   *     {@code __metadata__}, or metadata is called as the checksums are
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
    buffer.putLong(header.length).flip();
    drain(buffer, channel);
    drain(ByteBuffer.wrap(header), channel);
    int piece = COPY_BYTES / dtype.bytes();
    List<Tensor> ordered = new ArrayList<>(tensors.values());
    long[] sums = new long[ordered.size()];
    for (int i = 0; i < sums.length; i++) {
      Tensor tensor = ordered.get(i);
      CRC32C sum = new CRC32C();
      for (int from = 0; from < tensor.size(); from += piece) {
        int n = Math.min(piece, tensor.size() - from);
        buffer.clear();
        dtype.write(tensor.array(), tensor.offset() + from, n, buffer);
        sum.update(buffer.flip());
        buffer.rewind();
        drain(buffer, channel);
      }
      sums[i] = sum.getValue();
    }
    // The checksums are known only now: the header is written once more, as long as before.
    Digests.fill(header, sums);
    channel.position(Long.BYTES);
    drain(ByteBuffer.wrap(header), channel);
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
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
