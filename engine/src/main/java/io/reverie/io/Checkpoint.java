package io.reverie.io;

import io.reverie.data.Epochs;
import io.reverie.nn.Layer;
import io.reverie.optim.Averaged;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Plateau;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that a training must not forget, in one file: from there it goes on with the same bits as if
 * it had never stopped.
 *
 * <pre>{@code
 * var run = Checkpoint.of(model, optimizer).with("noise", noise).with("epochs", epochs);
 * if (Files.exists(path)) {
 *   run.load(path);
 * }
 * while (epochs.epoch() < 10) {
 *   for (var batch : epochs) {
 *     …                                    // Tape.train(noise), backward, optimizer.step()
 *     if (optimizer.steps() % 1000 == 0) {
 *       run.save(path);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>The program builds its model, optimizer, streams and schedules as for a fresh start; loading
 * sets the numbers in them. Settings, such as groups and betas, are the program's. A {@link
 * io.reverie.optim.Schedule} follows the optimizer's steps and needs nothing, but for {@link
 * Plateau}; {@link io.reverie.optim.Lookahead} has its {@code slow()} weights, {@link
 * io.reverie.optim.Sam} nothing, as long as nobody saves between climb and step. Gradients that no
 * step has used yet are kept too.
 *
 * <p>The file is a safetensors file: the model's weights and buffers under their own names, so that
 * {@link StateDict} and PyTorch find them, all else under {@code name/…} or in the metadata. It is
 * replaced at once when all of it is on the disk.
 */
public final class Checkpoint {
  private static final String NOTE = "note/";

  private final Map<String, String> notes = new LinkedHashMap<>();

  /** All that has a state, by name; the model has none. */
  private final Map<String, Object> parts = new LinkedHashMap<>();

  private Checkpoint() {}

  /** A model and what trains it, called {@code optimizer}. */
  public static Checkpoint of(Layer model, Optimizer optimizer) {
    Checkpoint checkpoint = new Checkpoint();
    checkpoint.parts.put("", model);
    return checkpoint.with("optimizer", optimizer);
  }

  /** Keeps the weights and buffers of another model. */
  public Checkpoint with(String name, Layer model) {
    return put(name, model);
  }

  /** Keeps another optimizer: its steps, its rate and what it remembers. */
  public Checkpoint with(String name, Optimizer optimizer) {
    return put(name, optimizer);
  }

  /** Keeps where a stream of random numbers stands. */
  public Checkpoint with(String name, Rng rng) {
    return put(name, rng);
  }

  /** Keeps the place in the data. */
  public Checkpoint with(String name, Epochs<?> epochs) {
    return put(name, epochs);
  }

  /** Keeps where a plateau stands. */
  public Checkpoint with(String name, Plateau plateau) {
    return put(name, plateau);
  }

  /** Keeps averaged weights; not while they are in use. */
  public Checkpoint with(String name, Averaged averaged) {
    return put(name, averaged);
  }

  /** Keeps the numbers of an array, such as {@code lookahead.slow()}; loading writes into it. */
  public Checkpoint with(String name, float[] values) {
    return put(name, values);
  }

  /**
   * Keeps anything that tells its state as a text and takes it back.
   *
   * @param restore refuses a text that is not its own by any exception, before it changes anything
   */
  public Checkpoint with(String name, Supplier<String> state, Consumer<String> restore) {
    return put(name, new States.Text(state, restore));
  }

  private Checkpoint put(String name, Object part) {
    if (name.isEmpty() || name.contains("/") || parts.containsKey(name)) {
      throw new IllegalArgumentException(
          "\"%s\" in a checkpoint: a name of its own, without \"/\", is needed".formatted(name));
    }
    parts.put(name, part);
    return this;
  }

  /** Free words by name, such as metrics, which are saved with the rest. Loading replaces them. */
  public Map<String, String> notes() {
    return notes;
  }

  /**
   * Saves everything; on failure the file that was there is untouched.
   *
   * @throws IOException if the file cannot be written
   */
  public void save(Path path) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Tensor> tensors = places();
    parts.forEach((name, part) -> {
      String text = States.tell(part);
      if (text != null) {
        metadata.put(name, text);
      }
      States.arrays(part)
          .forEach((key, values) -> tensors.put(name + "/" + key, Tensor.of(values)));
    });
    notes.forEach((name, note) -> metadata.put(NOTE + name, note));
    Safetensors.write(path, tensors, metadata, Dtype.F32);
  }

  private Map<String, Tensor> places() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parts.forEach((name, part) -> {
      String prefix = name.isEmpty() ? "" : name + "/";
      States.places(part).forEach((key, tensor) -> all.put(prefix + key, tensor));
    });
    return all;
  }

  /**
   * Goes on where a file says: everything is checked before anything is changed.
   *
   * @throws io.reverie.data.MalformedDataException if it is no safetensors file
   * @throws IllegalArgumentException if it is of another model, optimizer or program, saying what
   *     differs; nothing is changed then
   */
  public void load(Path path) throws IOException {
    Map<String, Tensor> places = places();
    Map<String, Tensor> saved = new LinkedHashMap<>();
    Map<String, String> metadata;
    try (Safetensors file = Safetensors.open(path)) {
      metadata = file.metadata();
      requireSame(path, file, places);
      for (String name : file.names()) {
        saved.put(name, file.tensor(name));
      }
    }
    takeAll(path, metadata, saved);
    // From here on nothing can fail.
    places.forEach((name, to) -> {
      Tensor from = Objects.requireNonNull(saved.get(name));
      System.arraycopy(from.array(), from.offset(), to.array(), to.offset(), to.size());
    });
    notes.clear();
    metadata.forEach((name, note) -> {
      if (name.startsWith(NOTE)) {
        notes.put(name.substring(NOTE.length()), note);
      }
    });
  }

  private void requireSame(Path path, Safetensors file, Map<String, Tensor> places) {
    List<String> wrong = new ArrayList<>();
    Set<String> tensors = new LinkedHashSet<>(file.names());
    Set<String> texts = new LinkedHashSet<>(file.metadata().keySet());
    texts.removeIf(name -> name.startsWith(NOTE));
    Set<String> told = new LinkedHashSet<>();
    parts.forEach((name, part) -> {
      if (States.tell(part) != null) {
        told.add(name);
      }
      if (part instanceof Optimizer) {
        tensors.removeIf(tensor -> tensor.startsWith(name + "/"));
      }
    });
    places.forEach((name, place) -> {
      if (tensors.contains(name) && !file.shape(name).equals(place.shape())) {
        wrong.add("\"%s\" is %s there, %s here".formatted(name, file.shape(name), place.shape()));
      }
    });
    compare(places.keySet(), tensors, wrong);
    compare(told, texts, wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is not of this training: %s%s; for weights alone there is StateDict.load"
              .formatted(
                  path,
                  String.join("; ", wrong.subList(0, Math.min(6, wrong.size()))),
                  wrong.size() > 6 ? "; and " + (wrong.size() - 6) + " more" : ""));
    }
  }

  private static void compare(Set<String> here, Set<String> there, List<String> wrong) {
    for (String name : here) {
      if (!there.contains(name)) {
        wrong.add("\"" + name + "\" is not there");
      }
    }
    for (String name : there) {
      if (!here.contains(name)) {
        wrong.add("\"" + name + "\" is not here");
      }
    }
  }

  /** Parts may still refuse: then those before go back. */
  private void takeAll(Path path, Map<String, String> metadata, Map<String, Tensor> saved) {
    List<Runnable> back = new ArrayList<>();
    parts.forEach((name, part) -> {
      String was = States.tell(part);
      String text = metadata.get(name);
      if (was == null || text == null) {
        return;
      }
      Map<String, float[]> before = States.arrays(part);
      Map<String, float[]> arrays = new LinkedHashMap<>();
      saved.forEach((key, tensor) -> {
        if (key.startsWith(name + "/")) {
          arrays.put(key.substring(name.length() + 1), tensor.array());
        }
      });
      try {
        States.take(part, text, arrays);
      } catch (RuntimeException e) {
        back.forEach(Runnable::run);
        throw new IllegalArgumentException(
            "%s: \"%s\" cannot go on from \"%s\": %s".formatted(path, name, text, e.getMessage()),
            e);
      }
      back.add(() -> States.take(part, was, before));
    });
  }
}
