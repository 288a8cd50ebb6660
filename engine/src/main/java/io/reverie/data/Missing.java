package io.reverie.data;

/** What becomes of a missing value in a table: an empty field, {@code ?}, {@code NA} or NaN. */
public enum Missing {
  /** It is an error. */
  FAIL,
  /** It is read as NaN. */
  NAN,
  /** It is read as 0. */
  ZERO,
  /** It is read as the mean of the column's other values. */
  MEAN,
  /** Its row is left out. */
  SKIP_ROW
}
