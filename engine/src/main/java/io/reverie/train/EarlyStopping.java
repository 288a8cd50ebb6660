package io.reverie.train;

/**
 * Says when a measurement no longer gets better.
 *
 * <pre>{@code
 * var stopping = EarlyStopping.min(5);
 * for (int epoch = 0; epoch < 100; epoch++) {
 *   …
 *   if (stopping.stop(lossOnValidation)) {
 *     break;
 *   }
 * }
 * }</pre>
 *
 * <p>A checkpoint keeps it by {@code with("stopping", stopping::state, stopping::restore)}.
 */
public final class EarlyStopping {
  private final boolean max;
  private final int patience;
  private double delta;
  private double best;
  private int waited;

  private EarlyStopping(boolean max, int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException("patience " + patience + ": 1 or more is needed");
    }
    this.max = max;
    this.patience = patience;
    this.best = max ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  /** For something that should fall, such as a loss: stops at so many values in a row no lower. */
  public static EarlyStopping min(int patience) {
    return new EarlyStopping(false, patience);
  }

  /** For something that should rise, such as accuracy: stops at so many values no higher. */
  public static EarlyStopping max(int patience) {
    return new EarlyStopping(true, patience);
  }

  /** Sets by how much more than the best so far a value must be better to count; 0 at first. */
  public EarlyStopping delta(double least) {
    if (!(least >= 0 && least <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("delta " + least + ": 0 or more is needed");
    }
    delta = least;
    return this;
  }

  /** Takes note of a value and says whether it is time to stop. NaN is no better. */
  public boolean stop(double value) {
    if (max ? value > best + delta : value < best - delta) {
      best = value;
      waited = 0;
    } else {
      waited++;
    }
    return waited >= patience;
  }

  /** The best value so far: infinite before the first one. */
  public double best() {
    return best;
  }

  /** How many values came since the best one: 0 says that the last one is it. */
  public int waited() {
    return waited;
  }

  /** Where it stands. */
  public String state() {
    return best + " " + waited;
  }

  /** Goes on where another one stood. */
  public void restore(String state) {
    int blank = state.indexOf(' ');
    double newBest = Double.parseDouble(state.substring(0, Math.max(0, blank)));
    waited = Integer.parseInt(state.substring(blank + 1));
    best = newBest;
  }
}
