package io.reverie.examples.lab;

/** What an experiment's rule says of its results. */
public enum Verdict {
  /** The interval lies where the claim wants it. */
  HOLDS,
  /** The interval lies on the other side. */
  FAILS,
  /** The interval lies on both sides, or there are too few seeds to tell. */
  UNDECIDED;

  /** In small letters. */
  public String words() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
