package io.reverie.sleep.evaluate;

import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.Hypnogram.Episode;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Dream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a night dreamt, measured: how sure the labels were, how far the dreams are from real
 * memories, which classes they cover, and whether they drift from cycle to cycle.
 *
 * <p>Of the dreams that the night kept, which are some of each REM stage. A dream is only compared
 * with memories of its own size: dreams of a hidden layer have no nearest memory.
 *
 * @param sightings the dreams in order, each beside its nearest memory
 * @param dreamtOf how many dreams were of each class most of all
 * @param present the classes in memory
 * @param drift for each cycle the mean distance of its dreams to the nearest memory; NaN where
 *     there were none
 */
public record DreamReport(List<Sighting> sightings, int[] dreamtOf, int[] present, double[] drift) {
  /**
   * A dream and the memory nearest to it.
   *
   * @param dream the dream
   * @param cycle the night's cycle in which it was dreamt, from 0
   * @param nearest the slot of the nearest memory, the first of equals; −1 if there is none to
   *     compare with
   * @param distance how far that is: the root of the mean squared difference of their elements, in
   *     units of the input; NaN if there is none
   * @param image the nearest memory's numbers; empty if there is none
   * @param label its class; −1 if there is none
   */
  public record Sighting(
      Dream dream, int cycle, int nearest, double distance, float[] image, int label) {
    /** Whether the nearest memory is of the class that the dream was learned as. */
    public boolean agrees() {
      return nearest >= 0 && label == dream.label();
    }
  }

  /** The report of this night against the memory as it is now: ask for it when the night ends. */
  public static DreamReport of(Hypnogram night, ReplayBuffer memory) {
    Recall memories = memory.all();
    List<Sighting> sightings = new ArrayList<>();
    int[] dreamtOf = new int[memory.classes()];
    int cycles = night.episodes().stream().mapToInt(Episode::cycle).max().orElse(-1) + 1;
    double[] sums = new double[cycles];
    int[] counts = new int[cycles];
    for (Dream dream : night.dreams()) {
      Sighting sighting = sighting(dream, cycle(night, dream), memories);
      sightings.add(sighting);
      dreamtOf[dream.label()]++;
      if (sighting.nearest >= 0) {
        sums[sighting.cycle] += sighting.distance;
        counts[sighting.cycle]++;
      }
    }
    double[] drift = new double[cycles];
    for (int c = 0; c < cycles; c++) {
      drift[c] = counts[c] == 0 ? Double.NaN : sums[c] / counts[c];
    }
    return new DreamReport(List.copyOf(sightings), dreamtOf, memory.presentClasses(), drift);
  }

  private static int cycle(Hypnogram night, Dream dream) {
    for (Episode episode : night.episodes()) {
      if (episode.fromStep() <= dream.step() && dream.step() < episode.toStep()) {
        return episode.cycle();
      }
    }
    return 0;
  }

  private static Sighting sighting(Dream dream, int cycle, Recall memories) {
    int width = dream.image().length;
    if (memories.size() == 0 || memories.batch().inputs().size() != memories.size() * width) {
      return new Sighting(dream, cycle, -1, Double.NaN, new float[0], -1);
    }
    float[] all = memories.batch().inputs().array();
    int from = memories.batch().inputs().offset();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < memories.size(); i++) {
      double squares = squares(dream.image(), all, from + i * width);
      if (best < 0 || squares < least) {
        best = i;
        least = squares;
      }
    }
    return new Sighting(
        dream,
        cycle,
        memories.slots()[best],
        Math.sqrt(least / width),
        Arrays.copyOfRange(all, from + best * width, from + (best + 1) * width),
        memories.batch().labels()[best]);
  }

  private static double squares(float[] dream, float[] memories, int from) {
    double squares = 0;
    for (int j = 0; j < dream.length; j++) {
      double away = (double) dream[j] - memories[from + j];
      squares += away * away;
    }
    return squares;
  }

  /** The mean entropy of the dreams' labels, in nats; NaN without dreams. */
  public double labelEntropy() {
    return sightings.stream().mapToDouble(s -> s.dream.labelEntropy()).average().orElse(Double.NaN);
  }

  /** The mean distance to the nearest memory; NaN where there is nothing to compare. */
  public double distance() {
    return sightings.stream()
        .filter(s -> s.nearest >= 0)
        .mapToDouble(Sighting::distance)
        .average()
        .orElse(Double.NaN);
  }

  /** The share of dreams whose nearest memory is of the class they were learned as. */
  public double agreement() {
    return sightings.stream()
        .filter(s -> s.nearest >= 0)
        .mapToDouble(s -> s.agrees() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  /** The share of the classes in memory that were dreamt of; NaN where the memory is empty. */
  public double coverage() {
    long covered = Arrays.stream(present).filter(c -> dreamtOf[c] > 0).count();
    return present.length == 0 ? Double.NaN : (double) covered / present.length;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d dreams: label entropy %.3f nats, %.4f from the nearest memory, of the same class %.0f %%,"
            + " %.0f %% of the classes; distance by cycle %s",
        sightings.size(),
        labelEntropy(),
        distance(),
        100 * agreement(),
        100 * coverage(),
        Arrays.toString(drift));
  }
}
