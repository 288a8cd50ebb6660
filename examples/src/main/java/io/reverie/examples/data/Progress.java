package io.reverie.examples.data;

/** A listener to a download: a progress bar, a log, or nothing. */
@FunctionalInterface
public interface Progress {

  /** Hears nothing. */
  Progress SILENT = (_, _, _) -> {};

  /**
   * Told about every piece that arrived, on the thread that waits for it.
   *
   * @param file the name of the file on its way
   * @param bytes how much of it is there, with what an earlier run had fetched
   * @param total its length, or -1 where the server does not say
   */
  void arrived(String file, long bytes, long total);
}
