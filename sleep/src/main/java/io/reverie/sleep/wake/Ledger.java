package io.reverie.sleep.wake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a method has paid: samples through the network, bytes kept, time.
 *
 * <p>Methods can only be compared at equal payment: replay that sees twice as many samples learns
 * more whatever its idea is. Every step of a {@link Learner} is charged here; nobody else needs to
 * remember to. Bytes are kept in accounts, one for each thing that outlives a task.
 */
public final class Ledger {
  private final SequencedMap<String, Long> kept = new LinkedHashMap<>();
  private long gradientSamples;
  private long forwardSamples;
  private long nanos;

  /** An empty ledger. */
  public Ledger() {}

  /** Charges samples that went forward and back. */
  public void gradientSamples(long samples) {
    gradientSamples += samples;
  }

  /** Charges samples that only went forward, such as scoring; the final tests are not charged. */
  public void forwardSamples(long samples) {
    forwardSamples += samples;
  }

  /** Charges time. */
  public void nanos(long more) {
    nanos += more;
  }

  /**
   * Sets how many bytes something takes that is kept from task to task, such as {@code "memory"},
   * {@code "importances"} or {@code "teacher"}: an account of its own, whose last figure counts.
   *
   * @throws IllegalArgumentException if the bytes are negative
   */
  public void keeps(String what, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "%d bytes for %s: 0 or more are needed".formatted(bytes, what));
    }
    kept.put(what, bytes);
  }

  /** Samples that went forward and back. */
  public long gradientSamples() {
    return gradientSamples;
  }

  /** Samples that only went forward. */
  public long forwardSamples() {
    return forwardSamples;
  }

  /** Seconds of learning, by day and night, tests not counted. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** All bytes kept from task to task. */
  public long bytes() {
    return kept.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes kept from task to task, by what keeps them. */
  public Map<String, Long> kept() {
    return Collections.unmodifiableMap(kept);
  }

  @Override
  public String toString() {
    return "%d gradient samples, %d forward samples, %d bytes, %.2f s"
        .formatted(gradientSamples, forwardSamples, bytes(), seconds());
  }
}
