package io.reverie.bench;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * The other limit: bytes that come from memory and go there, from a size that a core's own cache
 * holds to one that no cache does.
 *
 * <p>{@code read} adds numbers up, {@code add} is a + b = c, {@code copy} a = c. A written line is
 * counted once, although most processors read it before they write it.
 */
public class MemoryBenchmark extends EngineBenchmark {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int GRAIN = 1 << 14;

  /** KiB of one array; {@code add} uses three of them, {@code copy} two. */
  @Param({"256", "4096", "262144"})
  public int kibibytes;

  private int size;
  private float[] a;
  private float[] b;
  private float[] c;
  private float[] sums;

  @Override
  void prepare() {
    size = kibibytes * 256;
    a = Tensor.uniform(Inputs.RNG, 0, 1, size).array();
    b = Tensor.uniform(Inputs.RNG, 0, 1, size).array();
    c = new float[size];
    sums = new float[(size + GRAIN - 1) / GRAIN];
    Parallel.chunks(size, GRAIN, this::add);
    for (int i = 0; i < size; i += 997) {
      Inputs.check("add", c[i], a[i] + b[i], 0);
    }
  }

  @Benchmark
  public float[] read(Traffic counter) {
    counter.bytes += 4.0 * size;
    return onThreads(() -> {
      Parallel.chunks(size, GRAIN, this::sum);
      return sums;
    });
  }

  @Benchmark
  public float[] add(Traffic counter) {
    counter.bytes += 12.0 * size;
    return onThreads(() -> {
      Parallel.chunks(size, GRAIN, this::add);
      return c;
    });
  }

  @Benchmark
  public float[] copy(Traffic counter) {
    counter.bytes += 8.0 * size;
    return onThreads(() -> {
      Parallel.chunks(size, GRAIN, this::copy);
      return c;
    });
  }

  private void sum(int from, int to) {
    var s0 = FloatVector.zero(S);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    int step = 4 * S.length();
    for (int i = from; i <= to - step; i += step) {
      s0 = s0.add(FloatVector.fromArray(S, a, i));
      s1 = s1.add(FloatVector.fromArray(S, a, i + S.length()));
      s2 = s2.add(FloatVector.fromArray(S, a, i + 2 * S.length()));
      s3 = s3.add(FloatVector.fromArray(S, a, i + 3 * S.length()));
    }
    sums[from / GRAIN] = s0.add(s1).add(s2.add(s3)).lane(0);
  }

  private void add(int from, int to) {
    for (int i = from; i <= to - S.length(); i += S.length()) {
      FloatVector.fromArray(S, a, i).add(FloatVector.fromArray(S, b, i)).intoArray(c, i);
    }
  }

  private void copy(int from, int to) {
    for (int i = from; i <= to - S.length(); i += S.length()) {
      FloatVector.fromArray(S, a, i).intoArray(c, i);
    }
  }
}
