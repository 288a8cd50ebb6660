package io.reverie.op;

/** What an image shows beyond its edge. */
public enum PaddingMode {
  /** Nothing: zeros. */
  ZEROS,
  /** Its mirror image, the edge not repeated: {@code c b | a b c | b a}. */
  REFLECT,
  /** Its edge, over and over: {@code a a | a b c | c c}. */
  REPLICATE,
  /** Its other end: {@code b c | a b c | a b}. */
  CIRCULAR;

  /** Which pixel place {@code i} shows, where 0 to {@code length} − 1 are the image's own. */
  int pixel(int i, int length) {
    if (i >= 0 && i < length) {
      return i;
    }
    return switch (this) {
      case ZEROS -> -1;
      case REFLECT -> i < 0 ? -i : 2 * (length - 1) - i;
      case REPLICATE -> i < 0 ? 0 : length - 1;
      case CIRCULAR -> Math.floorMod(i, length);
    };
  }

  /** How much can be added to one end of an axis of this length. */
  int most(int length) {
    return switch (this) {
      case ZEROS -> Integer.MAX_VALUE;
      case REFLECT -> length - 1;
      case REPLICATE -> length > 0 ? Integer.MAX_VALUE : 0;
      case CIRCULAR -> length;
    };
  }
}
