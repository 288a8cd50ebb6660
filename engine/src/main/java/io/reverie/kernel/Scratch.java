package io.reverie.kernel;

/**
 * Working memory that a thread keeps between calls, one array a purpose.
 *
 * <p>Why not allocate: an array of a megabyte must be zeroed by the JVM each time, which costs as
 * much as the kernel that uses it. Why a purpose each: a kernel may call another, and the two must
 * not share.
 */
public enum Scratch {
  /** Image patches laid out as the columns of a matrix. */
  COLUMNS,
  /** Partial weight gradients of groups of images. */
  PARTIAL,
  /** A piece of what goes through the cache: losses, slopes, partial derivatives. */
  RUN,
  /** The slopes of a product before its activation. */
  INNER,
  /** A tile of attention's scores, and all that belongs to it. */
  TILES,
  /** The slopes at attention's weights. */
  SLOPES,
  /** The weight of a recurrent layer's states, laid out for the products of all steps. */
  STATES,
  /** A row with what makes it a whole number of vectors. */
  ROW;

  private final ThreadLocal<float[]> array = ThreadLocal.withInitial(() -> new float[0]);

  /** An array of at least this many floats with unknown contents. */
  public float[] floats(int n) {
    float[] kept = array.get();
    if (kept.length < n) {
      kept = new float[n];
      array.set(kept);
    }
    return kept;
  }
}
