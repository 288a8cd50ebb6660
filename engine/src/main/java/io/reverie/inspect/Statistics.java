package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
public final class Statistics {
  /**
   * Numbers put together. Mean, deviation and range are of the finite ones, NaN if there are none.
   *
   * @param count how many numbers there were
   * @param mean their mean
   * @param std their standard deviation, √(Σ(x − mean)²/n)
   * @param min the least
   * @param max the largest
   * @param zeros the share that is 0
   * @param dead the share of units that were 0 whenever seen: places of the last axis, channels of
   *     {@code [n, channels, height, width]}
   * @param notFinite the share that is NaN or infinite
   */
  public record Numbers(
      long count,
      double mean,
      double std,
      float min,
      float max,
      double zeros,
      double dead,
      double notFinite) {}

  /**
   * Activations and gradients at one place.
   *
   * @param name the layer and the operation, or the parameter
   * @param values what came out, or the parameter's numbers
   * @param gradients the gradients of those; none, so of count 0, where none came
   */
  public record Row(String name, Numbers values, Numbers gradients) {}

  private final Layer model;
  private final Map<Tensor, Set<String>> layers;
  private final Map<String, Gathering[]> gathered = new LinkedHashMap<>();

  private Statistics(Layer model) {
    this.model = model;
    this.layers = Names.layers(model);
  }

  /** Of this model. */
  public static Statistics of(Layer model) {
    return new Statistics(model);
  }

  /** Looks on at this tape, and the blocks within it, from here on. */
  public void on(Tape tape) {
    Names names = new Names(layers);
    tape.listen(
        new Tape.Listener() {
          @Override
          public void forward(Node node, long nanos) {
            add(names.of(node).toString(), 0, node.output());
          }

          @Override
          public void gradient(Node node) {
            add(names.of(node).toString(), 1, node.outputGradient());
          }

          @Override
          public Tape.Listener nested() {
            return this;
          }
        });
  }

  private synchronized void add(String name, int which, Tensor tensor) {
    gathered.computeIfAbsent(name, _ -> new Gathering[] {new Gathering(), new Gathering()})[which]
        .add(tensor);
  }

  /** What was seen so far, in the order in which it was seen first. */
  public synchronized List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    gathered.forEach((name, both) -> rows.add(new Row(name, both[0].told(), both[1].told())));
    return rows;
  }

  /**
   * The model's parameters and their gradients as they are now: look before the optimizer steps.
   */
  public List<Row> parameters() {
    List<Row> rows = new ArrayList<>();
    model
        .state()
        .forEach((name, tensor) -> {
          if (tensor instanceof Parameter) {
            Gathering values = new Gathering();
            Gathering gradients = new Gathering();
            values.add(tensor);
            if (tensor.hasGradient()) {
              gradients.add(tensor.gradient());
            }
            rows.add(new Row(name, values.told(), gradients.told()));
          }
        });
    return rows;
  }

  @Override
  public String toString() {
    return table(rows());
  }

  /** Rows as text. */
  public static String table(List<Row> rows) {
    Table table =
        new Table("", "", " mean", " std", " min", " max", " zeros", " dead units", " not finite");
    for (Row row : rows) {
      line(table, row.name, "values", row.values);
      line(table, row.name, "gradients", row.gradients);
    }
    return table.toString();
  }

  private static void line(Table table, String name, String what, Numbers of) {
    if (of.count > 0) {
      table.add(
          name,
          what,
          number(of.mean),
          number(of.std),
          number(of.min),
          number(of.max),
          Table.percent(of.zeros),
          Table.percent(of.dead),
          Table.percent(of.notFinite));
    }
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%.4g", x);
  }

  /** Numbers as they come, a tensor at a time (Chan et al. 1979 for the deviation). */
  private static final class Gathering {
    private long count;
    private long finite;
    private long zeros;
    private double mean;
    private double squares;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private int units;
    private final BitSet alive = new BitSet();

    void add(Tensor tensor) {
      Shape shape = tensor.shape();
      int rank = shape.rank();
      int axis = rank == 4 ? 1 : rank - 1;
      int width = rank == 0 ? 1 : shape.dim(axis);
      int run = rank == 4 ? shape.sizeOf(2, 4) : 1;
      float[] x = tensor.array();
      int from = tensor.offset();
      int n = 0;
      double sum = 0;
      for (int i = 0; i < tensor.size(); i++) {
        float v = x[from + i];
        if (v == 0) {
          zeros++;
        } else {
          alive.set(i / run % width);
        }
        if (Float.isFinite(v)) {
          n++;
          sum += v;
          min = Math.min(min, v);
          max = Math.max(max, v);
        }
      }
      double middle = sum / Math.max(1, n);
      for (int i = 0; i < tensor.size(); i++) {
        float v = x[from + i];
        double off = v - middle;
        squares += Float.isFinite(v) ? off * off : 0;
      }
      long all = finite + n;
      double apart = middle - mean;
      squares += n == 0 ? 0 : apart * apart * finite * n / all;
      mean += n == 0 ? 0 : apart * n / all;
      finite = all;
      count += tensor.size();
      units = Math.max(units, width);
    }

    Numbers told() {
      boolean none = finite == 0;
      double share = 1.0 / Math.max(1, count);
      return new Numbers(
          count,
          none ? Double.NaN : mean,
          none ? Double.NaN : Math.sqrt(squares / finite),
          none ? Float.NaN : min,
          none ? Float.NaN : max,
          zeros * share,
          count == 0 ? 0 : 1 - alive.cardinality() / (double) units,
          (count - finite) * share);
    }
  }
}
