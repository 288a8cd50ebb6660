package io.reverie.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * How much of the peer's time a workload may take at most.
 *
 * @param group what such workloads are called together
 * @param prefix what the workloads' names begin with
 * @param ratio ours over the peer's
 */
record Target(String group, String prefix, double ratio) {
  private static final String STEPS = "training steps";
  private static final String POINTWISE = "pointwise and rows";

  /** The first that fits holds. */
  private static final List<Target> ALL =
      List.of(
          new Target("products", "gemm", 0.5),
          new Target("the small step", "train mlp 784-100-100-10 b10", 0.1),
          new Target(STEPS, "train", 0.5),
          new Target("attention", "attention", 0.5),
          new Target("replay", "replay", 0.2),
          new Target(POINTWISE, "exp", 0.7),
          new Target(POINTWISE, "tanh", 0.7),
          new Target(POINTWISE, "gelu", 0.7),
          new Target(POINTWISE, "softmax", 0.7),
          new Target(POINTWISE, "layernorm", 0.7));

  /** The target of a workload, if it has one. */
  static Optional<Target> of(String workload) {
    return ALL.stream().filter(target -> workload.startsWith(target.prefix)).findFirst();
  }
}
