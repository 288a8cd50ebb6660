package io.reverie.train;

import io.reverie.io.Checkpoint;
import io.reverie.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A folder with the last checkpoints of a training, and the best one.
 *
 * <pre>{@code
 * var checkpoints = Checkpoints.in(folder, 3);
 * checkpoints.resume(run);
 * …
 * checkpoints.save(run, optimizer.steps());
 * checkpoints.saveBest(run, accuracy.value());
 * }</pre>
 *
 * <p>Names are {@code step-0000001200.safetensors} and {@code best.safetensors}. A folder is for
 * one training.
 */
public final class Checkpoints {
  private static final String NAME = "step-%010d.safetensors";
  private static final String SCORE = "score";

  private final Path folder;
  private final int last;

  private Checkpoints(Path folder, int last) {
    this.folder = folder;
    this.last = last;
  }

  /**
   * A folder, made where it is missing, that keeps so many of the last checkpoints; what a killed
   * program left half-written is removed.
   *
   * @throws IllegalArgumentException if none is to be kept
   */
  public static Checkpoints in(Path folder, int last) throws IOException {
    if (last < 1) {
      throw new IllegalArgumentException("the last " + last + " checkpoints: 1 or more is needed");
    }
    Files.createDirectories(folder);
    Checkpoints checkpoints = new Checkpoints(folder, last);
    for (Path torn : checkpoints.named("{step-??????????,best}.safetensors.*.tmp")) {
      Files.deleteIfExists(torn);
    }
    return checkpoints;
  }

  /** The last checkpoints, the newest at the end. */
  public List<Path> files() throws IOException {
    return named("step-??????????.safetensors");
  }

  private List<Path> named(String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }

  /** The best checkpoint, which may not be there yet. */
  public Path best() {
    return folder.resolve("best.safetensors");
  }

  /**
   * Goes on from the newest checkpoint.
   *
   * @return whether there is one
   * @throws IllegalArgumentException if it is of another training
   */
  public boolean resume(Checkpoint checkpoint) throws IOException {
    List<Path> files = files();
    if (!files.isEmpty()) {
      checkpoint.load(files.getLast());
    }
    return !files.isEmpty();
  }

  /**
   * Saves the checkpoint of a step, then deletes the oldest ones.
   *
   * @throws IllegalStateException if there are checkpoints of later steps
   */
  public Path save(Checkpoint checkpoint, int step) throws IOException {
    Path file = folder.resolve(NAME.formatted(step));
    List<Path> before = files();
    if (!before.isEmpty() && before.getLast().compareTo(file) > 0) {
      throw new IllegalStateException(
          "step %d comes before %s: resume() first, delete what is newer, or take another folder"
              .formatted(step, before.getLast()));
    }
    checkpoint.save(file);
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - last))) {
      Files.deleteIfExists(old);
    }
    return file;
  }

  /**
   * Saves the checkpoint as the best one if its score is higher than that of the one in the folder;
   * NaN never is. For a loss give {@code -loss}. The score stands in the notes.
   *
   * @return whether it was saved
   */
  public boolean saveBest(Checkpoint checkpoint, double score) throws IOException {
    double highest = Double.NEGATIVE_INFINITY;
    if (Files.exists(best())) {
      try (Safetensors file = Safetensors.open(best())) {
        highest = Double.parseDouble(file.metadata().getOrDefault("note/" + SCORE, "-Infinity"));
      }
    }
    if (!(score > highest)) {
      return false;
    }
    checkpoint.notes().put(SCORE, String.valueOf(score));
    checkpoint.save(best());
    return true;
  }
}
