package io.reverie.sleep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Folders on a disk in memory, where there is one: tests that sync a lot need not wait for it. */
final class MemoryDisk implements TempDirFactory {
  private static final Path SHARED = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return Files.isWritable(SHARED)
        ? Files.createTempDirectory(SHARED, "junit")
        : Files.createTempDirectory("junit");
  }
}
