package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine's threads: whose they are, that they sleep, and that they go. */
@Timeout(60)
class ComputeTest {
  /** Enough work in a step that every loop is shared out. */
  private static float[] train(int steps) {
    Rng rng = Rng.of(1);
    var model = Sequential.of(Linear.of(100, 512, rng), Activation.RELU, Linear.of(512, 10, rng));
    var optimizer = Sgd.of(model, 0.1f);
    Tensor x = Tensor.randn(rng, 200, 100);
    int[] labels = new int[200];
    for (int step = 0; step < steps; step++) {
      try (var tape = Tape.train()) {
        tape.backward(model.forward(x).crossEntropy(labels));
        optimizer.step();
      }
    }
    return optimizer.parameters().snapshot();
  }

  private static Set<Thread> workers() {
    Set<Thread> workers = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("reverie")) {
        workers.add(thread);
      }
    }
    return workers;
  }

  /** The workers that this body started and left behind. */
  private static Set<Thread> left(Supplier<float[]> body) {
    Set<Thread> before = workers();
    body.get();
    Set<Thread> after = workers();
    after.removeAll(before);
    return after;
  }

  @Test
  void theSharedPoolSleepsWhenIdleIsReleasedAndComesBack() throws InterruptedException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "alone there is no pool");
    Compute.release();
    float[] expected = train(5);
    Compute.release();
    for (int round = 0; round < 3; round++) {
      Set<Thread> pool = left(() -> train(5));
      assertThat(pool).isNotEmpty().allMatch(Thread::isDaemon);
      if (round == 0) {
        Thread.sleep(50);
        long before = nanos(pool);
        Thread.sleep(1000);
        assertThat(nanos(pool) - before).as("processor time in a second").isLessThan(20_000_000);
      }
      Compute.release();
      assertThat(pool).noneMatch(Thread::isAlive);
      assertThat(train(5)).isEqualTo(expected);
      Compute.release();
      Compute.release();
    }
  }

  private static long nanos(Set<Thread> threads) {
    var times = ManagementFactory.getThreadMXBean();
    return threads.stream().mapToLong(thread -> times.getThreadCpuTime(thread.threadId())).sum();
  }

  @Test
  void aReleaseDisturbsNobodyAtWork() throws Exception {
    float[] expected = train(100);
    var one = new FutureTask<>(() -> train(100));
    var other = new FutureTask<>(() -> train(100));
    Thread.ofPlatform().start(one);
    Thread.ofVirtual().start(other);
    while (!one.isDone() || !other.isDone()) {
      Compute.release();
      Thread.sleep(1);
    }
    assertThat(one.get()).isEqualTo(expected);
    assertThat(other.get()).isEqualTo(expected);
  }

  @Test
  void threadsOfAComputeAreGoneWhenItIsClosed() {
    var open = Compute.threads(3);
    Set<Thread> pool = left(() -> open.call(() -> train(2)));
    assertThat(pool).hasSize(2).allMatch(Thread::isDaemon);
    open.close();
    assertThat(pool).noneMatch(Thread::isAlive);
  }

  @Test
  void oneThreadOrAnExecutorOfOnesOwnStartNoThreadOfTheEngine() {
    try (var alone = Compute.threads(1);
        var pool = Executors.newFixedThreadPool(2);
        var own = Compute.on(pool, 3)) {
      assertThat(left(() -> alone.call(() -> train(2)))).isEmpty();
      assertThat(left(() -> own.call(() -> train(2)))).isEmpty();
    }
  }
}
