package io.reverie.bench;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The limit that the other benchmarks are held against: multiply-adds that never wait for memory.
 *
 * <p>Sixteen sums, each of which must wait for its own last step but not for the others, keep both
 * units of a core busy: a step takes four cycles and a core begins two a cycle. The counter {@code
 * flop} is in operations a second, a multiply-add being two.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PeakBenchmark {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 20_000;
  private static final int SUMS = 16;

  @Benchmark
  @Threads(1)
  public float oneCore(Flop counter) {
    return multiplyAdds(counter);
  }

  @Benchmark
  @Threads(Threads.MAX)
  public float allCores(Flop counter) {
    return multiplyAdds(counter);
  }

  private static float multiplyAdds(Flop counter) {
    var x = FloatVector.broadcast(S, 0.999f);
    var y = FloatVector.broadcast(S, 0.001f);
    var s0 = x;
    var s1 = x;
    var s2 = x;
    var s3 = x;
    var s4 = x;
    var s5 = x;
    var s6 = x;
    var s7 = x;
    var s8 = x;
    var s9 = x;
    var s10 = x;
    var s11 = x;
    var s12 = x;
    var s13 = x;
    var s14 = x;
    var s15 = x;
    for (int i = 0; i < STEPS; i++) {
      s0 = s0.fma(x, y);
      s1 = s1.fma(x, y);
      s2 = s2.fma(x, y);
      s3 = s3.fma(x, y);
      s4 = s4.fma(x, y);
      s5 = s5.fma(x, y);
      s6 = s6.fma(x, y);
      s7 = s7.fma(x, y);
      s8 = s8.fma(x, y);
      s9 = s9.fma(x, y);
      s10 = s10.fma(x, y);
      s11 = s11.fma(x, y);
      s12 = s12.fma(x, y);
      s13 = s13.fma(x, y);
      s14 = s14.fma(x, y);
      s15 = s15.fma(x, y);
    }
    counter.flop += 2.0 * STEPS * SUMS * S.length();
    var all = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7);
    return all.add(s8).add(s9).add(s10).add(s11).add(s12).add(s13).add(s14).add(s15).lane(0);
  }
}
