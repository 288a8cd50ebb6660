package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large the activations and gradients of a model are, operation by operation, over as many
 * tapes as it looks on: whether signals vanish or explode, units are dead, numbers are none. {@link
 * #toString} is a table.
 *
 * <pre>{@code
 * var statistics = Statistics.of(model);
 * for (...) try (var tape = Tape.train()) {
 *   statistics.on(tape);
 *   ...
 * }
 * System.out.println(statistics);
 * }</pre>
 *
 * <p>What a checkpointed block runs twice is counted twice, which changes no mean.
 */
public final class Statistics extends Onlooker {
  /**
   * Numbers put together, a tensor at a time. Mean, deviation and range are of the finite ones.
   *
   * <p>The deviation is put together as Chan et al. (1979) do.
   */
  public static final class Numbers {
    private final BitSet alive = new BitSet();
    private int units;
    private long count;
    private long finite;
    private long zeros;
    private double mean;
    private double squares;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    private Numbers() {}

    private void add(Tensor tensor) {
      Shape shape = tensor.shape();
      int rank = shape.rank();
      int width = rank == 0 ? 1 : shape.dim(rank == 4 ? 1 : -1);
      int run = rank == 4 ? shape.sizeOf(2, 4) : 1;
      float[] x = tensor.toArray();
      int n = 0;
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        float v = x[i];
        if (v == 0) {
          zeros++;
        } else {
          alive.set(i / run % width);
        }
        if (Float.isFinite(v)) {
          x[n++] = v;
          sum += v;
          min = Math.min(min, v);
          max = Math.max(max, v);
        }
      }
      count += x.length;
      units = Math.max(units, width);
      if (n > 0) {
        double middle = sum / n;
        for (int i = 0; i < n; i++) {
          squares += (x[i] - middle) * (x[i] - middle);
        }
        double share = (double) n / (finite + n);
        squares += (middle - mean) * (middle - mean) * finite * share;
        mean += (middle - mean) * share;
        finite += n;
      }
    }

    /** How many numbers there were. */
    public long count() {
      return count;
    }

    /** Their mean, NaN if none was finite. */
    public double mean() {
      return finite == 0 ? Double.NaN : mean;
    }

    /** Their standard deviation, √(Σ(x − mean)²/n), NaN if none was finite. */
    public double std() {
      return Math.sqrt(squares / finite);
    }

    /** The least; ∞ if none was finite. */
    public float min() {
      return min;
    }

    /** The largest; −∞ if none was finite. */
    public float max() {
      return max;
    }

    /** The share that is 0. */
    public double zeros() {
      return (double) zeros / count;
    }

    /**
     * The share of units that were 0 whenever seen: places of the last axis, or channels of {@code
     * [n, channels, height, width]}.
     */
    public double dead() {
      return 1 - (double) alive.cardinality() / units;
    }

    /** The share that is NaN or infinite. */
    public double notFinite() {
      return (double) (count - finite) / count;
    }
  }

  private final Map<String, Numbers> values = new LinkedHashMap<>();
  private final Map<String, Numbers> gradients = new LinkedHashMap<>();

  private Statistics(Layer model) {
    super(model);
  }

  /** Of what flows through this model. */
  public static Statistics of(Layer model) {
    return new Statistics(model);
  }

  /** Of a model's parameters and their gradients as they are now: before the optimizer steps. */
  public static Statistics ofParameters(Layer model) {
    Statistics statistics = new Statistics(model);
    for (var entry : model.state().entrySet()) {
      Tensor tensor = entry.getValue();
      if (tensor instanceof Parameter) {
        add(statistics.values, entry.getKey(), tensor);
        if (tensor.hasGradient()) {
          add(statistics.gradients, entry.getKey(), tensor.gradient());
        }
      }
    }
    return statistics;
  }

  @Override
  public synchronized void forward(Node node, long nanos) {
    add(values, place(node).toString(), node.output());
  }

  @Override
  public synchronized void gradient(Node node) {
    add(gradients, place(node).toString(), node.outputGradient());
  }

  private static void add(Map<String, Numbers> all, String name, Tensor tensor) {
    Numbers numbers = all.get(name);
    if (numbers == null) {
      numbers = new Numbers();
      all.put(name, numbers);
    }
    numbers.add(tensor);
  }

  /** What came out, by the names of operations, in the order in which they were seen first. */
  public synchronized Map<String, Numbers> values() {
    return new LinkedHashMap<>(values);
  }

  /** The gradients of what came out, likewise, from the last operation to the first. */
  public synchronized Map<String, Numbers> gradients() {
    return new LinkedHashMap<>(gradients);
  }

  @Override
  public synchronized String toString() {
    List<String[]> lines = new ArrayList<>();
    String[] heads = {
      "", "", " mean", " std", " min", " max", " zeros", " dead units", " not finite"
    };
    lines.add(heads);
    for (String name : values.keySet()) {
      line(lines, name, "values", values.get(name));
      line(lines, name, "gradients", gradients.get(name));
    }
    return table(lines);
  }

  private static void line(List<String[]> lines, String name, String what, @Nullable Numbers of) {
    if (of != null) {
      String[] cells = {
        name,
        what,
        number("%.4g", of.mean()),
        number("%.4g", of.std()),
        number("%.4g", of.min),
        number("%.4g", of.max),
        number("%.1f %%", 100 * of.zeros()),
        number("%.1f %%", 100 * of.dead()),
        number("%.1f %%", 100 * of.notFinite())
      };
      lines.add(cells);
    }
  }
}
