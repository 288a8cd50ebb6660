package io.reverie.sleep;

import io.reverie.sleep.stage.Cortex;
import io.reverie.sleep.stage.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Stages in the order in which they are slept, each with its budget of gradient steps.
 *
 * @param phases the stages of one cycle
 */
public record SleepCycle(List<Phase> phases) {
  /**
   * A stage with its budget.
   *
   * @param stage what is done
   * @param steps for how many gradient steps; 0 for stages that make none
   */
  public record Phase(Stage stage, int steps) {
    /** Checks the budget. */
    public Phase {
      if (steps < 0) {
        throw new IllegalArgumentException(
            stage.name() + " for " + steps + " steps: 0 or more are needed");
      }
    }
  }

  /** Copies the list. */
  public SleepCycle {
    phases = List.copyOf(phases);
  }

  /** How many gradient steps the cycle makes, where no stage plays them faster. */
  public int steps() {
    return phases.stream().mapToInt(Phase::steps).sum();
  }

  /**
   * A night of several cycles as healthy sleepers have it: falling asleep once, then light, deep
   * and REM sleep in turn; deep sleep prevails early (N3 : REM = 4 : 1) and REM late (1 : 2). Light
   * sleep takes a tenth of each cycle.
   *
   * @param n1 falling asleep, once, before the first cycle
   * @param n2 light sleep
   * @param n3 deep sleep
   * @param rem dreaming
   * @param cycles how many cycles, at least 1
   * @param steps gradient steps of the whole night
   */
  public static List<SleepCycle> night(
      Stage n1, Stage n2, Stage n3, Stage rem, int cycles, int steps) {
    if (cycles < 1 || steps < 0) {
      throw new IllegalArgumentException(
          "a night of %d cycles and %d steps: at least 1 and 0 are needed"
              .formatted(cycles, steps));
    }
    List<SleepCycle> night = new ArrayList<>();
    night.add(new SleepCycle(List.of(new Phase(n1, 0))));
    for (int c = 0; c < cycles; c++) {
      int budget = (int) ((long) steps * (c + 1) / cycles - (long) steps * c / cycles);
      double late = cycles == 1 ? 0.5 : (double) c / (cycles - 1);
      double deepShare = (1 - late) * 4 / 5 + late / 3;
      int light = budget / 10;
      int deep = (int) Math.round((budget - light) * deepShare);
      night.add(
          new SleepCycle(
              List.of(
                  new Phase(n2, light),
                  new Phase(n3, deep),
                  new Phase(rem, budget - light - deep))));
    }
    return List.copyOf(night);
  }

  /**
   * The same night with a cortex: an average of the weights that follows from bedtime and takes
   * their place at dawn ({@link Cortex}).
   */
  public static List<SleepCycle> soft(List<SleepCycle> night, float decay) {
    List<SleepCycle> soft = new ArrayList<>(night);
    soft.addFirst(new SleepCycle(List.of(new Phase(Cortex.follow(decay), 0))));
    soft.addLast(new SleepCycle(List.of(new Phase(Cortex.consolidate(), 0))));
    return List.copyOf(soft);
  }

  /**
   * The same night with this share of its steps, from 0 to 1, rounded so that no part of it has
   * more than its share by a whole step: a nap.
   */
  public static List<SleepCycle> nap(List<SleepCycle> night, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a nap of " + share + " of a night: a share from 0 to 1 is needed");
    }
    return scaled(night, share, false);
  }

  /**
   * The same night stretched or cut to so many gradient samples, such as a share of the day's: as
   * near as whole steps allow, and never more.
   *
   * @throws IllegalArgumentException if a stage with steps does not say its {@link Stage#batch}
   */
  public static List<SleepCycle> within(List<SleepCycle> night, long gradientSamples) {
    if (gradientSamples < 0) {
      throw new IllegalArgumentException(
          "a night of " + gradientSamples + " samples: 0 or more are needed");
    }
    long whole = 0;
    for (Phase phase : phases(night)) {
      if (phase.steps > 0 && phase.stage.batch() == 0) {
        throw new IllegalArgumentException(
            "a night of %d samples with the stage %s, which does not say how many it sends a step;"
                    .formatted(gradientSamples, phase.stage.name())
                + " its batch() is needed");
      }
      whole += (long) phase.steps * phase.stage.batch();
    }
    return whole == 0 ? night : scaled(night, (double) gradientSamples / whole, true);
  }

  private static List<Phase> phases(List<SleepCycle> night) {
    return night.stream().flatMap(cycle -> cycle.phases.stream()).toList();
  }

  /** Each phase up to where this share of what was planned so far is spent. */
  private static List<SleepCycle> scaled(List<SleepCycle> night, double share, boolean samples) {
    List<SleepCycle> scaled = new ArrayList<>();
    long planned = 0;
    long spent = 0;
    for (SleepCycle cycle : night) {
      List<Phase> phases = new ArrayList<>();
      for (Phase phase : cycle.phases) {
        int each = samples ? phase.stage.batch() : 1;
        planned += (long) phase.steps * each;
        long due = (long) Math.floor(planned * share + 1e-9) - spent;
        int steps = phase.steps == 0 ? 0 : Math.toIntExact(due / each);
        spent += (long) steps * each;
        phases.add(new Phase(phase.stage, steps));
      }
      scaled.add(new SleepCycle(phases));
    }
    return List.copyOf(scaled);
  }
}
