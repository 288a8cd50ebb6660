package io.reverie.sleep;

import io.reverie.data.MalformedDataException;
import io.reverie.io.Dtype;
import io.reverie.io.Safetensors;
import io.reverie.io.StateDict;
import io.reverie.nn.Layer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that makes nights safe: a program killed at any instant goes on with the same bits as if
 * nothing had happened, and the last good model is always there.
 *
 * <pre>{@code
 * var journal = Journal.at(folder);
 * journal.restore(model);                 // the last promoted model, if there is one
 * if (!journal.slept(rng)) {              // rng: the stream of tonight, such as rng.split("night 7")
 *   sleeper.sleep(learner, memory, rng, journal);
 * }
 * }</pre>
 *
 * <p>Between two phases of the night all of it is written down: every number of the sleeping
 * network and of the stages' other networks, what their optimizers remember, all streams of random
 * numbers, the memory, what stages keep, losses, dreams, and how everything was in the evening.
 * What was slept since the last such moment is slept again, which gives the same bits. So a long
 * phase is what a kill can cost; a night of more cycles has shorter ones.
 *
 * <p><b>How.</b> Every file is written beside its place, synced and renamed; a file that counts is
 * named, with its SHA-256, in the manifest, which is replaced last and at once. A promoted model is
 * a safetensors file of its own, {@code model-0007.safetensors}; the manifest that calls it current
 * is the one that ends the night. Some older models are kept.
 *
 * <p><b>What is refused.</b> A damaged file is named, and the night not slept: {@link #clear} drops
 * it, {@link #restore} finds the last model that is whole. So is the night of another stream,
 * sleeper, model or kind of memory. A folder is for one network, and for one program at a time.
 *
 * <p>Not written down: the day. Its optimizer, ledger and streams are the program's, see {@link
 * io.reverie.io.Checkpoint}. The same bits are promised on the same kind of machine: SIMD of
 * another width may round differently.
 */
public final class Journal {
  private static final int MODELS = 3;
  private static final Pattern MODEL = Pattern.compile("model-(\\d{4,})\\.safetensors");
  private static final Pattern OURS =
      Pattern.compile("(model-\\d{4,}\\.safetensors|.*\\.page|manifest)(\\.\\d+\\.tmp)?");

  private final Path folder;
  private final int models;

  private Journal(Path folder, int models) {
    this.folder = folder;
    this.models = models;
  }

  /** The journal in this folder, which is made when something is written; keeps three models. */
  public static Journal at(Path folder) {
    return at(folder, MODELS);
  }

  /**
   * The same with so many models kept.
   *
   * @throws IllegalArgumentException if none is
   */
  public static Journal at(Path folder, int models) {
    if (models < 1) {
      throw new IllegalArgumentException(models + " models: at least the current one is kept");
    }
    return new Journal(folder, models);
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /**
   * Whether a night was begun and not ended: whoever sleeps with this journal goes on with it.
   *
   * @throws MalformedDataException if the manifest was damaged
   */
  public boolean unfinished() throws IOException {
    return manifest().asleep() != null;
  }

  /**
   * Whether the last night that came to its end, well or not, is the one that begins where this
   * stream stands: then it is not to be slept again.
   *
   * @throws MalformedDataException if the manifest was damaged
   */
  public boolean slept(Rng night) throws IOException {
    return manifest().slept().equals(id(night.state()));
  }

  /**
   * The number of the current model; 0 as long as no night was promoted.
   *
   * @throws MalformedDataException if the manifest was damaged
   */
  public int version() throws IOException {
    return manifest().version();
  }

  /**
   * What {@link #restore} found.
   *
   * @param version the number of the model that was loaded; 0 if there is none yet
   * @param damaged what is wrong with newer files, each with its name; empty if all is well
   */
  public record Restored(int version, List<String> damaged) {
    /** Copies the list. */
    public Restored {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * Sets the model's numbers to those of the newest promoted one that is whole. Where there is none
   * yet, the model stays as it is. Weights alone: not an unfinished night.
   *
   * @throws IllegalArgumentException if it is of another model; nothing is changed then
   * @throws MalformedDataException if no file is whole
   */
  public Restored restore(Layer model) throws IOException {
    List<String> damaged = new ArrayList<>();
    List<Integer> versions = versions(damaged);
    for (int version : versions.reversed()) {
      Path file = folder.resolve(Manifest.model(version));
      Map<String, Tensor> weights;
      try {
        weights = Safetensors.read(file);
      } catch (IOException e) {
        damaged.add(e instanceof MalformedDataException ? e.getMessage() : file + " is missing");
        continue;
      }
      Set<String> names = model.state().keySet();
      if (!weights.keySet().equals(names)) {
        throw new IllegalArgumentException(
            "%s has %s, the model %s: it is of another model"
                .formatted(file, weights.keySet(), names));
      }
      StateDict.load(model, weights);
      return new Restored(version, damaged);
    }
    if (!versions.isEmpty()) {
      throw new MalformedDataException(folder.toString(), "no model is whole: " + damaged);
    }
    return new Restored(0, damaged);
  }

  /** The models kept, oldest first: by the manifest, or else by what lies there. */
  private List<Integer> versions(List<String> damaged) throws IOException {
    try {
      return manifest().models();
    } catch (MalformedDataException e) {
      damaged.add(e.getMessage());
      return lying();
    }
  }

  private List<Integer> lying() throws IOException {
    Set<Integer> found = new TreeSet<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher model = MODEL.matcher(file.getFileName().toString());
        if (model.matches()) {
          found.add(Integer.valueOf(model.group(1)));
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * Drops an unfinished night, damaged or not; the models stay.
   *
   * @throws IllegalStateException if it is being slept
   */
  public void clear() throws IOException {
    Files.createDirectories(folder);
    try (var _ = Lock.of(folder)) {
      List<Integer> kept = versions(new ArrayList<>());
      String slept = "";
      try {
        slept = manifest().slept();
      } catch (MalformedDataException e) {
        // Which night was the last is lost with the manifest; the models are not.
      }
      replace(new Manifest(kept, slept, null));
    }
  }

  /** Writes models and manifests for a night. */
  NightLog log() {
    return new JournalLog(this);
  }

  Manifest manifest() throws IOException {
    return Manifest.read(folder);
  }

  /** Writes the next model, which does not count before the manifest says so; its number. */
  int write(Layer model, Manifest before) throws IOException {
    int version = before.version() + 1;
    Safetensors.write(
        folder.resolve(Manifest.model(version)),
        model.state(),
        Map.of("version", String.valueOf(version)),
        Dtype.F32);
    return version;
  }

  /** Makes a manifest the one that counts, and removes what no longer does. */
  void replace(Manifest manifest) throws IOException {
    manifest.write(folder);
    Set<String> count = new HashSet<>(manifest.files());
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (OURS.matcher(name).matches() && !count.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // What counts is written. What does not count is removed another time.
    }
  }

  /** The newest of these models, as many as are kept. */
  List<Integer> newest(List<Integer> versions) {
    return versions.subList(Math.max(0, versions.size() - models), versions.size());
  }

  /** The name of the night that begins where a stream stands. */
  static String id(Rng.State stream) {
    return "%016x.%x".formatted(stream.key(), stream.counter());
  }

  @Override
  public String toString() {
    return "the journal in " + folder;
  }
}
