package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The team of threads: every piece once, the same borders for all, and no way to hang it. */
@Timeout(60)
class ParallelTest {
  @Test
  void everyIndexOnce() {
    for (int threads : new int[] {1, 2, 3, 7}) {
      try (var team = Parallel.of(threads)) {
        for (int n : new int[] {0, 1, 2, 3, 7, 63, 64, 65, 1000, 1001}) {
          for (int grain : new int[] {1, 2, 3, 7, 64, 1000, Integer.MAX_VALUE}) {
            var seen = new AtomicIntegerArray(n);
            team.run(() ->
                Parallel.chunks(
                    n,
                    grain,
                    (from, to) -> {
                      for (int i = from; i < to; i++) {
                        seen.incrementAndGet(i);
                      }
                    }));
            for (int i = 0; i < n; i++) {
              assertThat(seen.get(i)).as("%d of %d by %d", i, n, grain).isEqualTo(1);
            }
          }
        }
      }
    }
  }

  @Test
  void bordersDependOnTheWorkAlone() {
    for (int n : new int[] {1, 10, 99, 100, 101}) {
      var expected = new TreeSet<String>();
      for (int from = 0; from < n; from += 10) {
        expected.add(from + ".." + Math.min(n, from + 10));
      }
      for (int threads : new int[] {1, 2, 5}) {
        try (var team = Parallel.of(threads)) {
          var borders = new ConcurrentLinkedQueue<String>();
          team.run(() -> Parallel.chunks(n, 10, (from, to) -> borders.add(from + ".." + to)));
          assertThat(new TreeSet<>(borders)).isEqualTo(expected);
          assertThat(borders).hasSameSizeAs(expected);
        }
      }
    }
  }

  @Test
  void hugeRangesDoNotOverflow() {
    for (int threads : new int[] {1, 2}) {
      try (var team = Parallel.of(threads)) {
        int n = Integer.MAX_VALUE;
        int grain = 1_500_000_000;
        var borders = new ConcurrentLinkedQueue<List<Integer>>();
        team.run(() -> Parallel.chunks(n, grain, (from, to) -> borders.add(List.of(from, to))));
        assertThat(borders).containsExactlyInAnyOrder(List.of(0, grain), List.of(grain, n));
      }
    }
  }

  @Test
  void workersTakePartAndSeeWhatTheCallerWrote() {
    try (var team = Parallel.of(2)) {
      for (int round = 0; round < 200; round++) {
        var input = new int[2];
        var output = new int[2];
        var both = new CountDownLatch(2);
        var names = new ConcurrentLinkedQueue<String>();
        input[0] = round;
        input[1] = -round;
        team.run(() ->
            Parallel.chunks(
                2,
                1,
                (from, _) -> {
                  both.countDown();
                  awaitQuietly(both); // each piece waits for the other: two threads, or none
                  names.add(Thread.currentThread().getName());
                  output[from] = input[from] * 2;
                }));
        assertThat(output).containsExactly(round * 2, -round * 2);
        assertThat(new TreeSet<>(names)).hasSize(2).anyMatch(name -> name.contains("reverie"));
      }
    }
  }

  @Test
  void firstExceptionReachesTheCallerAndTheTeamStaysUsable() {
    try (var team = Parallel.of(3)) {
      for (int round = 0; round < 100; round++) {
        var begun = new AtomicInteger();
        assertThatThrownBy(() ->
                team.run(() ->
                    Parallel.chunks(
                        100_000,
                        1,
                        (from, _) -> {
                          begun.incrementAndGet();
                          throw new IllegalStateException("piece " + from);
                        })))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("piece ")
            .satisfies(thrown -> assertThat(thrown.getSuppressed().length).isLessThan(3));
        assertThat(begun.get()).isLessThanOrEqualTo(3);
        assertThat(sum(team, 1000)).isEqualTo(499_500);
      }
    }
  }

  @Test
  void otherExceptionsAreSuppressedInTheFirst() {
    try (var team = Parallel.of(2)) {
      var both = new CountDownLatch(2);
      assertThatThrownBy(() ->
              team.run(() ->
                  Parallel.chunks(
                      2,
                      1,
                      (from, _) -> {
                        both.countDown();
                        awaitQuietly(both);
                        throw new IllegalStateException("piece " + from);
                      })))
          .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
      var same = new AssertionError("one object thrown by all");
      assertThatThrownBy(() ->
              team.run(() ->
                  Parallel.chunks(
                      100,
                      1,
                      (_, _) -> {
                        throw same;
                      })))
          .isSameAs(same)
          .hasNoSuppressedExceptions();
    }
  }

  @Test
  void nestedLoopsRunOnTheirThread() {
    try (var team = Parallel.of(3)) {
      var total = new AtomicInteger();
      team.run(() ->
          Parallel.chunks(
              20,
              1,
              (_, _) -> {
                assertThat(Parallel.current()).isSameAs(team);
                var outer = Thread.currentThread();
                Parallel.chunks(
                    10,
                    3,
                    (from, to) -> {
                      assertThat(Thread.currentThread()).isSameAs(outer);
                      total.addAndGet(to - from);
                    });
              }));
      assertThat(total).hasValue(200);
    }
  }

  @Test
  void concurrentCallersAllFinish() throws InterruptedException {
    try (var team = Parallel.of(2)) {
      var callers = new ArrayList<Thread>();
      var wrong = new AtomicInteger();
      for (int caller = 0; caller < 4; caller++) {
        callers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int round = 0; round < 500; round++) {
                    if (sum(team, 1000 + round) != (999 + round) * (1000 + round) / 2) {
                      wrong.incrementAndGet();
                    }
                  }
                }));
      }
      for (var caller : callers) {
        caller.join();
      }
      assertThat(wrong).hasValue(0);
    }
  }

  @Test
  void stress() {
    try (var team = Parallel.of(4)) {
      for (int round = 0; round < 20_000; round++) {
        int n = 2 + round % 50;
        assertThat(sum(team, n)).isEqualTo(n * (n - 1) / 2);
      }
    }
  }

  /** Loops of several callers by turns, some of which fail: no loop sees what another one was. */
  @Test
  void jobsThatAreUsedAgainStartAfresh() throws InterruptedException {
    var wrong = new ConcurrentLinkedQueue<String>();
    try (var team = Parallel.of(4)) {
      var callers = new ArrayList<Thread>();
      for (int c = 0; c < 3; c++) {
        int caller = c;
        callers.add(
            Thread.ofPlatform().start(() -> team.run(() -> callInTurn(caller, 3000, wrong))));
      }
      for (var caller : callers) {
        caller.join();
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void callInTurn(int caller, int loops, ConcurrentLinkedQueue<String> wrong) {
    var random = new SplittableRandom(caller);
    for (int loop = 0; loop < loops; loop++) {
      int n = 1 + random.nextInt(40);
      var hits = new AtomicIntegerArray(n);
      String name = "loop " + loop + " of caller " + caller;
      boolean fails = random.nextInt(5) == 0;
      try {
        Parallel.chunks(
            n,
            1,
            (from, _) -> {
              hits.incrementAndGet(from);
              if (fails && from == n / 2) {
                throw new IllegalStateException(name);
              }
            });
        if (fails) {
          wrong.add(name + " did not fail");
        }
      } catch (IllegalStateException failure) {
        if (!fails || !name.equals(failure.getMessage())) {
          wrong.add(name + " got " + failure);
        }
      }
      for (int i = 0; i < n; i++) {
        if (hits.get(i) > 1 || (!fails && hits.get(i) == 0)) {
          wrong.add(name + " ran piece " + i + " " + hits.get(i) + " times");
        }
      }
    }
  }

  @Test
  void aLoopLeavesNoGarbage() {
    var counter = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int loops = 2000;
    Parallel.Body body = (_, _) -> {};
    try (var team = Parallel.of(2)) {
      long bytes =
          team.call(() -> {
            long before = counter.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < loops; i++) {
              Parallel.chunks(8, 1, body);
            }
            return counter.getCurrentThreadAllocatedBytes() - before;
          });
      // The first one makes the jobs and starts the worker.
      assertThat(bytes / loops).isLessThan(16);
    }
  }

  @Test
  void executorHelps() {
    try (var executor = Executors.newFixedThreadPool(2)) {
      var team = Parallel.on(executor, 3);
      var all = new CountDownLatch(3);
      var names = new ConcurrentLinkedQueue<String>();
      team.run(() ->
          Parallel.chunks(
              3,
              1,
              (_, _) -> {
                all.countDown();
                awaitQuietly(all);
                names.add(Thread.currentThread().getName());
              }));
      assertThat(new TreeSet<>(names)).hasSize(3);
      for (int round = 0; round < 5000; round++) {
        assertThat(sum(team, 100)).isEqualTo(4950);
      }
    }
  }

  @Test
  void executorInTheCallersThread() {
    assertThat(sum(Parallel.on(Runnable::run, 4), 1000)).isEqualTo(499_500);
    assertThatThrownBy(() ->
            Parallel.on(Runnable::run, 4)
                .run(() ->
                    Parallel.chunks(
                        10,
                        1,
                        (_, _) -> {
                          throw new IllegalStateException("mine");
                        })))
        .hasMessage("mine");
  }

  @Test
  void executorThatRefuses() {
    var team =
        Parallel.on(
            _ -> {
              throw new RejectedExecutionException("full");
            },
            4);
    assertThat(sum(team, 1000)).isEqualTo(499_500);
    assertThat(sum(team, 1000)).isEqualTo(499_500);
  }

  @Test
  void saturatedExecutorIsNotFlooded() throws InterruptedException {
    var queue = new LinkedBlockingQueue<Runnable>();
    try (var executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue)) {
      var release = new CountDownLatch(1);
      executor.execute(() -> awaitQuietly(release));
      var team = Parallel.on(executor, 3);
      for (int round = 0; round < 1000; round++) {
        assertThat(sum(team, 100)).isEqualTo(4950);
      }
      assertThat(queue).hasSizeLessThanOrEqualTo(2);
      release.countDown();
    }
  }

  @Test
  void callerInsideTheExecutorFinishesAlone() throws Exception {
    try (var executor = Executors.newFixedThreadPool(1)) {
      var team = Parallel.on(executor, 2);
      assertThat(executor.submit(() -> sum(team, 1000)).get()).isEqualTo(499_500);
    }
  }

  @Test
  void closeEndsTheWorkersAndLoopsGoOnWithoutThem() throws InterruptedException {
    var workers = new ConcurrentLinkedQueue<Thread>();
    var team = Parallel.of(3);
    var all = new CountDownLatch(3);
    team.run(() ->
        Parallel.chunks(
            3,
            1,
            (_, _) -> {
              all.countDown();
              awaitQuietly(all);
              if (Thread.currentThread().isDaemon()) {
                workers.add(Thread.currentThread());
              }
            }));
    team.close();
    team.close();
    assertThat(workers).hasSizeGreaterThanOrEqualTo(2);
    for (var worker : workers) {
      if (worker != Thread.currentThread()) {
        assertThat(worker.isAlive()).isFalse();
      }
    }
    assertThat(sum(team, 1000)).isEqualTo(499_500);
  }

  @Test
  void closeWaitsForPiecesThatRunAndKeepsAnInterrupt() throws InterruptedException {
    var team = Parallel.of(2);
    var worker = new ConcurrentLinkedQueue<Thread>();
    var both = new CountDownLatch(2);
    var release = new CountDownLatch(1);
    var caller =
        Thread.ofPlatform()
            .start(() ->
                team.run(() ->
                    Parallel.chunks(
                        2,
                        1,
                        (_, _) -> {
                          if (Thread.currentThread().getName().startsWith("reverie-worker")) {
                            worker.add(Thread.currentThread());
                          }
                          both.countDown();
                          awaitQuietly(release);
                        })));
    awaitQuietly(both);
    var closing =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              team.close();
              assertThat(worker.peek().isAlive()).isFalse();
              assertThat(Thread.interrupted()).isTrue();
              worker.clear();
            });
    closing.join(50);
    assertThat(closing.isAlive()).as("waits for the piece").isTrue();
    release.countDown();
    closing.join();
    caller.join();
    assertThat(worker).as("all was as it should").isEmpty();
  }

  @Test
  void workersThatCloseTheirOwnTeamDoNotWaitForEachOther() {
    var team = Parallel.of(3);
    var all = new CountDownLatch(3);
    team.run(() ->
        Parallel.chunks(
            3,
            1,
            (_, _) -> {
              all.countDown();
              awaitQuietly(all);
              team.close();
            }));
    assertThat(sum(team, 1000)).isEqualTo(499_500);
  }

  @Test
  void interruptOfTheCallerIsKept() {
    try (var team = Parallel.of(2)) {
      Thread.currentThread().interrupt();
      var slow = new AtomicBoolean();
      team.run(() ->
          Parallel.chunks(
              2,
              1,
              (_, _) -> {
                long end = System.nanoTime() + 5_000_000;
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
                slow.set(true);
              }));
      assertThat(slow).isTrue();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void idleTeamUsesNoProcessor() throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    try (var team = Parallel.of(2)) {
      var worker = new ConcurrentLinkedQueue<Thread>();
      var both = new CountDownLatch(2);
      team.run(() ->
          Parallel.chunks(
              2,
              1,
              (_, _) -> {
                both.countDown();
                awaitQuietly(both);
                if (Thread.currentThread().getName().startsWith("reverie-worker")) {
                  Thread.currentThread().interrupt(); // must not keep the worker awake either
                  worker.add(Thread.currentThread());
                }
              }));
      assertThat(worker).hasSize(1);
      Thread.sleep(100);
      long before = threads.getThreadCpuTime(worker.peek().threadId());
      Thread.sleep(500);
      long used = threads.getThreadCpuTime(worker.peek().threadId()) - before;
      assertThat(used).as("nanoseconds of processor in half a second").isLessThan(20_000_000);
    }
  }

  @Test
  void sharedDefaultIsThereAndClosingItDoesNothing() {
    var shared = Parallel.current();
    assertThat(shared.threads()).isGreaterThanOrEqualTo(1);
    shared.close();
    assertThat(Parallel.current()).isSameAs(shared);
    assertThat(sum(shared, 1000)).isEqualTo(499_500);
    try (var team = Parallel.of(2)) {
      assertThat(team.<Parallel>call(Parallel::current)).isSameAs(team);
      assertThat(Parallel.current()).isSameAs(shared);
    }
  }

  @Test
  void badNumbersSayWhatWouldDo() {
    assertThatThrownBy(() -> Parallel.of(0)).hasMessageContaining("1 (the caller alone) or more");
    assertThatThrownBy(() -> Parallel.on((Executor) null, 2)).hasMessage("executor");
    assertThatThrownBy(() -> Parallel.chunks(10, 0, (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Parallel.chunks(-1, 1, (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    for (var bad : new String[] {"many", "0", "-2", "", "2.5"}) {
      assertThatThrownBy(() -> Parallel.threads(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reverie.threads=" + bad)
          .hasMessageContaining("-Dreverie.threads=4");
    }
    assertThat(Parallel.threads(" 3 ")).isEqualTo(3);
    assertThat(Parallel.threads(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  private static int sum(Parallel team, int n) {
    var total = new AtomicInteger();
    team.run(() ->
        Parallel.chunks(
            n,
            3,
            (from, to) -> {
              int part = 0;
              for (int i = from; i < to; i++) {
                part += i;
              }
              total.addAndGet(part);
            }));
    return total.get();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
