/**
 * The work that is timed beside PyTorch: the rows of its script {@code torch_bench.py}, one class a
 * group, and the models that they train.
 *
 * <p>Start with {@link io.reverie.bench.workload.Workload}. Uses the engine's public API alone, as
 * a user would; what a kernel does by itself is the affair of the JMH benchmarks next door.
 */
package io.reverie.bench.workload;
