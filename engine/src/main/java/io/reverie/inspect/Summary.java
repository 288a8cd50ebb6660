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
import java.util.Locale;
import java.util.Set;

/**
 * What a model is made of and what it costs, found by running it once as in use; {@link #toString}
 * is a table.
 *
 * @param rows the operations in order
 * @param parameters numbers that are learned; those that are tied, or used often, count once
 * @param buffers numbers that are kept with them, such as running statistics
 * @param multiplyAdds products that one forward pass adds up
 * @param forwardBytes memory that a recording tape holds after the forward pass: outputs, and what
 *     operations keep. What is within a checkpointed block is given back at its end
 * @param backwardBytes memory for the gradients of recorded outputs. Those of parameters, as large
 *     as these, and an optimizer's own numbers come on top
 * @param unused names of parameters that no operation took
 */
public record Summary(
    List<Row> rows,
    long parameters,
    long buffers,
    long multiplyAdds,
    long forwardBytes,
    long backwardBytes,
    List<String> unused) {
  /**
   * An operation.
   *
   * @param layer the path of the layer whose parameters it takes, such as {@code blocks.0.fc1};
   *     empty where it takes none. Where a parameter is tied, all that it may be: {@code a = b}
   * @param operation what it does
   * @param output the shape of what comes out
   * @param parameters how many numbers are learned here, but for those of rows above
   * @param multiplyAdds products that are added up
   * @param bytes the output and what the operation keeps for the way back
   */
  public record Row(
      String layer,
      String operation,
      Shape output,
      long parameters,
      long multiplyAdds,
      long bytes) {}

  /** Copies the lists. */
  public Summary {
    rows = List.copyOf(rows);
    unused = List.copyOf(unused);
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
    Costs costs = new Costs(new Names(Names.layers(model)));
    try (var tape = Tape.probe()) {
      tape.listen(costs);
      use.run();
    }
    long buffers = 0;
    List<String> unused = new ArrayList<>();
    Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var entry : model.state().entrySet()) {
      Tensor tensor = entry.getValue();
      if (!known.add(tensor)) {
        continue;
      }
      if (!(tensor instanceof Parameter)) {
        buffers += tensor.size();
      } else if (costs.seen.add(tensor)) {
        unused.add(entry.getKey());
      }
    }
    return new Summary(
        costs.rows,
        costs.seen.stream().mapToLong(Tensor::size).sum(),
        buffers,
        costs.rows.stream().mapToLong(Row::multiplyAdds).sum(),
        costs.forward,
        costs.backward,
        unused);
  }

  /** Adds up what a pass costs. */
  private static final class Costs implements Tape.Listener {
    final Names names;
    final List<Row> rows = new ArrayList<>();
    final Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    long forward;
    long backward;

    Costs(Names names) {
      this.names = names;
    }

    @Override
    public void forward(Node node, long nanos) {
      add(node);
      forward += node.bytes();
      boolean wanted = false;
      for (int i = 0; i < node.inputs(); i++) {
        wanted |= node.wants(i);
      }
      backward += wanted ? 4L * node.output().size() : 0;
    }

    private void add(Node node) {
      Shape[] in = new Shape[node.inputs()];
      long parameters = 0;
      for (int i = 0; i < in.length; i++) {
        in[i] = node.input(i).shape();
        Tensor base = node.input(i).base();
        parameters += base instanceof Parameter && seen.add(base) ? base.size() : 0;
      }
      Names.Name name = names.of(node);
      Shape output = node.output().shape();
      rows.add(
          new Row(
              name.own() ? name.layer() : "",
              name.op(),
              output,
              parameters,
              node.op().multiplyAdds(output, in),
              node.bytes()));
    }

    /** What runs within a block has its cost, but its memory is given back. */
    @Override
    public Tape.Listener nested() {
      return new Tape.Listener() {
        @Override
        public void forward(Node node, long nanos) {
          add(node);
        }

        @Override
        public Tape.Listener nested() {
          return this;
        }
      };
    }
  }

  /** The size of the parameters, in memory and in a file of float32. */
  public long weightBytes() {
    return 4 * parameters;
  }

  @Override
  public String toString() {
    Table table =
        new Table("layer", "operation", "output", " parameters", " multiply-adds", " memory");
    for (Row row : rows) {
      table.add(
          row.layer,
          row.operation,
          row.output.toString(),
          Table.count(row.parameters),
          Table.count(row.multiplyAdds),
          Table.bytes(row.bytes));
    }
    String totals =
        """

        parameters %,d (%s)%s
        buffers %,d
        multiply-adds %,d
        memory %s forward, %s backward
        """;
    return table
        + String.format(
            Locale.ROOT,
            totals,
            parameters,
            Table.bytes(weightBytes()),
            unused.isEmpty() ? "" : ", not used: " + String.join(", ", unused),
            buffers,
            multiplyAdds,
            Table.bytes(forwardBytes),
            Table.bytes(backwardBytes));
  }
}
