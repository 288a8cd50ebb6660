package io.reverie.sleep.stage;

import io.reverie.sleep.wake.Learner;
import java.util.Map;

/**
 * A function of the sleeping network: what one stretch of the night does.
 *
 * <p>A stage makes its gradient steps through {@link Night#step}, which knows the learning rate of
 * the hour, and keeps to its budget; stages that only measure or scale make none. A stage has no
 * state of its own: see {@link Night#keep} and {@link #others}.
 */
@FunctionalInterface
public interface Stage {
  /** Sleeps this stage for so many gradient steps. */
  void sleep(Night night, int steps);

  /**
   * Networks beside the sleeping one that this stage trains, such as a generator of dreams, by
   * name. They are journalled with the night, and come back with it if the night fails.
   */
  default Map<String, Learner> others() {
    return Map.of();
  }

  /**
   * How many gradient samples one of its steps sends, at most; 0 if it does not say. Nights whose
   * payment is given in samples need to know.
   */
  default int batch() {
    return 0;
  }

  /** A stage of one's own under this name in the hypnogram. */
  static Stage named(String name, Stage stage) {
    return new Stage() {
      @Override
      public void sleep(Night night, int steps) {
        stage.sleep(night, steps);
      }

      @Override
      public Map<String, Learner> others() {
        return stage.others();
      }

      @Override
      public int batch() {
        return stage.batch();
      }

      @Override
      public String name() {
        return name;
      }
    };
  }

  /** The name in the hypnogram: {@code N1}, {@code N2}, {@code N3}, {@code REM} or one's own. */
  default String name() {
    return getClass().isHidden() ? "stage" : getClass().getSimpleName();
  }
}
