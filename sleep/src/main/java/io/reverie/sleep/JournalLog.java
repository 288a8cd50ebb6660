package io.reverie.sleep;

import io.reverie.sleep.Manifest.Asleep;
import io.reverie.sleep.Manifest.Written;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** One night as a {@link Journal} writes it down. */
final class JournalLog implements NightLog {
  private final Journal journal;
  private final Path folder;
  private @Nullable Lock lock;

  /** The night as the manifest has it; null before and after. */
  private @Nullable Asleep asleep;

  JournalLog(Journal journal) {
    this.journal = journal;
    this.folder = journal.folder();
  }

  /** Something that reads and writes files. */
  private interface Work {
    int run() throws IOException;
  }

  private int written(String what, Work work) {
    try {
      return work.run();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        CancellationException cancelled = new CancellationException("interrupted while " + what);
        cancelled.initCause(e);
        throw cancelled;
      }
      throw new UncheckedIOException(
          "%s failed in %s: %s. The network is as it was in the evening"
              .formatted(what, folder, e.getMessage()),
          e);
    }
  }

  @Override
  public int begin(Sleeping night) {
    Compute.checkInterrupt("the night");
    return written(
        "reading the night's journal",
        () -> {
          Files.createDirectories(folder);
          lock = Lock.of(folder);
          Manifest manifest = journal.manifest();
          if (manifest.slept().equals(Journal.id(night.bedtime))) {
            throw new IllegalStateException(
                "this night was slept to its end already, says %s: Journal.restore loads its model"
                    .formatted(folder.resolve(Manifest.NAME)));
          }
          asleep = manifest.asleep();
          if (asleep != null) {
            return goOn(night, asleep);
          }
          return night.memory.size() == 0 ? 0 : bedtime(night, manifest);
        });
  }

  /** Everything is read and checked before anything is changed. */
  private int goOn(Sleeping night, Asleep from) throws IOException {
    Page now = page(from.now());
    NightPage.requireSame(now, night, folder.toString());
    Page evening = page(from.evening());
    Page memory = page(from.memory());
    night.evening(NightPage.networks(evening, night));
    MemoryPage.restore(memory, night.memory);
    NightPage.restore(now, night);
    return from.phases();
  }

  private Page page(Written written) throws IOException {
    return Page.read(folder.resolve(written.file()), written.digest());
  }

  private int bedtime(Sleeping night, Manifest manifest) throws IOException {
    Written evening = write("evening.page", NightPage.of(night));
    Written memory = write("memory-0000.page", MemoryPage.of(night.memory));
    asleep = new Asleep(Journal.id(night.bedtime), 0, evening, evening, memory);
    journal.replace(new Manifest(manifest.models(), manifest.slept(), asleep));
    return 0;
  }

  private Written write(String name, Page page) throws IOException {
    return new Written(name, page.write(folder.resolve(name)));
  }

  @Override
  public void slept(Sleeping night, int phases) {
    written(
        "writing the night's journal",
        () -> {
          Asleep before = Objects.requireNonNull(asleep);
          Page memory = MemoryPage.of(night.memory);
          Written held = before.memory();
          if (!memory.digest().equals(held.digest())) {
            held = write("memory-%04d.page".formatted(phases), memory);
          }
          Written now = write("phase-%04d.page".formatted(phases), NightPage.of(night));
          Asleep after = new Asleep(before.night(), phases, before.evening(), now, held);
          Manifest manifest = journal.manifest();
          journal.replace(new Manifest(manifest.models(), manifest.slept(), after));
          asleep = after;
          return phases;
        });
  }

  @Override
  public void end(Sleeping night, boolean promoted) {
    if (asleep == null) {
      return; // there was nothing to sleep on
    }
    String id = asleep.night();
    written(
        "ending the night's journal",
        () -> {
          Manifest manifest = journal.manifest();
          List<Integer> models = new ArrayList<>(manifest.models());
          if (promoted) {
            models.add(journal.write(night.learner().model(), manifest));
          }
          journal.replace(new Manifest(journal.newest(models), id, null));
          asleep = null;
          return 0;
        });
  }

  @Override
  public void close() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
