package io.reverie.sleep.evaluate;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * How alive a hidden layer is: what of it still answers, and in how many directions.
 *
 * <p>Plasticity is lost as units die and the rank falls (Dohare et al. 2024).
 *
 * @param units how many there are
 * @param dead the share that gives the same value for every sample; after ReLU, that never fires
 * @param stableRank ‖A‖²_F / ‖A‖²₂ of the activations A (Rudelson &amp; Vershynin 2007)
 * @param rank99 the fewest directions that hold 99 % of the sum of singular values: what Dohare et
 *     al. call stable rank
 * @param meanSize the mean of |activation|
 */
public record Units(int units, double dead, double stableRank, int rank99, double meanSize) {
  /**
   * Of these features of this data; a few hundred samples do. Takes time in proportion to the cube
   * of the units: use it up to about 300.
   */
  public static Units of(UnaryOperator<Tensor> features, Dataset data) {
    Batch all = data.all();
    Tensor hidden = features.apply(all.inputs());
    int n = all.size();
    if (n == 0) {
      throw new IllegalArgumentException("units seen on no samples: some are needed");
    }
    int width = hidden.size() / n;
    float[] a = hidden.toArray();
    double[] gram = new double[width * width];
    double sizes = 0;
    boolean[] alive = new boolean[width];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        double value = a[i * width + j];
        alive[j] |= value != a[j];
        sizes += Math.abs(value);
        for (int k = 0; k <= j && value != 0; k++) {
          gram[j * width + k] += value * a[i * width + k];
        }
      }
    }
    int dead = 0;
    for (int j = 0; j < width; j++) {
      dead += alive[j] ? 0 : 1;
      for (int k = 0; k < j; k++) {
        gram[k * width + j] = gram[j * width + k];
      }
    }
    double[] squares = Spectrum.of(gram, width);
    return new Units(
        width, (double) dead / width, stable(squares), rank99(squares), sizes / n / width);
  }

  private static double stable(double[] squares) {
    double largest = squares.length == 0 ? 0 : squares[0];
    return largest <= 0 ? 0 : Arrays.stream(squares).map(s -> Math.max(0, s)).sum() / largest;
  }

  private static int rank99(double[] squares) {
    double[] singular = Arrays.stream(squares).map(s -> Math.sqrt(Math.max(0, s))).toArray();
    double all = Arrays.stream(singular).sum();
    double sum = 0;
    int rank = 0;
    while (rank < singular.length && sum < 0.99 * all) {
      sum += singular[rank++];
    }
    return rank;
  }

  /**
   * The effective sample size of priorities, (Σp)² / Σp² (Kish 1965): a draw by these is worth a
   * uniform one from so many. n of equal ones, 1 of a single one, 0 of none.
   */
  public static double effective(double... priorities) {
    double sum = 0;
    double squares = 0;
    for (double priority : priorities) {
      if (!(priority >= 0)) {
        throw new IllegalArgumentException(
            "a priority of " + priority + ": 0 or more are possible");
      }
      sum += priority;
      squares += priority * priority;
    }
    return squares == 0 ? 0 : sum * sum / squares;
  }
}
