package io.reverie.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that at any moment its name holds the whole old content or the whole new one:
 * into a temporary file beside it, synced to the disk, renamed over it.
 *
 * <p>A thread that was interrupted before, such as one that saves what it has and ends, writes all
 * the same, and stays interrupted. An interrupt while it writes is a failure like any other.
 */
public final class Replacement {
  /** Writes the content from the channel's start. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all of it. */
    void write(FileChannel channel) throws IOException;
  }

  private Replacement() {}

  /**
   * Replaces the file; on failure the old one is untouched and nothing is left behind. A program
   * that is killed may leave a file {@code NAME.….tmp}.
   */
  public static void of(Path file, Writer writer) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder and cannot be written as a file");
    }
    Path temporary = Files.createTempFile(folder, file.getFileName() + ".", ".tmp");
    boolean interrupted = Thread.interrupted(); // which would close the channel
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        writer.write(channel);
        channel.force(true);
      }
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
      syncFolder(folder);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Files.deleteIfExists(temporary);
    }
  }

  /** The rename itself must survive a power cut; where folders cannot be opened it does already. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notSupportedHere) {
      // Windows: folders are not files there, and its rename is durable by itself.
    }
  }
}
