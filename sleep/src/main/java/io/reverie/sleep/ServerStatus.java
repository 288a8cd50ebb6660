package io.reverie.sleep;

import io.reverie.tensor.Nullable;

/**
 * How a {@link Server} is.
 *
 * @param version the number of the version that is served
 * @param asleep whether a night is going on
 * @param nights how many nights came to an end, in whatever way
 * @param promoted how many of them are, or were, served
 * @param last how the last night ended
 * @param why the same in words
 * @param hypnogram the record of the last night; null if there was none or it did not reach dawn
 */
public record ServerStatus(
    long version,
    boolean asleep,
    int nights,
    int promoted,
    Outcome last,
    String why,
    @Nullable Hypnogram hypnogram) {
  /** How a night ended. */
  public enum Outcome {
    /** There was none yet. */
    NONE,
    /** Its network is served, or was until the next one. */
    PROMOTED,
    /** The canaries failed, or weights were no numbers: its network was dropped. */
    REFUSED,
    /** Another version had been published since bedtime: its network came too late. */
    STALE,
    /** It was interrupted. A journal, if there is one, goes on with it. */
    CANCELLED,
    /** An exception ended it. */
    FAILED
  }
}
