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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private static final String GRADIENT = "gradient";

  /**
   * Something with a state.
   *
   * @param tell adds tensors by their names in the file, gives the rest as a text
   * @param take goes on from the text and all tensors of the file, or refuses and stays
   */
  private record Part(
      Function<Map<String, Tensor>, String> tell, BiConsumer<String, Map<String, Tensor>> take) {}

  private final Map<String, String> notes = new LinkedHashMap<>();
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** What is copied into place, under the part's name and a slash; the model has none. */
  private final Map<String, Supplier<? extends Map<String, Tensor>>> places = new LinkedHashMap<>();

  private Checkpoint() {}

  /** A model and what trains it, called {@code optimizer}. */
  public static Checkpoint of(Layer model, Optimizer optimizer) {
    Checkpoint checkpoint = new Checkpoint();
    checkpoint.places.put("", model::state);
    return checkpoint.with("optimizer", optimizer);
  }

  /** Keeps the weights and buffers of another model. */
  public Checkpoint with(String name, Layer model) {
    places.put(fresh(name), model::state);
    return this;
  }

  /** Keeps another optimizer: its steps, its rate and what it remembers. */
  public Checkpoint with(String name, Optimizer optimizer) {
    parts.put(
        fresh(name),
        new Part(
            tensors -> tell(name + "/", optimizer, tensors),
            (text, tensors) -> take(name + "/", optimizer, text, tensors)));
    return this;
  }

  /** Keeps where a stream of random numbers stands. */
  public Checkpoint with(String name, Rng rng) {
    return with(
        name,
        () -> rng.state().key() + " " + rng.state().counter(),
        text -> {
          String[] fields = fields(text, 2);
          rng.restore(new Rng.State(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
        });
  }

  /** Keeps the place in the data. */
  public Checkpoint with(String name, Epochs<?> epochs) {
    return with(
        name,
        () -> epochs.epoch() + " " + epochs.batch(),
        text -> {
          String[] fields = fields(text, 2);
          epochs.seek(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
        });
  }

  /** Keeps where a plateau stands. */
  public Checkpoint with(String name, Plateau plateau) {
    return with(
        name,
        () -> {
          Plateau.State state = plateau.state();
          return state.rate() + " " + state.best() + " " + state.bad() + " " + state.rest();
        },
        text -> {
          String[] fields = fields(text, 4);
          plateau.restore(
              new Plateau.State(
                  Double.parseDouble(fields[0]),
                  Double.parseDouble(fields[1]),
                  Integer.parseInt(fields[2]),
                  Integer.parseInt(fields[3])));
        });
  }

  /** Keeps averaged weights; not while they are in use. */
  public Checkpoint with(String name, Averaged averaged) {
    with(
        name,
        () -> String.valueOf(averaged.updates()),
        text -> averaged.restore(Integer.parseInt(text), averaged.values()));
    places.put(
        name,
        () -> {
          if (averaged.inUse()) {
            throw new IllegalStateException(
                "the average \"%s\" is in place of the weights: close use() before a checkpoint"
                    .formatted(name));
          }
          return Map.of("average", Tensor.of(averaged.values()));
        });
    return this;
  }

  /** Keeps the numbers of an array, such as {@code lookahead.slow()}; loading writes into it. */
  public Checkpoint with(String name, float[] values) {
    places.put(fresh(name), () -> Map.of("values", Tensor.of(values)));
    return this;
  }

  /**
   * Keeps anything that tells its state as a text and takes it back.
   *
   * @param restore refuses a text that is not its own by any exception, before it changes anything
   */
  public Checkpoint with(String name, Supplier<String> state, Consumer<String> restore) {
    parts.put(fresh(name), new Part(_ -> state.get(), (text, _) -> restore.accept(text)));
    return this;
  }

  private String fresh(String name) {
    boolean taken = parts.containsKey(name) || places.containsKey(name);
    if (taken || name.isEmpty() || name.contains("/")) {
      throw new IllegalArgumentException(
          "\"%s\" in a checkpoint: a name of its own, without \"/\", is needed".formatted(name));
    }
    return name;
  }

  private static String[] fields(String text, int count) {
    String[] fields = text.split(" ", -1);
    if (fields.length != count) {
      throw new IllegalArgumentException(count + " numbers are needed");
    }
    return fields;
  }

  /** The name of an optimizer's class, its steps, its rate, and how many arrays it has. */
  private static String tell(String prefix, Optimizer optimizer, Map<String, Tensor> into) {
    var state = optimizer.state();
    state.forEach((key, values) -> into.put(prefix + key, Tensor.of(values)));
    // Between steps they are zeros, and not worth a third of the file.
    float[] gradients = optimizer.parameters().gradients();
    boolean used = false;
    for (float gradient : gradients) {
      used |= gradient != 0;
    }
    if (used) {
      into.put(prefix + GRADIENT, Tensor.of(gradients.clone()));
    }
    return kind(optimizer) + " " + optimizer.steps() + " " + optimizer.rate() + " " + state.size();
  }

  private static String kind(Optimizer optimizer) {
    String name = optimizer.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static void take(
      String prefix, Optimizer optimizer, String text, Map<String, Tensor> from) {
    String[] fields = fields(text, 4);
    if (!fields[0].equals(kind(optimizer))) {
      throw new IllegalArgumentException("here is " + kind(optimizer));
    }
    Map<String, float[]> state = new LinkedHashMap<>();
    from.forEach((name, tensor) -> {
      if (name.startsWith(prefix)) {
        state.put(name.substring(prefix.length()), tensor.array());
      }
    });
    float[] gradients = optimizer.parameters().gradients();
    float[] saved = state.getOrDefault(GRADIENT, new float[gradients.length]);
    state.remove(GRADIENT);
    if (saved.length != gradients.length || state.size() != Integer.parseInt(fields[3])) {
      throw new IllegalArgumentException(
          "%s gradients and arrays %s are there, %d gradients are here"
              .formatted(saved.length, state.keySet(), gradients.length));
    }
    optimizer.restore(Integer.parseInt(fields[1]), Float.parseFloat(fields[2]), state);
    System.arraycopy(saved, 0, gradients, 0, saved.length);
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
    parts.forEach((name, part) -> metadata.put(name, part.tell.apply(tensors)));
    notes.forEach((name, note) -> metadata.put(NOTE + name, note));
    Safetensors.write(path, tensors, metadata, Dtype.F32);
  }

  private Map<String, Tensor> places() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    places.forEach((name, state) -> {
      String prefix = name.isEmpty() ? "" : name + "/";
      state.get().forEach((key, tensor) -> all.put(prefix + key, tensor));
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
    Set<String> tensors = new LinkedHashSet<>(file.names());
    tensors.removeIf(name ->
        !places.containsKey(name)
            && parts.containsKey(name.substring(0, Math.max(0, name.indexOf('/')))));
    Set<String> texts = new LinkedHashSet<>(file.metadata().keySet());
    texts.removeIf(name -> name.startsWith(NOTE));
    List<String> wrong = new ArrayList<>();
    compare(places.keySet(), tensors, wrong);
    compare(parts.keySet(), texts, wrong);
    places.forEach((name, place) -> {
      if (tensors.contains(name) && !file.shape(name).equals(place.shape())) {
        wrong.add("\"%s\" is %s there, %s here".formatted(name, file.shape(name), place.shape()));
      }
    });
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
        wrong.add("\"%s\" is not there".formatted(name));
      }
    }
    for (String name : there) {
      if (!here.contains(name)) {
        wrong.add("\"%s\" is not here".formatted(name));
      }
    }
  }

  /** Parts may still refuse: then those before go back. */
  private void takeAll(Path path, Map<String, String> metadata, Map<String, Tensor> saved) {
    Deque<Runnable> back = new ArrayDeque<>();
    parts.forEach((name, part) -> {
      Map<String, Tensor> tensors = new HashMap<>();
      String was = part.tell.apply(tensors);
      String text = Objects.requireNonNull(metadata.get(name));
      try {
        part.take.accept(text, saved);
      } catch (RuntimeException e) {
        back.forEach(Runnable::run);
        throw new IllegalArgumentException(
            "%s: \"%s\" cannot go on from \"%s\": %s".formatted(path, name, text, e.getMessage()),
            e);
      }
      back.push(() -> part.take.accept(was, tensors));
    });
  }
}
