package io.reverie.tensor;

/**
 * A stream of random numbers that is a pure function of a key and a counter.
 *
 * <p>Number {@code i} of the stream is {@code mix(key + (i + 1)·γ)}: SplitMix64 (Steele, Lea &amp;
 * Flood 2014, "Fast splittable pseudorandom number generators"), which passes BigCrush. Because
 * nothing but the counter moves, a stream can be saved as two longs, resumed anywhere and filled by
 * several threads with the same result. {@link #split} derives independent streams by name or
 * number without drawing from this one, so that adding a consumer never shifts another's numbers.
 *
 * <p>Everything here gives the same bits on every machine. Not thread-safe: give each thread a
 * stream of its own. Not for secrets.
 */
public final class Rng {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long key;
  private long counter;

  private Rng(long key, long counter) {
    this.key = key;
    this.counter = counter;
  }

  /** The stream of a seed. Equal seeds give equal streams; near seeds give unrelated ones. */
  public static Rng of(long seed) {
    return new Rng(mix(seed ^ 0x5DEECE66D1CE4E5BL), 0);
  }

  /** The stream continued from a {@linkplain #state saved state}. */
  public static Rng of(State state) {
    return new Rng(state.key, state.counter);
  }

  /** Where a stream stands: all there is to save. */
  public record State(long key, long counter) {}

  /** Where this stream stands. */
  public State state() {
    return new State(key, counter);
  }

  /** Goes on where another stream stood, as after the loading of a checkpoint. */
  public void restore(State state) {
    key = state.key;
    counter = state.counter;
  }

  /** The independent stream of this name. Leaves this stream as it is. */
  public Rng split(String name) {
    long hash = key;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash + GAMMA * (name.charAt(i) + 1));
    }
    return new Rng(mix(hash ^ 0x6A09E667F3BCC909L), 0);
  }

  /** The independent stream of this number, such as a seed, task or epoch. */
  public Rng split(long number) {
    return new Rng(mix(mix(key ^ 0x3C6EF372FE94F82BL) + mix(number + GAMMA)), 0);
  }

  /** 64 random bits. */
  public long nextLong() {
    return mix(key + ++counter * GAMMA);
  }

  /**
   * A whole number from 0 to {@code bound − 1}, each equally likely.
   *
   * @throws IllegalArgumentException if the bound is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound " + bound + " of nextInt must be positive");
    }
    // Lemire 2019: multiply, and draw again in the rare case that would favour small numbers.
    long threshold = (1L << 32) % bound;
    while (true) {
      long product = (nextLong() >>> 32) * bound;
      if ((product & 0xFFFF_FFFFL) >= threshold) {
        return (int) (product >>> 32);
      }
    }
  }

  /** A number in [0, 1), a multiple of 2⁻²⁴. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }

  /** A number in [0, 1), a multiple of 2⁻⁵³. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** A number of the standard normal distribution (Box &amp; Muller 1958). */
  public float nextGaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return (float) (radius * StrictMath.cos(2 * Math.PI * nextDouble()));
  }

  /** A number of the Beta(α, α) distribution, by Jöhnk's method; α must be positive. */
  public float nextBeta(float alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("Beta(α, α) needs α > 0, not " + alpha);
    }
    while (true) {
      double x = StrictMath.pow(nextDouble(), 1 / alpha);
      double y = StrictMath.pow(nextDouble(), 1 / alpha);
      if (x + y <= 1 && x + y > 0) {
        return (float) (x / (x + y));
      }
    }
  }

  /** Puts the numbers in random order (Fisher &amp; Yates). */
  public void shuffle(int[] numbers) {
    for (int i = numbers.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = swapped;
    }
  }

  /** The numbers 0 to {@code n − 1} in random order. */
  public int[] permutation(int n) {
    int[] numbers = new int[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    shuffle(numbers);
    return numbers;
  }

  /** Stafford's variant 13 of MurmurHash3's finaliser. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
