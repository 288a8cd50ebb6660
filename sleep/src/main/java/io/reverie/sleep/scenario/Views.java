package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Streams in which every task is the same data seen otherwise: domain-incremental, as all tasks
 * share the outputs. Samples are changed whenever they are read, so that a hundred tasks take no
 * more memory than one.
 */
public final class Views {
  private Views() {}

  /**
   * One task a view, in the map's order.
   *
   * @param name what the scenario is, for reports
   * @param views what a task shows of each sample, by the task's name
   */
  public static Scenario of(
      String name, Dataset train, Dataset test, Map<String, UnaryOperator<Tensor>> views) {
    List<Task> tasks = new ArrayList<>();
    views.forEach((task, view) -> tasks.add(new Task(task, train.map(view), test.map(view))));
    return new Scenario(name, tasks, tasks, train.classes());
  }

  /**
   * Permuted pixels (Goodfellow et al. 2014; 20 tasks in Buzzega et al. 2020): each task has a
   * permutation of its own, the first one too, as in Mammoth and unlike van de Ven's, where the
   * first task shows the images as they are.
   */
  public static Scenario permuted(Dataset train, Dataset test, int tasks, Rng rng) {
    Map<String, UnaryOperator<Tensor>> views = new LinkedHashMap<>();
    for (int t = 0; t < tasks; t++) {
      views.put("permutation " + t, Pixels.permuted(train.sample().size(), rng.split(t)));
    }
    return of("permuted", train, test, views);
  }

  /**
   * Rotated images (Lopez-Paz &amp; Ranzato 2017; as in Buzzega et al. 2020): each task turns them
   * by an angle of its own between 0° and 180°, bilinearly; tasks come in the order drawn. Samples
   * are images {@code [1, height, width]} or {@code [height, width]}; {@link Scenario#view}
   * flattens them afterwards.
   */
  public static Scenario rotated(Dataset train, Dataset test, int tasks, Rng rng) {
    Shape sample = train.sample();
    int rank = sample.rank();
    if (rank < 2 || sample.size() != sample.dim(rank - 2) * sample.dim(rank - 1)) {
      throw new IllegalArgumentException(
          "rotated samples %s: images [1, height, width] or [height, width] are needed"
              .formatted(sample));
    }
    Map<String, UnaryOperator<Tensor>> views = new LinkedHashMap<>();
    for (int t = 0; t < tasks; t++) {
      double degrees = rng.split(t).nextDouble() * 180;
      views.put(
          String.format(Locale.ROOT, "%d: %.1f°", t, degrees),
          Pixels.rotated(sample.dim(rank - 2), sample.dim(rank - 1), degrees));
    }
    return of("rotated", train, test, views);
  }

  /**
   * A long stream of many small tasks, to see whether a network can still learn after hundreds of
   * them (online permuted MNIST: Dohare et al. 2024): each task permutes the pixels of so many
   * training samples drawn for it. Test such a stream by {@code Asking.current()}.
   */
  public static Scenario longStream(Dataset train, Dataset test, int tasks, int samples, Rng rng) {
    if (samples < 1 || samples > train.size()) {
      throw new IllegalArgumentException(
          "tasks of %d samples from %d: 1 to %d are possible"
              .formatted(samples, train.size(), train.size()));
    }
    List<Task> stream = new ArrayList<>();
    for (int t = 0; t < tasks; t++) {
      UnaryOperator<Tensor> view = Pixels.permuted(train.sample().size(), rng.split(t));
      int[] chosen =
          Arrays.copyOf(rng.split(t).split("samples").permutation(train.size()), samples);
      stream.add(new Task("permutation " + t, train.select(chosen).map(view), test.map(view)));
    }
    return new Scenario("long stream", stream, stream, train.classes());
  }
}
