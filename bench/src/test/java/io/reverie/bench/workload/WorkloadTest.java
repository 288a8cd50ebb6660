package io.reverie.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  void runs(String name, Workload workload) {
    Runnable step = workload.prepare();
    assertThatCode(step::run).as(name).doesNotThrowAnyException();
    assertThat(workload.figure().apply(0.5)).as(name).doesNotContain("\t", "\n");
  }

  static List<Object[]> workloads() {
    return Workload.all().stream().map(it -> new Object[] {it.name(), it}).toList();
  }

  @Test
  void figuresAreThoseOfOneSecond() {
    assertThat(Workload.ofOperations("x", 4e9, () -> null).figure().apply(2))
        .isEqualTo("2.0 GFLOP/s");
    assertThat(Workload.ofRate("x", 256, "samples", () -> null).figure().apply(0.5))
        .isEqualTo("512 samples/s");
  }

  @Test
  void theClockStartsAfterTheWarmUp() {
    List<Long> waits = new ArrayList<>();
    Runnable quickerAndQuicker =
        () -> {
          waits.add(System.nanoTime());
          pause(waits.size() < 8 ? 5_000_000 : 100_000);
        };
    Stopwatch times = Stopwatch.time(quickerAndQuicker, 0.02);
    assertThat(times.smallest()).isBetween(0.0001, 0.004);
    assertThat(times.median()).isBetween(times.smallest(), 0.004);
  }

  private static void pause(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }
}
