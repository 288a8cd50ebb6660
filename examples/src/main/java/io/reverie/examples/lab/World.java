package io.reverie.examples.lab;

import io.reverie.data.Dataset;
import io.reverie.sleep.evaluate.Asking;
import io.reverie.sleep.evaluate.Trial;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.scenario.Views;
import io.reverie.tensor.Rng;
import java.util.Arrays;

/**
 * What is learned in an experiment, made from the images for each seed.
 *
 * @param name what it is, with its sizes; part of the experiment's settings
 * @param epochs how often each task is gone through
 * @param batch samples a step
 * @param glances tests along the way
 * @param asking which tests are taken after which task
 * @param maker makes the stream
 */
public record World(
    String name, int epochs, int batch, Trial.Glances glances, Asking asking, Maker maker) {
  private static final Trial.Glances GLANCES = new Trial.Glances(5, 200);

  /** A stream of which all tests are taken after each task, and five times along it. */
  public static World of(String name, int epochs, int batch, Maker maker) {
    return new World(name, epochs, batch, GLANCES, Asking.all(), maker);
  }

  /** Makes a stream of tasks. */
  @FunctionalInterface
  public interface Maker {
    /** The stream of this seed. */
    Scenario scenario(Data data, long seed);
  }

  /**
   * The images there are.
   *
   * @param train flat images, 0 to 1, with labels
   * @param test the same for tests
   * @param source where they came from
   */
  public record Data(Dataset train, Dataset test, String source) {
    /** At most so many of each class. */
    public Data perClass(int train, int test) {
      return new Data(firstOfEach(this.train, train), firstOfEach(this.test, test), source);
    }

    /** So many tasks of a long stream, or fewer where there is little data. */
    int most(int tasks) {
      return Math.min(tasks, Math.max(2, train.size() / 400));
    }

    private static Dataset firstOfEach(Dataset set, int each) {
      int[] count = new int[set.classes()];
      int[] chosen = new int[set.size()];
      int n = 0;
      for (int i = 0; i < set.size(); i++) {
        if (count[set.label(i)]++ < each) {
          chosen[n++] = i;
        }
      }
      return n == set.size() ? set : set.select(Arrays.copyOf(chosen, n));
    }
  }

  /** Two classes at a time in label order, all ten asked for, one pass in batches of ten. */
  public static World split() {
    return World.of(
        "Split-Fashion-MNIST, class-incremental, 5 tasks of 2 classes",
        1,
        10,
        (data, seed) -> Scenario.split(data.train(), data.test(), 2));
  }

  /** The same with so many training and test images of each class. */
  public static World split(int train, int test) {
    return World.of(
        "Split-Fashion-MNIST, class-incremental, 5 tasks of 2 classes, "
            + train
            + " training and "
            + test
            + " test images a class",
        1,
        10,
        (data, seed) -> {
          Data part = data.perClass(train, test);
          return Scenario.split(part.train(), part.test(), 2);
        });
  }

  /** Tasks that each have the pixels in an order of their own, so many images a class. */
  public static World permuted(int tasks, int train, int test) {
    return World.of(
        "permuted Fashion-MNIST, %d tasks, %d training and %d test images a class"
            .formatted(tasks, train, test),
        1,
        10,
        (data, seed) -> {
          Data part = data.perClass(train, test);
          return Views.permuted(part.train(), part.test(), data.most(tasks), views(seed));
        });
  }

  /** Tasks that each have the images at an angle of their own, so many images a class. */
  public static World rotated(int tasks, int train, int test) {
    return World.of(
        "rotated Fashion-MNIST, %d tasks, %d training and %d test images a class"
            .formatted(tasks, train, test),
        1,
        10,
        (data, seed) -> {
          Data part = data.perClass(train, test);
          int side = Net.SIDE;
          return Views.rotated(
                  part.train().reshape(1, side, side),
                  part.test().reshape(1, side, side),
                  data.most(tasks),
                  views(seed))
              .view(set -> set.reshape(side * side));
        });
  }

  /** Many small tasks, each tested right after it was learned, and all of them at the end. */
  public static World longStream(int tasks, int samples, int test) {
    return new World(
        "permuted Fashion-MNIST, %d tasks of %d training samples, %d test images a class"
            .formatted(tasks, samples, test),
        1,
        10,
        Trial.Glances.NONE,
        Asking.current(),
        (data, seed) ->
            Views.longStream(
                data.train(),
                data.perClass(1, test).test(),
                data.most(tasks),
                Math.min(samples, data.train().size()),
                views(seed)));
  }

  private static Rng views(long seed) {
    return Rng.of(seed).split("views");
  }
}
