package io.reverie.bench.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How much of the peer's time a workload may take at most.
 *
 * @param prefix what the workloads' names begin with
 * @param ratio ours over the peer's
 */
record Target(String prefix, double ratio) {
  /** The first that fits holds. */
  private static final List<Target> ALL =
      List.of(
          new Target("gemm", 0.5),
          new Target("train mlp 784-100-100-10 b10", 0.1),
          new Target("train", 0.5),
          new Target("attention", 0.5),
          new Target("replay", 0.2),
          new Target("exp", 0.7),
          new Target("tanh", 0.7),
          new Target("gelu", 0.7),
          new Target("softmax", 0.7),
          new Target("layernorm", 0.7));

  /** The target of a workload, if it has one. */
  static OptionalDouble of(String workload) {
    return ALL.stream()
        .filter(target -> workload.startsWith(target.prefix))
        .mapToDouble(Target::ratio)
        .findFirst();
  }
}
