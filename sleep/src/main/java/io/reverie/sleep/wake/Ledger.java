package io.reverie.sleep.wake;

/**
 * What a method has paid: samples through the network, bytes kept, time.
 *
 * <p>Methods can only be compared at equal payment: replay that sees twice as many samples learns
 * more whatever its idea is. Every step of a {@link Learner} is charged here; nobody else needs to
 * remember to.
 */
public final class Ledger {
  private long gradientSamples;
  private long forwardSamples;
  private long nanos;
  private long bytes;

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

  /** Sets the bytes kept from task to task: buffer, importances, old weights. */
  public void bytes(long kept) {
    bytes = kept;
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

  /** Bytes kept from task to task. */
  public long bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "%d gradient samples, %d forward samples, %d bytes, %.2f s"
        .formatted(gradientSamples, forwardSamples, bytes, seconds());
  }
}
