package io.reverie.sleep;

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

  /** How many gradient steps the cycle makes. */
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
}
