package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A stream of tasks, and the tests that are taken along the way.
 *
 * <p>Others than the splits of a data set by its classes: {@link Views}, {@link Blur}, {@link
 * TextDomains}.
 *
 * @param name what it is, for reports
 * @param stream what is learned, in this order
 * @param tests what is tested after each of them: usually the same tasks
 * @param classes how many outputs a network needs
 * @param borders whether a method is told where a task begins and ends; a stream without borders is
 *     task-free, and a test still follows each part of it
 */
public record Scenario(
    String name, List<Task> stream, List<Task> tests, int classes, boolean borders) {
  /** Copies the lists; there must be a task and a test. */
  public Scenario {
    stream = List.copyOf(stream);
    tests = List.copyOf(tests);
    if (stream.isEmpty() || tests.isEmpty()) {
      throw new IllegalArgumentException(
          "a scenario of %d tasks and %d tests: at least 1 of each is needed"
              .formatted(stream.size(), tests.size()));
    }
  }

  /** A scenario with borders. */
  public Scenario(String name, List<Task> stream, List<Task> tests, int classes) {
    this(name, stream, tests, classes, true);
  }

  /**
   * The classes in label order, so many a task, and every test asks among all classes: the
   * class-incremental split (van de Ven, Tuytelaars &amp; Tolias 2022).
   *
   * @throws IllegalArgumentException if the classes cannot be split evenly, or one has no samples
   */
  public static Scenario split(Dataset train, Dataset test, int classesPerTask) {
    return split(train, test, classesPerTask, IntStream.range(0, train.classes()).toArray());
  }

  /**
   * The same with the classes in another order, such as {@code rng.permutation(10)}; labels stay as
   * they are. Which classes meet in a task moves results by several points: draw the order from the
   * seed, the same for every method.
   */
  public static Scenario split(Dataset train, Dataset test, int classesPerTask, int... order) {
    List<Task> tasks = new ArrayList<>();
    for (int[] own : groups(train.classes(), classesPerTask, order)) {
      BitSet mine = new BitSet();
      for (int label : own) {
        mine.set(label);
      }
      tasks.add(task(own, train.filter(mine::get), test.filter(mine::get)));
    }
    return new Scenario("class-incremental split", tasks, tasks, train.classes());
  }

  /**
   * The domain-incremental split: the same tasks, but the network is asked for a class's place
   * within its task alone, so that all tasks share as many outputs as a task has classes.
   *
   * <p>Which two classes share an output explains most of what differs between seeds: draw the
   * order from the seed.
   */
  public static Scenario domains(Dataset train, Dataset test, int classesPerTask, int... order) {
    int[] place = new int[train.classes()];
    List<Task> tasks = new ArrayList<>();
    for (int[] own : groups(train.classes(), classesPerTask, order)) {
      BitSet mine = new BitSet();
      for (int i = 0; i < own.length; i++) {
        mine.set(own[i]);
        place[own[i]] = i;
      }
      tasks.add(
          task(
              own,
              train.filter(mine::get).relabel(label -> place[label]),
              test.filter(mine::get).relabel(label -> place[label])));
    }
    return new Scenario("domain-incremental split", tasks, tasks, classesPerTask);
  }

  private static Task task(int[] classes, Dataset learned, Dataset asked) {
    String name = IntStream.of(classes).mapToObj(String::valueOf).collect(Collectors.joining(","));
    if (learned.size() == 0 || asked.size() == 0) {
      throw new IllegalArgumentException(
          "classes %s have %d training and %d test samples: both are needed"
              .formatted(name, learned.size(), asked.size()));
    }
    return new Task(name, learned, asked);
  }

  private static List<int[]> groups(int classes, int perTask, int[] order) {
    if (perTask < 1 || classes % perTask != 0) {
      throw new IllegalArgumentException(
          "a split of %d classes into tasks of %d: the one must divide by the other"
              .formatted(classes, perTask));
    }
    if (!Arrays.equals(
        IntStream.of(order).sorted().toArray(), IntStream.range(0, classes).toArray())) {
      throw new IllegalArgumentException(
          "%d classes in the order %s: each class from 0 on is needed once"
              .formatted(classes, Arrays.toString(order)));
    }
    List<int[]> groups = new ArrayList<>();
    for (int first = 0; first < classes; first += perTask) {
      groups.add(Arrays.copyOfRange(order, first, first + perTask));
    }
    return groups;
  }

  /**
   * The same stream where each test asks only among the classes of its own task: the task is told
   * (task-incremental, van de Ven, Tuytelaars &amp; Tolias 2022).
   */
  public Scenario taskIncremental() {
    List<Task> told = tests.stream().map(Scenario::told).toList();
    return new Scenario(name + ", task told", stream, told, classes, borders);
  }

  private static Task told(Task task) {
    BitSet own = new BitSet();
    for (int i = 0; i < task.test().size(); i++) {
      own.set(task.test().label(i));
    }
    return task.among(own::get);
  }

  /** The same stream, of which a method is not told where tasks begin and end. */
  public Scenario withoutBorders() {
    return new Scenario(name + ", no borders", stream, tests, classes, false);
  }

  /**
   * The same scenario with every sample in another form: {@code data -> data.reshape(28, 28)} for
   * the rows of an image as a sequence, {@code data -> data.map(Pixels.patches(28, 28, 4))} for
   * patches.
   */
  public Scenario view(UnaryOperator<Dataset> change) {
    return eachTask(task ->
        new Task(
            task.name(), change.apply(task.train()), change.apply(task.test()), task.answers()));
  }

  /** At most so many training and test samples of each task, drawn: for trying things out. */
  public Scenario small(int train, int test, Rng rng) {
    return eachTask(task ->
        new Task(
            task.name(),
            some(task.train(), train, rng.split("train " + task.name())),
            some(task.test(), test, rng.split("test " + task.name())),
            task.answers()));
  }

  private Scenario eachTask(UnaryOperator<Task> change) {
    Map<Task, Task> seen = new IdentityHashMap<>();
    UnaryOperator<Task> once = task -> seen.computeIfAbsent(task, change);
    return new Scenario(
        name,
        stream.stream().map(once).toList(),
        tests.stream().map(once).toList(),
        classes,
        borders);
  }

  private static Dataset some(Dataset data, int most, Rng rng) {
    return data.size() <= most
        ? data
        : data.select(Arrays.copyOf(rng.permutation(data.size()), most));
  }

  /** The same tests after learning the whole stream at once. */
  public Scenario joint() {
    return joint(
        stream.size() == 1
            ? stream.getFirst().train()
            : Dataset.concat(stream.stream().map(Task::train).toArray(Dataset[]::new)));
  }

  /** The same tests after learning all of this data at once: the upper end of every table. */
  public Scenario joint(Dataset everything) {
    Task all =
        new Task(
            "all",
            everything,
            Dataset.concat(tests.stream().map(Task::test).toArray(Dataset[]::new)));
    return new Scenario(name + ", joint", List.of(all), tests, classes, borders);
  }

  /** The shape of one sample. */
  public Shape sample() {
    return stream.getFirst().train().sample();
  }
}
