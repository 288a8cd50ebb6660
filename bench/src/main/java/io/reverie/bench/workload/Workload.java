package io.reverie.bench.workload;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One row of the comparison: a step that is run again and again.
 *
 * @param name as {@code torch_bench.py} has it
 * @param figure what the row's last column says, from the seconds of a step
 * @param preparation makes models and data, and returns the step; nothing of it is timed
 */
public record Workload(String name, DoubleFunction<String> figure, Supplier<Runnable> preparation) {

  /** All rows, in the order of {@code torch_bench.py}. */
  public static List<Workload> all() {
    return Stream.of(
            MatrixProducts.all(),
            TrainingSteps.all(),
            AttentionAlone.all(),
            Elementwise.all(),
            ReplayBatch.all())
        .flatMap(List::stream)
        .toList();
  }

  /** A row whose time says enough. */
  static Workload of(String name, Supplier<Runnable> preparation) {
    return new Workload(name, _ -> "", preparation);
  }

  /** A row of a step that does so many floating-point operations. */
  static Workload ofOperations(String name, double operations, Supplier<Runnable> preparation) {
    return new Workload(
        name,
        seconds -> String.format(Locale.ROOT, "%.1f GFLOP/s", operations / seconds / 1e9),
        preparation);
  }

  /** A row of a step that gets through so many samples or tokens. */
  static Workload ofRate(String name, int count, String unit, Supplier<Runnable> preparation) {
    return new Workload(
        name,
        seconds -> String.format(Locale.ROOT, "%.0f %s/s", count / seconds, unit),
        preparation);
  }

  /** Makes models and data, and returns the step. */
  public Runnable prepare() {
    return preparation.get();
  }
}
