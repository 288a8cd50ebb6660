package io.reverie.bench;

import io.reverie.tensor.Tensor;
import java.util.function.Supplier;
import jdk.incubator.vector.FloatVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/**
 * The same work with narrower vectors, down to none: the JVM is told how wide a vector may be, and
 * the engine takes what it is given.
 *
 * <p>A machine whose vectors are narrower than asked for says so, and leaves the row out.
 */
public class WidthBenchmark extends EngineBenchmark {
  @Param({"gemm 512x512x512", "exp 1M", "softmax 1024x768"})
  public String work;

  private static final String BITS = "bench.bits";

  private Supplier<float[]> step;

  @Override
  void prepare() {
    int wanted = Integer.getInteger(BITS, 0);
    int width = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    if (wanted > 0 && wanted != width) {
      throw new IllegalStateException(
          "vectors of %d bits: this machine gives %d".formatted(wanted, width));
    }
    BothWays both =
        switch (work.substring(0, work.indexOf(' '))) {
          case "gemm" -> ofMatrices(Inputs.randn(512, 512), Inputs.randn(512, 512));
          case "exp" -> new BothWays(work, in -> in[0].exp(), Inputs.randn(1 << 20));
          default -> new BothWays(work, in -> in[0].softmax(), Inputs.randn(1024, 768));
        };
    both.checkSlope();
    step = both::forward;
  }

  private BothWays ofMatrices(Tensor a, Tensor b) {
    return new BothWays(work, in -> in[0].matmul(in[1]), a, b);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {"-XX:MaxVectorSize=64", "-D" + BITS + "=512"})
  public float[] bits512() {
    return onThreads(step);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {"-XX:MaxVectorSize=32", "-D" + BITS + "=256"})
  public float[] bits256() {
    return onThreads(step);
  }

  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {"-XX:MaxVectorSize=16", "-D" + BITS + "=128"})
  public float[] bits128() {
    return onThreads(step);
  }

  @Benchmark
  @Fork(value = 1, jvmArgsAppend = "-Dreverie.simd=false")
  public float[] scalar() {
    return onThreads(step);
  }
}
