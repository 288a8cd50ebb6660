package io.reverie.sleep.memory;

import io.reverie.data.MalformedDataException;
import io.reverie.io.Replacement;
import io.reverie.tensor.Rng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A memory as bytes: {@code REVMEM01}, what kind of memory it is, where its two streams stand, its
 * contents, and the SHA-256 of all that. Little-endian.
 *
 * <p>The checksum is compared before anything else is looked at, and nothing is changed before all
 * has been read.
 */
final class MemoryFile {
  private static final byte[] MAGIC = "REVMEM01".getBytes(StandardCharsets.US_ASCII);
  private static final int SUM = 32;
  private static final int MOST_KIND = 1 << 16;
  private static final long PIECE = 1 << 20;

  /** Two streams, one after the other. */
  record Streams(Rng keeping, Rng recalling) {}

  private MemoryFile() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static void save(Path file, ReplayBuffer memory) throws IOException {
    try {
      Replacement.of(file, channel -> write(channel::write, memory));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static byte[] bytes(ReplayBuffer memory) {
    var bytes = new ByteArrayOutputStream();
    // No channel: those close when the thread is interrupted, and memory is no file.
    write(
        buffer -> {
          bytes.write(buffer.array(), buffer.position(), buffer.remaining());
          buffer.position(buffer.limit());
        },
        memory);
    return bytes.toByteArray();
  }

  private static void write(Sink.Target target, ReplayBuffer memory) {
    var sink = new Sink(target);
    sink.bytes(MAGIC, MAGIC.length);
    byte[] text = kind(memory).getBytes(StandardCharsets.UTF_8);
    sink.longs(text.length);
    sink.bytes(text, text.length);
    Rng.State keeping = memory.streams.keeping().state();
    Rng.State recalling = memory.streams.recalling().state();
    sink.longs(keeping.key(), keeping.counter(), recalling.key(), recalling.counter());
    memory.contents.write(sink);
    sink.seal();
  }

  /** Notes apart from the memory's own, in case the file has some. */
  private static Noted emptyNotes(ReplayBuffer memory) {
    Noted fresh = new Noted(memory.capacity());
    fresh.ranks = memory.priority == null ? null : new Ranks(memory.priority, memory.capacity());
    return fresh;
  }

  /** What must be the same in the program that reads it. */
  private static String kind(ReplayBuffer memory) {
    return "%d samples of %s as %s, %d classes, %s logits, %s priorities"
        .formatted(
            memory.capacity(),
            memory.sample(),
            memory.contents.rows.kind(),
            memory.classes(),
            memory.keepsLogits() ? "with" : "without",
            memory.priority != null ? "with" : "without");
  }

  static Contents load(Path file, ReplayBuffer memory) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      var all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return read(file.toString(), all, memory);
    }
  }

  static Contents read(ReplayBuffer memory, byte[] state) {
    try {
      return read("the state", MemorySegment.ofArray(state), memory);
    } catch (MalformedDataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** New contents for this memory, whose streams are set when nothing can fail any more. */
  private static Contents read(String name, MemorySegment all, ReplayBuffer memory)
      throws MalformedDataException {
    var source = new Source(name, checked(name, all).asSlice(MAGIC.length));
    byte[] text = new byte[source.size(MOST_KIND)];
    source.bytes(text, text.length);
    String there = new String(text, StandardCharsets.UTF_8);
    if (!there.equals(kind(memory))) {
      throw new IllegalArgumentException(
          "%s holds a memory of %s; this one is of %s".formatted(name, there, kind(memory)));
    }
    var keeping = new Rng.State(source.nextLong(), source.nextLong());
    var recalling = new Rng.State(source.nextLong(), source.nextLong());
    Contents contents = memory.empty.get();
    contents.read(source, emptyNotes(memory));
    source.requireEnd();
    memory.streams.keeping().restore(keeping);
    memory.streams.recalling().restore(recalling);
    return contents;
  }

  /** The content without its checksum. */
  private static MemorySegment checked(String name, MemorySegment all)
      throws MalformedDataException {
    long size = all.byteSize() - SUM;
    var magic = MemorySegment.ofArray(MAGIC);
    if (size < MAGIC.length || all.asSlice(0, MAGIC.length).mismatch(magic) >= 0) {
      throw new MalformedDataException(
          name, "%,d bytes that do not start with REVMEM01, as memories do".formatted(size + SUM));
    }
    MessageDigest digest = digest();
    for (long from = 0; from < size; from += PIECE) {
      digest.update(all.asSlice(from, Math.min(PIECE, size - from)).asByteBuffer());
    }
    var sum = MemorySegment.ofArray(digest.digest());
    if (all.asSlice(size).mismatch(sum) >= 0) {
      throw new MalformedDataException(
          name, "its checksum is not that of its content: cut or damaged; use an older copy");
    }
    return all.asSlice(0, size);
  }
}
