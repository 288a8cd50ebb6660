/**
 * How fast the engine is, beside the limits of the chip and beside other libraries.
 *
 * <p>{@link io.reverie.bench.Workloads} prints the rows that PyTorch's script prints too; the
 * classes named {@code …Benchmark} are JMH's.
 */
package io.reverie.bench;
