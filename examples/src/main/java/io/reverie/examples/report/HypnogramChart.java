package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Nights as sleep medicine draws them: the stage over the steps, from Wake at the top down to deep
 * sleep, a step line with REM as thick bars. Several nights share one scale, side by side where
 * there is room and stacked where not.
 */
public record HypnogramChart(String title, String xLabel, List<Night> nights) implements Chart {
  /** The stages from top to bottom. */
  static final List<String> STAGES = List.of("Wake", "REM", "N1", "N2", "N3");

  /**
   * A stretch of one stage, from a step up to but not including another.
   *
   * @param stage Wake, REM, N1, N2 or N3, in any case
   */
  public record Episode(String stage, int fromStep, int toStep) {
    public Episode {
      if (level(stage) < 0) {
        throw new IllegalArgumentException(
            "stage '%s' is not on a hypnogram: use one of %s".formatted(stage, STAGES));
      }
      if (fromStep > toStep) {
        throw new IllegalArgumentException(
            "%s from step %d to %d: an episode can't end before it starts"
                .formatted(stage, fromStep, toStep));
      }
    }

    /** How far down the stage is drawn: 0 for Wake to 4 for N3. */
    int level() {
      return level(stage);
    }

    boolean isRem() {
      return level() == 1;
    }

    private static int level(String stage) {
      return STAGES.stream()
          .map(known -> known.toUpperCase(Locale.ROOT))
          .toList()
          .indexOf(stage.toUpperCase(Locale.ROOT));
    }
  }

  /** A small curve beneath the stages, such as the learning rate; a value that is NaN breaks it. */
  public record Trace(String label, double[] steps, double[] values) {
    public Trace {
      if (steps.length != values.length) {
        throw new IllegalArgumentException(
            "trace '%s' has %d steps for %d values: give each value its step"
                .formatted(label, steps.length, values.length));
      }
      steps = steps.clone();
      values = values.clone();
    }
  }

  /** One night: its episodes in order, and the traces beneath them, often none. */
  public record Night(String title, List<Episode> episodes, List<Trace> traces) {
    public Night {
      episodes = List.copyOf(episodes);
      traces = List.copyOf(traces);
    }

    public static Night of(String title, List<Episode> episodes) {
      return new Night(title, episodes, List.of());
    }

    /** The same night with one more curve beneath it. */
    public Night trace(String label, double[] steps, double[] values) {
      var more = new ArrayList<>(traces);
      more.add(new Trace(label, steps, values));
      return new Night(title, episodes, more);
    }

    int firstStep() {
      return episodes.stream().mapToInt(Episode::fromStep).min().orElse(0);
    }

    int lastStep() {
      return episodes.stream().mapToInt(Episode::toStep).max().orElse(0);
    }
  }

  public HypnogramChart {
    nights = List.copyOf(nights);
  }

  public static HypnogramChart of(String title, Night... nights) {
    return new HypnogramChart(title, "step", List.of(nights));
  }

  @Override
  public String svg(int width) {
    return new HypnogramPlot(this, width).drawn();
  }
}
