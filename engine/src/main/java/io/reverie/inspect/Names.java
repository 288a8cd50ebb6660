package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says where in a model the operations of a tape stand.
 *
 * <p>Layers are plain functions that a tape knows nothing of, so the parameters tell: an operation
 * belongs to the layer whose parameters it takes, to the innermost around them if they are several.
 * One that takes none follows the last layer that led to it. The same place of a model has the same
 * name in every step.
 */
final class Names {
  private final Map<Tensor, Set<String>> layers;
  private final Map<Tensor, Name> known = new IdentityHashMap<>();

  /**
   * Where an operation stands.
   *
   * @param layer the path of the layer, empty where there is none or it is the model itself
   * @param own whether the operation takes its parameters, or comes after it
   * @param op what it does
   * @param number which of those with this name since the layer: 1 for the first
   * @param order how many were named before
   * @param before where what it takes comes from
   */
  record Name(String layer, boolean own, String op, int number, int order, @Nullable Name before) {
    @Override
    public String toString() {
      String text = layer.isEmpty() ? op : layer + (own ? ": " : " → ") + op;
      return number == 1 ? text : text + ' ' + number;
    }
  }

  /** Names for one tape, by what {@link #layers} found. */
  Names(Map<Tensor, Set<String>> layers) {
    this.layers = layers;
  }

  /** Each tensor of a model with the paths of the layers that have it: several if it is tied. */
  static Map<Tensor, Set<String>> layers(Layer model) {
    Map<Tensor, Set<String>> layers = new IdentityHashMap<>();
    model
        .state()
        .forEach((name, tensor) ->
            layers
                .computeIfAbsent(tensor, _ -> new LinkedHashSet<>())
                .add(name.substring(0, Math.max(0, name.lastIndexOf('.')))));
    return layers;
  }

  /** The name of a node, from when its forward pass is over. */
  Name of(Node node) {
    Name name = known.get(node.output());
    if (name == null) {
      name = find(node);
      known.put(node.output(), name);
    }
    return name;
  }

  /** The name of what made this tensor, if that was seen. */
  @Nullable
  Name of(Tensor tensor) {
    return known.get(tensor.base());
  }

  private Name find(Node node) {
    String op = node.op().name();
    Set<String> owners = null;
    Name before = null;
    boolean own = false;
    for (int i = 0; i < node.inputs(); i++) {
      Tensor input = node.input(i).base();
      Set<String> found = layers.get(input);
      own |= found != null || input instanceof Parameter;
      if (found != null) {
        owners = owners == null ? found : common(owners, found);
      }
      Name from = known.get(input);
      if (from != null && (before == null || from.order > before.order)) {
        before = from;
      }
    }
    int order = known.size();
    if (own) {
      return new Name(owners == null ? "" : String.join(" = ", owners), true, op, 1, order, null);
    }
    int number = 1;
    for (Name name = before; number == 1 && name != null; name = name.before) {
      number += name.op.equals(op) ? name.number : 0;
    }
    return new Name(before == null ? "" : before.layer, false, op, number, order, before);
  }

  /** The longest of the paths that lead to one of each. */
  private static Set<String> common(Set<String> some, Set<String> others) {
    List<String> best = new ArrayList<>(List.of(""));
    for (String a : some) {
      for (String b : others) {
        String path = common(a, b);
        if (path.length() > best.getFirst().length()) {
          best.clear();
        }
        if (best.isEmpty() || path.length() == best.getFirst().length()) {
          best.add(path);
        }
      }
    }
    return new LinkedHashSet<>(best);
  }

  private static String common(String a, String b) {
    String[] left = a.split("\\.");
    String[] right = b.split("\\.");
    int n = 0;
    while (n < Math.min(left.length, right.length) && left[n].equals(right[n])) {
      n++;
    }
    return String.join(".", List.of(left).subList(0, n));
  }
}
