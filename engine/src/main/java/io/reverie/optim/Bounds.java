package io.reverie.optim;

/** Checks of settings: each gives the number back if it is in bounds. */
final class Bounds {
  private Bounds() {}

  /** Neither negative nor infinite nor NaN. */
  static float requireSize(String what, float number) {
    if (!(number >= 0) || Float.isInfinite(number)) {
      throw new IllegalArgumentException(what + " " + number + ": 0 or more is needed");
    }
    return number;
  }

  /** In [0, 1). */
  static float requireShare(String what, float number) {
    if (!(number >= 0 && number < 1)) {
      throw new IllegalArgumentException(what + " " + number + ": it must be in [0, 1)");
    }
    return number;
  }

  /** Greater than 0: a denominator must not vanish. */
  static float requirePositive(String what, float number) {
    if (!(number > 0) || Float.isInfinite(number)) {
      throw new IllegalArgumentException(what + " " + number + ": it must be positive");
    }
    return number;
  }
}
