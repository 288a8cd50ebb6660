package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;
import io.reverie.tensor.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A stream of tasks, and the tests that are taken along the way.
 *
 * @param name what it is, for reports
 * @param stream what is learned, in this order
 * @param tests what is tested after each of them: usually the same tasks
 * @param classes how many outputs a network needs
 */
public record Scenario(String name, List<Task> stream, List<Task> tests, int classes) {
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

  /**
   * The classes in label order, so many a task, and every test asks among all classes: the
   * class-incremental split (van de Ven, Tuytelaars &amp; Tolias 2022).
   *
   * @throws IllegalArgumentException if the classes cannot be split evenly, or one has no samples
   */
  public static Scenario split(Dataset train, Dataset test, int classesPerTask) {
    int classes = train.classes();
    if (classesPerTask < 1 || classes % classesPerTask != 0) {
      throw new IllegalArgumentException(
          "a split of %d classes into tasks of %d: the one must divide by the other"
              .formatted(classes, classesPerTask));
    }
    List<Task> tasks = new ArrayList<>();
    for (int first = 0; first < classes; first += classesPerTask) {
      int from = first;
      int to = first + classesPerTask;
      String name =
          IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.joining(","));
      Dataset learned = train.filter(label -> label >= from && label < to);
      Dataset asked = test.filter(label -> label >= from && label < to);
      if (learned.size() == 0 || asked.size() == 0) {
        throw new IllegalArgumentException(
            "classes %s have %d training and %d test samples: both are needed"
                .formatted(name, learned.size(), asked.size()));
      }
      tasks.add(new Task(name, learned, asked));
    }
    return new Scenario("class-incremental split", tasks, tasks, classes);
  }

  /**
   * The same stream where each test asks only among the classes of its own task: the task is told
   * (task-incremental, van de Ven, Tuytelaars &amp; Tolias 2022).
   */
  public Scenario taskIncremental() {
    List<Task> told = tests.stream().map(Scenario::told).toList();
    return new Scenario(name + ", task told", stream, told, classes);
  }

  private static Task told(Task task) {
    BitSet own = new BitSet();
    for (int i = 0; i < task.test().size(); i++) {
      own.set(task.test().label(i));
    }
    return task.among(own::get);
  }

  /** The same tests after learning all of this data at once: the upper end of every table. */
  public Scenario joint(Dataset everything) {
    Task all =
        new Task(
            "all",
            everything,
            Dataset.concat(tests.stream().map(Task::test).toArray(Dataset[]::new)));
    return new Scenario(name + ", joint", List.of(all), tests, classes);
  }

  /** The shape of one sample. */
  public Shape sample() {
    return stream.getFirst().train().sample();
  }
}
