package io.reverie.examples.spiking;

import io.reverie.data.Dataset;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Task;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The stream of Tadros et al. 2022: five tasks of two classes in label order, learned from the
 * first 5,000 images of each.
 *
 * @param split the tasks with all their images
 * @param train all images
 * @param perTask images a task that are learned from
 */
public record World(Scenario split, Dataset train, int perTask) {
  /** The height and width of the images. */
  public static final int SIDE = 28;

  private static final double REHEARSED = 0.0075;
  private static final int ROUND = 100;

  /** The stream of these images, flat. */
  public static World of(Dataset train, Dataset test, int perTask) {
    return new World(Scenario.split(train, test, 2), train, perTask);
  }

  /** What the nights take mean and scales from: all images of each task. */
  List<Dataset> archive() {
    return split.stream().stream().map(Task::train).toList();
  }

  /** All 60,000 images at once. */
  Scenario joint() {
    return split.joint(train);
  }

  /** One task after the other. */
  Scenario sequential() {
    return stream("first %d of each task".formatted(perTask), first());
  }

  /**
   * Each task's images together with some of all earlier tasks' images, drawn anew for each task:
   * 0.75 % of them, rounded to whole hundreds as the published code does, so 100 to 400.
   */
  Scenario rehearsing(Rng rng) {
    List<Dataset> first = first();
    List<Dataset> mixed = new ArrayList<>();
    for (int t = 0; t < first.size(); t++) {
      if (t == 0) {
        mixed.add(first.getFirst());
      } else {
        Dataset past = Dataset.concat(archive().subList(0, t).toArray(Dataset[]::new));
        int n = Math.toIntExact(Math.round(past.size() * REHEARSED / ROUND) * ROUND);
        int[] drawn = Arrays.copyOf(rng.split(t).permutation(past.size()), n);
        mixed.add(Dataset.concat(first.get(t), past.select(drawn)));
      }
    }
    return stream("with 0.75 % rehearsal", mixed);
  }

  private List<Dataset> first() {
    return archive().stream().map(data -> data.first(perTask)).toList();
  }

  private Scenario stream(String name, List<Dataset> data) {
    List<Task> tasks = new ArrayList<>();
    for (int t = 0; t < data.size(); t++) {
      Task task = split.stream().get(t);
      tasks.add(new Task(task.name(), data.get(t), task.test()));
    }
    return new Scenario(name, tasks, split.tests(), split.classes());
  }
}
