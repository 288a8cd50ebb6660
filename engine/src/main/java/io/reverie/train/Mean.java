package io.reverie.train;

/**
 * A running mean, such as the loss of an epoch: {@code mean.add(loss.item(), batch.size())}.
 *
 * <p>Sums are doubles. Infinity and NaN go through: the mean of a loss that became NaN is NaN.
 */
public final class Mean {
  private double sum;
  private double weight;

  /** The mean of nothing yet. */
  public Mean() {}

  /** Takes a value in. */
  public void add(double value) {
    add(value, 1);
  }

  /**
   * Takes the mean of so many values in; one of weight 0 does not count, whatever it is.
   *
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public void add(double value, double newWeight) {
    if (!(newWeight >= 0 && newWeight <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("weight " + newWeight + " in a mean: 0 or more is needed");
    }
    if (newWeight > 0) {
      sum += value * newWeight;
      weight += newWeight;
    }
  }

  /** Takes in what another one has taken in. */
  public void merge(Mean other) {
    sum += other.sum;
    weight += other.weight;
  }

  /** How much was taken in. */
  public double weight() {
    return weight;
  }

  /** The mean; NaN of nothing. */
  public double value() {
    return sum / weight;
  }

  /** What was taken in, for a checkpoint within an epoch: {@code with(…, mean::state, …)}. */
  public String state() {
    return sum + " " + weight;
  }

  /** Goes on where another one stood. */
  public void restore(String state) {
    int blank = state.indexOf(' ');
    double newSum = Double.parseDouble(state.substring(0, Math.max(0, blank)));
    weight = Double.parseDouble(state.substring(blank + 1));
    sum = newSum;
  }

  /**
   * e to the mean: of a language model's cross-entropies, weighted by tokens, this is how many
   * tokens it wavers between.
   */
  public double perplexity() {
    return Math.exp(value());
  }
}
