package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the time of steps goes: what each operation took forward and backward, over as many tapes
 * as it looks on. {@link #toString} is a table.
 *
 * <pre>{@code
 * var profile = Profile.of(model);
 * for (...) try (var tape = Tape.train()) {
 *   profile.on(tape);
 *   ...
 * }
 * System.out.println(profile);
 * }</pre>
 *
 * <p>An operation's time is its own: what runs within it on the way back, as a checkpointed block
 * does, counts there. The optimizer and the loop are no operations. The first steps are slow until
 * the JVM has compiled them; begin after some.
 */
public final class Profile {
  /**
   * What the operations of one name took.
   *
   * @param name the layer and the operation, or the operation alone
   * @param calls how often it ran forward
   * @param forwardNanos the time of that
   * @param backwardNanos the time of its ways back
   */
  public record Row(String name, long calls, long forwardNanos, long backwardNanos) {
    /** Both ways together. */
    public long nanos() {
      return forwardNanos + backwardNanos;
    }
  }

  private final Map<String, long[]> times = new LinkedHashMap<>();
  private final Map<Tensor, Set<String>> layers;
  private final boolean byLayer;

  private Profile(Map<Tensor, Set<String>> layers, boolean byLayer) {
    this.layers = layers;
    this.byLayer = byLayer;
  }

  /** A row for each kind of operation. */
  public static Profile byOperation() {
    return new Profile(Map.of(), false);
  }

  /** A row for each operation of each layer of this model. */
  public static Profile of(Layer model) {
    return new Profile(Names.layers(model), true);
  }

  /** Looks on at this tape, and the blocks within it, from here on. */
  public void on(Tape tape) {
    Names names = new Names(layers);
    tape.listen(
        new Tape.Listener() {
          private final Deque<Long> inner = new ArrayDeque<>();

          @Override
          public void forward(Node node, long nanos) {
            add(node, 1, nanos, 0);
          }

          @Override
          public void gradient(Node node) {
            inner.push(0L);
          }

          @Override
          public void backward(Node node, long nanos) {
            add(node, 0, nanos, inner.pop());
          }

          /** Times are without those of what ran within, and go to what this runs within. */
          private void add(Node node, int calls, long nanos, long within) {
            String name = byLayer ? names.of(node).toString() : node.op().name();
            Profile.this.add(name, calls, calls == 0, nanos - within);
            if (!inner.isEmpty()) {
              inner.push(inner.pop() + nanos);
            }
          }

          @Override
          public Tape.Listener nested() {
            return this;
          }
        });
  }

  private synchronized void add(String name, int calls, boolean back, long nanos) {
    long[] sums = times.computeIfAbsent(name, _ -> new long[3]);
    sums[0] += calls;
    sums[back ? 2 : 1] += nanos;
  }

  /** What was seen so far, what took longest first. */
  public synchronized List<Row> rows() {
    return times.entrySet().stream()
        .map(e -> new Row(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
        .sorted(Comparator.comparingLong(Row::nanos).reversed())
        .toList();
  }

  @Override
  public String toString() {
    Table table =
        new Table("operation", " calls", " forward ms", " backward ms", " total ms", " share");
    List<Row> rows = rows();
    long all = rows.stream().mapToLong(Row::nanos).sum();
    for (Row row : rows) {
      table.add(
          row.name,
          Table.count(row.calls),
          millis(row.forwardNanos),
          millis(row.backwardNanos),
          millis(row.nanos()),
          Table.percent((double) row.nanos() / Math.max(1, all)));
    }
    return table.toString();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }
}
