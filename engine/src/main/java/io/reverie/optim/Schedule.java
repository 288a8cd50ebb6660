package io.reverie.optim;

/**
 * The learning rate as a function of the number of steps made so far, in double.
 *
 * <p>{@code rate(0)} is that of the first step. Numbers are those of PyTorch's schedulers where
 * {@code scheduler.step()} follows each step of the optimizer. Most schedules are multiples of a
 * first rate: {@code Schedule.cosine(0.1, 1000, 0)}. They combine:
 *
 * <pre>{@code
 * optimizer.follow(Schedule.cosine(1e-3, 10_000, 1e-5).warmup(500));
 * }</pre>
 *
 * <p>Whether a step is a batch or an epoch is the caller's choice: for epochs, set {@code
 * optimizer.rate((float) schedule.rate(epoch))} as each begins.
 */
@FunctionalInterface
public interface Schedule {
  /** The rate after this many steps, 0 or more. */
  double rate(int step);

  /** Always the same. */
  static Schedule constant(double rate) {
    return _ -> rate;
  }

  /** Times γ after every {@code size} steps. */
  static Schedule step(double base, int size, double gamma) {
    requirePositive("step size", size);
    return step -> base * Math.pow(gamma, step / size);
  }

  /** Times γ when each of these numbers of steps is reached; in any order. */
  static Schedule multiStep(double base, double gamma, int... milestones) {
    int[] reached = milestones.clone();
    return step -> {
      double rate = base;
      for (int milestone : reached) {
        rate *= step >= milestone ? gamma : 1;
      }
      return rate;
    };
  }

  /** Times γ after every step. */
  static Schedule exponential(double base, double gamma) {
    return step -> base * Math.pow(gamma, step);
  }

  /** base · (1 − step/total)^power, then 0. */
  static Schedule polynomial(double base, int total, double power) {
    requirePositive("total", total);
    return step -> base * Math.pow(1 - Math.min(1, step / (double) total), power);
  }

  /** From {@code start}·base to {@code end}·base in a straight line of {@code total} steps. */
  static Schedule linear(double base, double start, double end, int total) {
    requirePositive("total", total);
    return step -> base * (start + (end - start) * Math.min(1, step / (double) total));
  }

  /**
   * Half a cosine from {@code base} down to {@code min} at {@code total} steps (Loshchilov &amp;
   * Hutter 2017). It goes up again thereafter, as PyTorch's does: add {@link #until} to stay down.
   */
  static Schedule cosine(double base, int total, double min) {
    requirePositive("total", total);
    return step -> min + (base - min) * (1 + Math.cos(Math.PI * step / total)) / 2;
  }

  /**
   * Half cosines from {@code base} down to {@code min} one after the other, the first of {@code
   * first} steps, each {@code factor} times as long as the one before (Loshchilov &amp; Hutter
   * 2017, "SGDR").
   */
  static Schedule cosineRestarts(double base, int first, int factor, double min) {
    requirePositive("first cycle", first);
    requirePositive("factor", factor);
    return step -> {
      // Equal cycles are found by division, growing ones one after the other.
      long start = factor == 1 ? (long) (step / first) * first : 0;
      long length = first;
      while (step >= start + length) {
        start += length;
        length *= factor;
      }
      return min + (base - min) * (1 + Math.cos(Math.PI * (step - start) / length)) / 2;
    };
  }

  /** Up to {@code max} and far down again in {@code total} steps, with PyTorch's defaults. */
  static OneCycle oneCycle(double max, int total) {
    return OneCycle.of(max, total);
  }

  /**
   * The rate of the first transformers (Vaswani et al. 2017, "Noam"): up in a line for {@code
   * warmup} steps, then down with the root of the steps; {@code peak} is reached after {@code
   * warmup} of them. The paper's peak is 1/√(width · warmup).
   */
  static Schedule inverseRoot(double peak, int warmup) {
    requirePositive("warmup", warmup);
    return step -> {
      double number = step + 1.0;
      return peak * Math.min(number / warmup, Math.sqrt(warmup / number));
    };
  }

  /** This schedule, but rates of the first steps grow in a line from base/steps to it. */
  default Schedule warmup(int steps) {
    requirePositive("warmup", steps);
    return step -> rate(step) * Math.min(1, (step + 1.0) / steps);
  }

  /** This schedule for so many steps, then the next, which counts from 0. */
  default Schedule then(int steps, Schedule next) {
    if (steps < 0) {
      throw new IllegalArgumentException(steps + " steps of a schedule: 0 or more is needed");
    }
    return step -> step < steps ? rate(step) : next.rate(step - steps);
  }

  /** This schedule for so many steps; the rate that it has then is kept. */
  default Schedule until(int steps) {
    return step -> rate(Math.min(step, steps));
  }

  /** The product with another schedule, such as one whose base is 1. */
  default Schedule times(Schedule factor) {
    return step -> rate(step) * factor.rate(step);
  }

  private static void requirePositive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          what + " of " + number + " for a schedule: 1 or more is needed");
    }
  }
}
