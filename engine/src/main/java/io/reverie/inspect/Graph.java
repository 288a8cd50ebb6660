package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The operations of a model and what flows between them, found by running it once as in use; a
 * checkpointed block is one of them. As a picture by {@link #svg} or, for Graphviz, {@link #dot}.
 *
 * @param boxes operations, and tensors that come from outside, in order: what flows into a box
 *     comes from earlier ones
 */
public record Graph(List<Box> boxes) {
  /**
   * An operation, or a tensor from outside.
   *
   * @param name what it does; {@code input} for a tensor from outside
   * @param layer the layer whose parameters it takes, or empty
   * @param output the shape of what comes out
   * @param from the numbers of the boxes that flow into this one, ascending
   */
  public record Box(String name, String layer, Shape output, List<Integer> from) {
    /** What is written in it. */
    List<String> lines() {
      return layer.isEmpty()
          ? List.of(name, output.toString())
          : List.of(layer, name, output.toString());
    }

    /** Whether it stands for a tensor that no operation made. */
    public boolean outside() {
      return from.isEmpty() && name.equals("input");
    }
  }

  /** Copies the list. */
  public Graph {
    boxes = List.copyOf(boxes);
  }

  /** The model on an input of zeros of this shape, the batch included. */
  public static Graph of(Layer model, Shape input) {
    return of(model, Tensor.zeros(input.dims()));
  }

  /** The model on this input. */
  public static Graph of(Layer model, Tensor input) {
    return of(model, () -> model.forward(input));
  }

  /** The model in a use of it, such as one with tokens, several inputs, or a loss. */
  public static Graph of(Layer model, Runnable use) {
    Map<Tensor, Set<String>> layers = Names.layers(model);
    Names names = new Names(layers);
    Map<Tensor, Integer> numbers = new IdentityHashMap<>();
    List<Box> boxes = new ArrayList<>();
    try (var tape = Tape.probe()) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              Set<Integer> from = new TreeSet<>();
              for (int i = 0; i < node.inputs(); i++) {
                Tensor input = node.input(i).base();
                if (!(input instanceof Parameter || layers.containsKey(input))) {
                  from.add(numbers.computeIfAbsent(input, this::input));
                }
              }
              Names.Name name = names.of(node);
              numbers.put(node.output(), boxes.size());
              String layer = name.own() ? name.layer() : "";
              boxes.add(new Box(name.op(), layer, node.output().shape(), List.copyOf(from)));
            }

            private int input(Tensor tensor) {
              boxes.add(new Box("input", "", tensor.shape(), List.of()));
              return boxes.size() - 1;
            }
          });
      use.run();
    }
    return new Graph(boxes);
  }

  /** The graph in Graphviz' language. */
  public String dot() {
    StringBuilder text = new StringBuilder("digraph {\n  node [shape=box, style=rounded];\n");
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      String label = String.join("\n", box.lines()).replace("\\", "\\\\").replace("\"", "\\\"");
      text.append("  n").append(i).append(" [label=\"").append(label.replace("\n", "\\n"));
      text.append(box.outside() ? "\", style=dashed];\n" : "\"];\n");
      for (int from : box.from) {
        text.append("  n").append(from).append(" -> n").append(i).append(";\n");
      }
    }
    return text.append("}\n").toString();
  }

  /** The graph as a picture, from top to bottom. */
  public String svg() {
    return new Picture(boxes).svg();
  }
}
