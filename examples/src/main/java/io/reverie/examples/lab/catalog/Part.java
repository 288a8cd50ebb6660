package io.reverie.examples.lab.catalog;

/**
 * A part of a night beside its description: functions cannot be printed, and what is not printed is
 * not in the settings.
 *
 * @param text what it is, with its numbers
 * @param value the part itself
 */
record Part<T>(String text, T value) {
  @Override
  public String toString() {
    return text;
  }
}
