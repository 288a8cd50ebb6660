package io.reverie.bench;

import io.reverie.tensor.Compute;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the engine's benchmarks share: how long they run, and on how many threads.
 *
 * <p>One fork each, so that all of them together take ten minutes; figures to be quoted come from
 * more ({@code -Dbench.args="-f 3"}). A vector that the compiler has not seen yet is a thousand
 * times slower, hence the long warm-up.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Benchmark)
public abstract class EngineBenchmark {
  /** A number, or {@code all}: as many as there are processors. */
  @Param("all")
  public String threads;

  private Compute compute;

  @Setup(Level.Trial)
  public final void open() {
    compute = Compute.threads(number(threads));
    compute.run(this::prepare);
  }

  @TearDown(Level.Trial)
  public final void close() {
    compute.close();
  }

  static int number(String threads) {
    return threads.equals("all")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }

  /** Makes inputs, and holds a result against its plain definition. */
  abstract void prepare();

  /** Runs the body on as many threads as wanted. */
  final <T> T onThreads(Supplier<T> body) {
    return compute.call(body);
  }

  /** The same for a body without a result. */
  final void onThreads(Runnable body) {
    compute.run(body);
  }
}
