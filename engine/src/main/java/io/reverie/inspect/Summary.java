package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model is made of, what flows where, and what it costs, found by running it once as in use.
 * Layers that run fused when nobody looks on are listed one by one: a step may take less memory.
 *
 * <p>{@link #toString} is a table, {@link #svg} a picture, {@link #dot} one for Graphviz.
 */
public final class Summary extends Onlooker {
  /**
   * An operation, or a tensor that comes from outside.
   *
   * @param layer the path of the layer whose parameters it takes, such as {@code blocks.0.fc1};
   *     empty where it takes none. Where a parameter is tied, all that it may be: {@code a = b}
   * @param operation what it does; {@code input} for a tensor from outside
   * @param output the shape of what comes out
   * @param parameters how many numbers are learned here, but for those of rows above
   * @param multiplyAdds products that are added up
   * @param bytes memory for the output and what the operation keeps for the way back
   * @param nested whether it runs within a checkpointed block, which is a row of its own below
   * @param from the numbers of the rows that flow into this one, ascending; all are above
   */
  public record Row(
      String layer,
      String operation,
      Shape output,
      long parameters,
      long multiplyAdds,
      long bytes,
      boolean nested,
      List<Integer> from) {}

  private final List<Row> rows = new ArrayList<>();
  private final Map<Tensor, Integer> numbers = new IdentityHashMap<>();
  private final List<String> unused = new ArrayList<>();
  private long parameters;
  private long buffers;
  private long multiplyAdds;
  private long forwardBytes;
  private long backwardBytes;

  private Summary(Layer model, Runnable use) {
    super(model);
    try (var tape = Tape.probe()) {
      on(tape);
      use.run();
    }
    for (var entry : model.state().entrySet()) {
      Tensor tensor = entry.getValue();
      if (numbers.put(tensor, -1) == null) {
        if (tensor instanceof Parameter) {
          parameters += tensor.size();
          unused.add(entry.getKey());
        } else {
          buffers += tensor.size();
        }
      }
    }
    numbers.clear();
  }

  /** The model on an input of zeros of this shape, the batch included. */
  public static Summary of(Layer model, Shape input) {
    return of(model, Tensor.zeros(input.dims()));
  }

  /** The model on this input. */
  public static Summary of(Layer model, Tensor input) {
    return of(model, () -> model.forward(input));
  }

  /**
   * The model in a use of it: for those that take tokens, several inputs, or that come with a loss.
   *
   * <pre>{@code Summary.of(gpt, () -> gpt.forward(tokens))}</pre>
   */
  public static Summary of(Layer model, Runnable use) {
    return new Summary(model, use);
  }

  @Override
  public void forward(Node node, long nanos) {
    Shape[] in = new Shape[node.inputs()];
    Set<Integer> from = new TreeSet<>();
    long learned = 0;
    boolean wanted = false;
    for (int i = 0; i < in.length; i++) {
      Tensor input = node.input(i).base();
      in[i] = node.input(i).shape();
      wanted |= node.wants(i);
      if (input instanceof Parameter) {
        learned += numbers.put(input, -1) == null ? input.size() : 0;
      } else if (!node.nested() && !layers.containsKey(input)) {
        if (numbers.putIfAbsent(input, rows.size()) == null) {
          rows.add(new Row("", "input", input.shape(), 0, 0, 0, false, List.of()));
        }
        from.add(numbers.get(input));
      }
    }
    Shape output = node.output().shape();
    long products = node.op().multiplyAdds(output, in);
    Place place = place(node);
    String layer = place.own ? place.layer : "";
    numbers.put(node.output(), rows.size());
    rows.add(
        new Row(
            layer,
            node.op().name(),
            output,
            learned,
            products,
            node.bytes(),
            node.nested(),
            List.copyOf(from)));
    parameters += learned;
    multiplyAdds += products;
    if (!node.nested()) {
      forwardBytes += node.bytes();
      backwardBytes += wanted ? 4L * output.size() : 0;
    }
  }

  /** The operations in order, and the tensors from outside before the first that takes them. */
  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** How many numbers are learned; those that are tied, or used often, count once. */
  public long parameters() {
    return parameters;
  }

  /** How many numbers are kept with them, such as running statistics. */
  public long buffers() {
    return buffers;
  }

  /** How many products one forward pass adds up. */
  public long multiplyAdds() {
    return multiplyAdds;
  }

  /**
   * The memory that a recording tape holds after the forward pass: outputs, and what operations
   * keep. What is within a checkpointed block is given back at its end.
   */
  public long forwardBytes() {
    return forwardBytes;
  }

  /** The memory for gradients of outputs; those of parameters, as large as these, are on top. */
  public long backwardBytes() {
    return backwardBytes;
  }

  /** The names of parameters that no operation took. */
  public List<String> unused() {
    return Collections.unmodifiableList(unused);
  }

  @Override
  public String toString() {
    List<String[]> lines = new ArrayList<>();
    String[] heads = {
      "layer", "operation", "output", " parameters", " multiply-adds", " memory kB"
    };
    lines.add(heads);
    for (Row row : rows) {
      add(lines, row.layer, row.operation, row.output, row.parameters, row.multiplyAdds, row.bytes);
    }
    add(lines, "all", "", "", parameters, multiplyAdds, forwardBytes);
    String text = table(lines);
    text += "backward kB " + kilo(backwardBytes) + ", weights kB " + kilo(4 * parameters);
    text += ", buffers " + buffers + (unused.isEmpty() ? "\n" : ", not used " + unused + "\n");
    return text;
  }

  private static void add(
      List<String[]> lines, String a, String b, Object c, long learned, long products, long bytes) {
    String[] cells = {
      a, b, c.toString(), number("%,d", learned), number("%,d", products), kilo(bytes)
    };
    lines.add(cells);
  }

  private static String kilo(long bytes) {
    return number("%,.1f", bytes / 1e3);
  }

  /** What is written about a row in pictures. */
  static String label(Row row) {
    return (row.layer.isEmpty() ? "" : row.layer + '\n') + row.operation + '\n' + row.output;
  }

  /** The graph in Graphviz' language; a checkpointed block is one box. */
  public String dot() {
    StringBuilder text = new StringBuilder("digraph {\n  node [shape=box];\n");
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).nested) {
        String label = label(rows.get(i)).replace("\\", "\\\\").replace("\"", "\\\"");
        text.append("  n" + i + " [label=\"" + label.replace("\n", "\\n") + "\"];\n");
        for (int from : rows.get(i).from) {
          text.append("  n" + from + " -> n" + i + ";\n");
        }
      }
    }
    return text + "}\n";
  }

  /** The graph as a picture, from top to bottom; a checkpointed block is one box. */
  public String svg() {
    return new Picture(rows).svg();
  }
}
