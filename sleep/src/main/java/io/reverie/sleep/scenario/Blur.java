package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Streams whose tasks run into each other; every training sample is still met once an epoch, and
 * the tests stay as they are.
 */
public final class Blur {
  private Blur() {}

  /**
   * Blurry borders: a share of each task's samples is dealt out among all other tasks in turn
   * (blurry-M of Bang et al. 2021, "Rainbow Memory", where M is the share in percent; 10 and 30 are
   * usual).
   *
   * @param share from 0, which changes nothing, to 1
   */
  public static Scenario tasks(Scenario scenario, double share, Rng rng) {
    if (!(share >= 0 && share <= 1) || scenario.stream().size() < 2) {
      throw new IllegalArgumentException(
          "a share of %s of %d tasks' samples for others: 0 to 1 of at least 2 tasks is needed"
              .formatted(share, scenario.stream().size()));
    }
    int tasks = scenario.stream().size();
    List<List<Dataset>> parts = new ArrayList<>();
    for (int t = 0; t < tasks; t++) {
      parts.add(new ArrayList<>());
    }
    for (int t = 0; t < tasks; t++) {
      Dataset own = scenario.stream().get(t).train();
      int[] order = rng.split(t).permutation(own.size());
      int given = (int) Math.round(share * own.size());
      parts.get(t).add(own.select(Arrays.copyOfRange(order, given, order.length)));
      for (int k = 1; k < tasks; k++) {
        int from = (int) ((long) given * (k - 1) / (tasks - 1));
        int to = (int) ((long) given * k / (tasks - 1));
        parts.get((t + k) % tasks).add(own.select(Arrays.copyOfRange(order, from, to)));
      }
    }
    List<Task> stream = new ArrayList<>();
    for (int t = 0; t < tasks; t++) {
      Task task = scenario.stream().get(t);
      Dataset blurred = Dataset.concat(parts.get(t).toArray(Dataset[]::new));
      stream.add(new Task(task.name(), blurred, task.test(), task.answers()));
    }
    return with(
        scenario,
        "%s, %.0f %% blurred".formatted(scenario.name(), 100 * share),
        stream,
        scenario.borders());
  }

  /**
   * A task-free stream that drifts from each task to the next: a sample of task t comes at a time
   * drawn from [t, t + 1) and moved by up to ±{@code width} tasks, earlier or later with
   * probabilities that fall linearly; samples come in the order of their times. The stream is cut
   * into parts of equal size, which are shuffled within and after which the tests are taken; no
   * method is told of tasks.
   *
   * @param width 0 for hard borders that nobody announces; 0.25 mixes about half of a task's stream
   *     with its neighbours
   * @param parts parts a task: the more, the finer the drift
   */
  public static Scenario drift(Scenario scenario, double width, int parts, Rng rng) {
    if (!(width >= 0) || parts < 1) {
      throw new IllegalArgumentException(
          "a drift over %s tasks in %d parts each: 0 or more, and at least 1, are needed"
              .formatted(width, parts));
    }
    int tasks = scenario.stream().size();
    Dataset all =
        Dataset.concat(scenario.stream().stream().map(Task::train).toArray(Dataset[]::new));
    double[] times = new double[all.size()];
    int n = 0;
    for (int t = 0; t < tasks; t++) {
      Rng own = rng.split(t);
      for (int i = scenario.stream().get(t).train().size(); i > 0; i--) {
        double moved = width * (own.nextDouble() + own.nextDouble() - 1);
        times[n++] = t + own.nextDouble() + moved;
      }
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> times[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int pieces = tasks * parts;
    if (n < pieces) {
      throw new IllegalArgumentException(
          "%d samples in %d parts: at least one each is needed".formatted(n, pieces));
    }
    List<Task> stream = new ArrayList<>();
    for (int p = 0; p < pieces; p++) {
      int[] chosen =
          Arrays.copyOfRange(
              order, (int) ((long) n * p / pieces), (int) ((long) n * (p + 1) / pieces));
      stream.add(new Task("part " + p, all.select(chosen), scenario.tests().getFirst().test()));
    }
    return with(scenario, scenario.name() + ", drifting", stream, false);
  }

  private static Scenario with(Scenario scenario, String name, List<Task> stream, boolean borders) {
    return new Scenario(name, stream, scenario.tests(), scenario.classes(), borders);
  }
}
