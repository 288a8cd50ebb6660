package io.reverie.io;

import io.reverie.data.Epochs;
import io.reverie.nn.Layer;
import io.reverie.optim.Averaged;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Plateau;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What each kind of thing in a {@link Checkpoint} has to remember. */
final class States {
  private static final String GRADIENT = "gradient";

  /** What tells its state as a text, and takes it back. */
  record Text(Supplier<String> state, Consumer<String> restore) {}

  private States() {}

  /** The tensors of a part that loading copies into place. */
  static Map<String, Tensor> places(Object part) {
    return switch (part) {
      case Layer model -> model.state();
      case Averaged averaged when averaged.inUse() ->
          throw new IllegalStateException(
              "an average is in place of the weights: close its use() before a checkpoint");
      case Averaged averaged -> Map.of("average", Tensor.of(averaged.values()));
      case float[] values -> Map.of("values", Tensor.of(values));
      default -> Map.of();
    };
  }

  /** What a part remembers as a text; null if it has but tensors. */
  static @Nullable String tell(Object part) {
    return switch (part) {
      case Optimizer o -> kind(o) + " " + o.steps() + " " + o.rate() + " " + o.state().size();
      case Rng rng -> rng.state().key() + " " + rng.state().counter();
      case Epochs<?> epochs -> epochs.epoch() + " " + epochs.batch();
      case Plateau plateau -> {
        Plateau.State at = plateau.state();
        yield at.rate() + " " + at.best() + " " + at.bad() + " " + at.rest();
      }
      case Averaged averaged -> String.valueOf(averaged.updates());
      case Text text -> text.state.get();
      default -> null;
    };
  }

  /** Lets a part go on from a text and, if it is an optimizer, its arrays. Refuses and stays. */
  static void take(Object part, String text, Map<String, float[]> arrays) {
    String[] fields = text.split(" ", -1);
    switch (part) {
      case Optimizer optimizer -> take(optimizer, fields, arrays);
      case Rng rng ->
          rng.restore(new Rng.State(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
      case Epochs<?> epochs -> epochs.seek(number(fields[0]), number(fields[1]));
      case Plateau plateau ->
          plateau.restore(
              new Plateau.State(
                  Double.parseDouble(fields[0]),
                  Double.parseDouble(fields[1]),
                  number(fields[2]),
                  number(fields[3])));
      case Averaged averaged -> averaged.restore(number(text), averaged.values());
      case Text own -> own.restore.accept(text);
      default -> {}
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static String kind(Optimizer optimizer) {
    String name = optimizer.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What an optimizer remembers, and the gradients that no step has used yet. */
  static Map<String, float[]> arrays(Object part) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    if (part instanceof Optimizer optimizer) {
      arrays.putAll(optimizer.state());
      float[] gradients = optimizer.parameters().gradients();
      boolean used = false;
      for (float gradient : gradients) {
        used |= gradient != 0;
      }
      // Between steps there are none: they stay cleared, and the file a third smaller.
      if (used) {
        arrays.put(GRADIENT, gradients.clone());
      } else {
        optimizer.parameters().clearGradients();
      }
    }
    return arrays;
  }

  private static void take(Optimizer optimizer, String[] fields, Map<String, float[]> arrays) {
    if (!fields[0].equals(kind(optimizer))) {
      throw new IllegalArgumentException("here is " + kind(optimizer));
    }
    Map<String, float[]> state = new LinkedHashMap<>(arrays);
    float[] saved = state.remove(GRADIENT);
    int size = optimizer.parameters().size();
    if (state.size() != number(fields[3]) || saved != null && saved.length != size) {
      throw new IllegalArgumentException(
          "%s are there, or gradients that are not %d".formatted(state.keySet(), size));
    }
    optimizer.restore(number(fields[1]), Float.parseFloat(fields[2]), state);
    optimizer.parameters().clearGradients();
    if (saved != null) {
      System.arraycopy(saved, 0, optimizer.parameters().gradients(), 0, size);
    }
  }
}
