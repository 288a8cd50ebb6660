package io.reverie.sleep;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One writer a folder. A killed program's lock ends with it. */
record Lock(FileChannel channel) implements AutoCloseable {
  /**
   * Takes the folder.
   *
   * @throws IllegalStateException if somebody else has it
   */
  static Lock of(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Lock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // by another thread of this program
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IllegalStateException(
        "a night is being written into %s already: one journal, one night at a time"
            .formatted(folder));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
