package io.reverie.sleep.stage;

/** Who dreams for one stretch of a night. */
@FunctionalInterface
public interface Dreamer {
  /** So many dreams. */
  Dreams dream(int n);
}
