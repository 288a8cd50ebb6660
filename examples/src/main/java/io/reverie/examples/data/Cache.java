package io.reverie.examples.data;

import io.reverie.data.Idx;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The user's folder of downloaded files: what is sound is read, what is missing or damaged is
 * fetched.
 *
 * @param places the folder, and where to fetch from
 * @param progress told about each piece that arrives
 */
record Cache(Places places, Progress progress) {

  /** All four parts; why a file there could not serve is added to {@code passedOver}. */
  Map<Part, Idx> read(List<String> passedOver) throws IOException {
    var found = new EnumMap<Part, Idx>(Part.class);
    var missing = readInto(found, EnumSet.allOf(Part.class), passedOver);
    if (missing.isEmpty()) {
      return found;
    }
    var server = places.server();
    if (server == null) {
      throw new IOException(
          "%s lacks %d of 4 files and the download is off"
              .formatted(places.cache(), missing.size()));
    }
    createFolder();
    try (var channel =
            FileChannel.open(
                places.cache().resolve(".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = lock(channel)) {
      // Another program may have fetched them while this one waited for its turn.
      missing = readInto(found, missing, passedOver);
      // The small files first: what is wrong with the server shows early.
      var order = missing.stream().sorted(Comparator.comparing(Part::isImages)).toList();
      try (var download = new Download(server, places.limits(), progress)) {
        for (var part : order) {
          found.put(
              part,
              download.fetch(
                  part.fileName(), places.cache(), Part.MOST_BYTES, part::readPublished));
        }
      }
    }
    return found;
  }

  /** Reads the sound ones among {@code wanted} and returns the others. */
  private Set<Part> readInto(Map<Part, Idx> found, Set<Part> wanted, List<String> passedOver) {
    var missing = EnumSet.noneOf(Part.class);
    for (var part : wanted) {
      var file = places.cache().resolve(part.fileName());
      try {
        if (Files.exists(file)) {
          found.put(part, part.readPublished(file));
          continue;
        }
      } catch (IOException e) {
        var reason = FashionMnist.reason(e);
        if (!passedOver.contains(reason)) {
          passedOver.add(reason);
        }
      }
      missing.add(part);
    }
    return missing;
  }

  private void createFolder() throws IOException {
    try {
      Files.createDirectories(places.cache());
    } catch (IOException e) {
      throw new IOException("no cache folder: " + FashionMnist.reason(e), e);
    }
  }

  /** Waits until no other program, and no other thread of this one, downloads into the folder. */
  private FileLock lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + places.limits().total().toNanos();
    while (true) {
      try {
        var lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException _) {
        // held by another thread of this program
      }
      if (System.nanoTime() > end) {
        throw new IOException(
            "another program has been downloading into " + places.cache() + " for too long");
      }
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + places.cache());
      }
    }
  }
}
