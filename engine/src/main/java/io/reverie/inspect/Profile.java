package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
 * <p>An operation's time is its own: what runs within a checkpointed block counts there. The
 * optimizer and the loop are no operations. Layers that run fused when nobody looks on are timed
 * one by one. The first steps are slow until the JVM has compiled them; begin after some.
 */
public final class Profile extends Onlooker {
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

  private final Map<String, Row> rows = new HashMap<>();

  private Profile(@Nullable Layer model) {
    super(model);
  }

  /** A row for each kind of operation. */
  public static Profile byOperation() {
    return new Profile(null);
  }

  /** A row for each operation of each layer of this model. */
  public static Profile of(Layer model) {
    return new Profile(model);
  }

  @Override
  public void forward(Node node, long nanos) {
    add(node, 1, nanos, 0);
  }

  @Override
  public void backward(Node node, long nanos) {
    add(node, 0, 0, nanos);
  }

  private synchronized void add(Node node, int calls, long forward, long backward) {
    String name = place(node).toString();
    Row old = rows.getOrDefault(name, new Row(name, 0, 0, 0));
    rows.put(
        name,
        new Row(name, old.calls + calls, old.forwardNanos + forward, old.backwardNanos + backward));
  }

  /** What was seen so far, what took longest first. */
  public synchronized List<Row> rows() {
    List<Row> sorted = new ArrayList<>(rows.values());
    sorted.sort(Comparator.comparingLong(row -> -row.nanos()));
    return sorted;
  }

  @Override
  public String toString() {
    List<String[]> lines = new ArrayList<>();
    String[] heads = {"operation", " calls", " forward ms", " backward ms", " share"};
    lines.add(heads);
    double all = 0;
    List<Row> sorted = rows();
    for (Row row : sorted) {
      all += row.nanos();
    }
    for (Row row : sorted) {
      String[] cells = {
        row.name,
        number("%,d", row.calls),
        number("%.3f", row.forwardNanos / 1e6),
        number("%.3f", row.backwardNanos / 1e6),
        number("%.1f %%", 100 * row.nanos() / all)
      };
      lines.add(cells);
    }
    return table(lines);
  }
}
