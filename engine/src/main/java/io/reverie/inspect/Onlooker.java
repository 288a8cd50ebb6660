package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;

/**
 * Looks on at tapes, blocks within them included, and says where in a model operations stand.
 *
 * <p>Layers are plain functions that a tape knows nothing of, so the parameters tell: an operation
 * belongs to the layer whose parameters it takes, to the innermost around them if they are several:
 * {@code blocks.0.fc1: Linear}. One that takes none follows the last layer that led to it: {@code
 * blocks.0.fc1 → Relu}. The same place of a model has the same name in every step.
 */
abstract class Onlooker implements Tape.Listener {
  /** Where an operation stands. */
  static final class Place {
    /** The path of the layer; empty where there is none, or it is the model itself. */
    String layer = "";

    /** Whether the operation takes the layer's parameters, or follows it. */
    boolean own;

    private String name = "";
    private String op = "";

    /** Which this is of those with the same name behind the layer, and of all. */
    private int number = 1;

    private int order;
    private @Nullable Place before;

    @Override
    public String toString() {
      return name;
    }
  }

  /** Each tensor of the model with the paths of the layers that have it: several if it is tied. */
  final Map<Tensor, Set<String>> layers = new IdentityHashMap<>();

  /** What was seen, as long as its tensors are used; they are equal to themselves alone. */
  private final Map<Tensor, Place> places = new WeakHashMap<>();

  private final boolean named;
  private int seen;

  /** One who knows a model's names or, without one, those of operations only. */
  Onlooker(@Nullable Layer model) {
    named = model != null;
    if (model != null) {
      for (var entry : model.state().entrySet()) {
        String name = entry.getKey();
        Set<String> paths = layers.computeIfAbsent(entry.getValue(), _ -> new TreeSet<>());
        paths.add(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
      }
    }
  }

  @Override
  public boolean looksWithin() {
    return true;
  }

  /** Looks on at this tape, and at checkpointed blocks within it, from here on. */
  public void on(Tape tape) {
    tape.listen(this);
  }

  /** Where this operation stands, from when its forward pass is over. */
  synchronized Place place(Node node) {
    Place place = places.get(node.output());
    if (place == null) {
      place = find(node);
      places.put(node.output(), place);
    }
    return place;
  }

  /** Where this tensor comes from, if that was seen. */
  synchronized @Nullable Place origin(Tensor tensor) {
    return places.get(tensor.base());
  }

  private Place find(Node node) {
    Place place = new Place();
    place.op = node.op().name();
    place.name = place.op;
    place.order = seen++;
    if (!named) {
      return place;
    }
    Set<String> owners = null;
    Place before = null;
    for (int i = 0; i < node.inputs(); i++) {
      Tensor input = node.input(i).base();
      Set<String> found = layers.get(input);
      if (found != null) {
        owners = owners == null ? found : common(owners, found);
      }
      place.own |= found != null || input instanceof Parameter;
      Place from = places.get(input);
      before = from != null && (before == null || from.order > before.order) ? from : before;
    }
    if (place.own) {
      place.layer = owners == null ? "" : String.join(" = ", owners);
    } else if (before != null) {
      place.layer = before.layer;
      place.before = before;
      while (before != null && !before.op.equals(place.op)) {
        before = before.before;
      }
      place.number = before == null ? 1 : before.number + 1;
    }
    String between = place.layer.isEmpty() ? "" : place.own ? ": " : " → ";
    place.name = place.layer + between + place.op + (place.number == 1 ? "" : " " + place.number);
    return place;
  }

  /** The longest of the paths that lead to one of each. */
  private static Set<String> common(Set<String> some, Set<String> others) {
    Set<String> best = new TreeSet<>();
    int longest = 0;
    for (String a : some) {
      for (String b : others) {
        // Up to the last dot before which they are the same, or their end.
        int same = 0;
        for (int i = 0; i <= Math.min(a.length(), b.length()); i++) {
          boolean endA = i == a.length() || a.charAt(i) == '.';
          boolean endB = i == b.length() || b.charAt(i) == '.';
          same = endA && endB ? i : same;
          if (endA != endB || !endA && a.charAt(i) != b.charAt(i)) {
            break;
          }
        }
        if (same > longest) {
          best.clear();
          longest = same;
        }
        if (same == longest) {
          best.add(a.substring(0, same));
        }
      }
    }
    return best;
  }

  /** Lines in columns; those whose head, in the first line, starts with a blank, to the right. */
  static String table(List<String[]> lines) {
    String[] heads = lines.getFirst();
    int[] widths = new int[heads.length];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].strip().length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      String row = "";
      for (int i = 0; i < line.length; i++) {
        String cell = line[i].strip();
        String space = " ".repeat(widths[i] - cell.length());
        row += (heads[i].startsWith(" ") ? space + cell : cell + space) + "  ";
      }
      text.append(row.stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A number as this format has it, 0 as short as it is. */
  static String number(String format, Number number) {
    return number.doubleValue() == 0 ? "0" : String.format(Locale.ROOT, format, number);
  }
}
