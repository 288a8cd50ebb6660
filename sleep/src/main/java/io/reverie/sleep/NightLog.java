package io.reverie.sleep;

/** Who is told how a night goes. {@link Journal} writes it down. */
interface NightLog extends AutoCloseable {
  /** A night of which nothing is written down. */
  NightLog NONE = new NightLog() {};

  /**
   * Bedtime: nothing was changed yet. Returns how many phases were slept already, before the
   * program was killed; the night then stands where they left it.
   */
  default int begin(Sleeping night) {
    return 0;
  }

  /** So many phases were slept. */
  default void slept(Sleeping night, int phases) {}

  /** Dawn: the network is promoted, or the night is to be forgotten. */
  default void end(Sleeping night, boolean promoted) {}

  /** The night is over, well or not. */
  @Override
  default void close() {}
}
