package io.reverie.examples.split;

import io.reverie.sleep.wake.Ledger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One arm over all its seeds beside Mammoth's figures.
 *
 * @param arm the arm
 * @param buffer samples of its memory, 0 where it has none
 * @param runs one a seed
 */
public record Tally(Arm arm, int buffer, List<Run> runs) {
  /**
   * One seed.
   *
   * @param accuracy at the end among all classes, in percent
   * @param forgetting in percent
   * @param taskAccuracy at the end where the task is told, in percent
   * @param ledger what was paid
   */
  public record Run(double accuracy, double forgetting, double taskAccuracy, Ledger ledger) {}

  /** The head of {@link #line}. */
  public static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-24s%7s%16s%10s%8s%12s%10s%12s%10s%8s",
          "arm",
          "buffer",
          "accuracy %",
          "Mammoth",
          "diff",
          "forgetting",
          "Mammoth",
          "task told",
          "Mammoth",
          "s");

  private static final String COLUMNS =
      "arm\tbuffer\tseeds\taccuracy\tsd\tmammoth\tdifference\tforgetting\tmammoth_forgetting"
          + "\ttask_accuracy\tmammoth_task_accuracy\tgradient_samples\tforward_samples\tbytes\n";

  private double mean(ToDoubleFunction<Run> figure) {
    return runs.stream().mapToDouble(figure).average().orElseThrow();
  }

  private double deviation() {
    double mean = mean(Run::accuracy);
    double squares = runs.stream().mapToDouble(r -> Math.pow(r.accuracy - mean, 2)).sum();
    return runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1));
  }

  /** A line of plain text. */
  public String line() {
    Optional<Mammoth> known = Mammoth.of(arm.name(), buffer);
    double accuracy = mean(Run::accuracy);
    return String.format(
        Locale.ROOT,
        "%-24s%7s%16s%10s%8s%12.2f%10s%12.2f%10s%8.2f",
        arm.title(),
        buffer == 0 ? "" : buffer,
        String.format(Locale.ROOT, "%.2f ± %.2f", accuracy, deviation()),
        known.map(m -> two(m.accuracy())).orElse(""),
        known.map(m -> String.format(Locale.ROOT, "%+.2f", accuracy - m.accuracy())).orElse(""),
        mean(Run::forgetting),
        known.map(m -> two(m.forgetting())).orElse(""),
        mean(Run::taskAccuracy),
        known.map(m -> two(m.taskAccuracy())).orElse(""),
        mean(run -> run.ledger.seconds()));
  }

  private static String two(double figure) {
    return String.format(Locale.ROOT, "%.2f", figure);
  }

  /** All rows as a file for programs. Times are left out: all else is the same on every machine. */
  public static String table(List<Tally> rows) {
    StringBuilder table = new StringBuilder(COLUMNS);
    rows.forEach(row -> table.append(row.cells()).append('\n'));
    return table.toString();
  }

  private String cells() {
    Optional<Mammoth> known = Mammoth.of(arm.name(), buffer);
    double accuracy = mean(Run::accuracy);
    return String.join(
        "\t",
        arm.name(),
        String.valueOf(buffer),
        String.valueOf(runs.size()),
        two(accuracy),
        two(deviation()),
        known.map(m -> two(m.accuracy())).orElse(""),
        known.map(m -> two(accuracy - m.accuracy())).orElse(""),
        two(mean(Run::forgetting)),
        known.map(m -> two(m.forgetting())).orElse(""),
        two(mean(Run::taskAccuracy)),
        known.map(m -> two(m.taskAccuracy())).orElse(""),
        String.valueOf(Math.round(mean(r -> r.ledger.gradientSamples()))),
        String.valueOf(Math.round(mean(r -> r.ledger.forwardSamples()))),
        String.valueOf(Math.round(mean(r -> r.ledger.bytes()))));
  }
}
