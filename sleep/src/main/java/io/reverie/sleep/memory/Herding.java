package io.reverie.sleep.memory;

import io.reverie.data.Dataset;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Keeps the samples of each class whose mean is nearest to the mean of all of it: the exemplars of
 * iCaRL (Rebuffi et al. 2017, algorithms 4 and 5).
 *
 * <p>Exemplar k is the sample x for which ‖μ − (φ(x) + Σ φ(exemplars before)) / k‖ is least, where
 * φ are the features scaled to length 1 and μ is their mean; the paper says so, Mammoth and
 * Avalanche leave the scaling out. All classes have equal parts of the memory; as more come, each
 * gives up those that were chosen last.
 *
 * <p>It wants the whole class at once, at the end of a task, so it is no {@link KeepRule}. A memory
 * that it fills takes {@link KeepRule#reservoir} or any other rule, which it does not ask.
 *
 * @param features what the samples are compared by, for a batch {@code [n, …]} a row each, such as
 *     the outputs of all layers but the last; {@code x -> x} for the inputs. Who asks a network
 *     pays
 */
public record Herding(UnaryOperator<Tensor> features) {
  private static final int PIECE = 500;

  /** By the inputs themselves. */
  public static Herding ofInputs() {
    return new Herding(inputs -> inputs);
  }

  /**
   * Makes room in a memory and keeps the exemplars of a task's classes. Where the memory has a
   * class already, its members compete with the new ones.
   *
   * @throws IllegalArgumentException if the memory keeps logits, or has not a place for each class
   */
  public void keep(ReplayBuffer memory, Dataset data, int task) {
    boolean[] coming = new boolean[memory.classes()];
    for (int i = 0; i < data.size(); i++) {
      coming[memory.requireClass(data.label(i))] = true;
    }
    int all = 0;
    for (int c = 0; c < coming.length; c++) {
      all += coming[c] || memory.count(c) > 0 ? 1 : 0;
    }
    if (memory.keepsLogits() || memory.capacity() < all || !data.sample().equals(memory.sample())) {
      throw new IllegalArgumentException(
          "herding of %s into %s: a memory without logits, with a place for each of %d classes and"
                  .formatted(data, memory, all)
              + " samples of the same shape is needed");
    }
    int quota = all == 0 ? 0 : memory.capacity() / all;
    Tensor[] candidates = new Tensor[coming.length];
    int[][] tasks = new int[coming.length][];
    for (int c = 0; c < coming.length; c++) {
      if (coming[c]) {
        Dataset mine = ofClass(data, c);
        int[] old = members(memory, c);
        tasks[c] = new int[old.length + mine.size()];
        Arrays.fill(tasks[c], task);
        for (int i = 0; i < old.length; i++) {
          tasks[c][i] = memory.task(old[i]);
        }
        candidates[c] = memory.recall(old).batch().inputs().concat(0, mine.all().inputs());
      }
    }
    Contents contents = memory.contents;
    for (int c = 0; c < coming.length; c++) {
      contents.shrink(c, coming[c] ? 0 : quota);
    }
    int kept = 0;
    for (int c = 0; c < coming.length; c++) {
      if (coming[c]) {
        for (int i : choose(features(candidates[c]), quota)) {
          contents.seen++;
          contents.put(contents.size, candidates[c], i, c, tasks[c][i]);
          kept++;
        }
      }
    }
    contents.seen += Math.max(0, data.size() - kept);
  }

  private static Dataset ofClass(Dataset data, int label) {
    return data.filter(other -> other == label);
  }

  /** Oldest first. */
  private static int[] members(ReplayBuffer memory, int label) {
    int[] slots = new int[memory.count(label)];
    for (int i = 0, slot = memory.oldest(label); i < slots.length; i++) {
      slots[i] = slot;
      slot = memory.younger(slot);
    }
    return slots;
  }

  private Tensor features(Tensor inputs) {
    int n = inputs.dim(0);
    Tensor[] pieces = new Tensor[(n + PIECE - 1) / PIECE];
    for (int i = 0; i < pieces.length; i++) {
      Tensor piece = inputs.slice(0, i * PIECE, Math.min(n, (i + 1) * PIECE));
      pieces[i] = features.apply(piece);
    }
    return pieces.length == 1
        ? pieces[0]
        : pieces[0].concat(0, Arrays.copyOfRange(pieces, 1, pieces.length));
  }

  /**
   * The rows whose mean stays nearest to the mean of all, in the order of choice; of equals the
   * first.
   *
   * @param features {@code [n, …]}, a row a sample; rows of zeros stay as they are
   * @param m how many at most
   */
  public static int[] choose(Tensor features, int m) {
    int n = features.dim(0);
    int width = n == 0 ? 0 : features.size() / n;
    double[] squares = new double[n];
    double[] columns = unitColumns(features, n, width, squares);
    double[] mean = new double[width];
    for (int d = 0; d < width; d++) {
      for (int i = 0; i < n; i++) {
        mean[d] += columns[d * n + i] / n;
      }
    }
    double[] goal = new double[width]; // k·μ − Σ φ(exemplars before)
    double[] merit = new double[n];
    boolean[] taken = new boolean[n];
    int[] chosen = new int[Math.min(m, n)];
    for (int k = 0; k < chosen.length; k++) {
      for (int d = 0; d < width; d++) {
        goal[d] += mean[d] - (k == 0 ? 0 : columns[d * n + chosen[k - 1]]);
      }
      merits(columns, goal, squares, merit);
      chosen[k] = best(merit, taken);
      taken[chosen[k]] = true;
    }
    return chosen;
  }

  /**
   * 2·goal·φ − ‖φ‖² of each row: largest where ‖goal − φ‖ is least. Column by column, so that the
   * loop over the rows runs in vectors.
   */
  private static void merits(double[] columns, double[] goal, double[] squares, double[] merit) {
    int n = merit.length;
    for (int i = 0; i < n; i++) {
      merit[i] = -squares[i];
    }
    for (int d = 0; d < goal.length; d++) {
      add(columns, d * n, 2 * goal[d], merit);
    }
  }

  private static void add(double[] columns, int from, double times, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += times * columns[from + i];
    }
  }

  private static int best(double[] merit, boolean[] taken) {
    int best = -1;
    for (int i = 0; i < merit.length; i++) {
      if (!taken[i] && (best < 0 || merit[i] > merit[best])) {
        best = i;
      }
    }
    return best;
  }

  /** The rows brought to length 1, feature by feature, and the squares of their lengths then. */
  private static double[] unitColumns(Tensor features, int n, int width, double[] squares) {
    double[] columns = new double[n * width];
    for (int i = 0; i < n; i++) {
      int from = features.offset() + i * width;
      double sum = 0;
      for (int d = 0; d < width; d++) {
        sum += (double) features.array()[from + d] * features.array()[from + d];
      }
      double length = sum == 0 ? 1 : Math.sqrt(sum);
      for (int d = 0; d < width; d++) {
        double x = features.array()[from + d] / length;
        columns[d * n + i] = x;
        squares[i] += x * x;
      }
    }
    return columns;
  }
}
