package io.reverie.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstStepsTest {
  private static String[] printed(String... args) throws InterruptedException {
    var bytes = new ByteArrayOutputStream();
    FirstSteps.run(new PrintStream(bytes), args);
    return bytes.toString().split("\\R");
  }

  @Test
  void printsARowOfAFreshJvm() throws InterruptedException {
    String[] lines = printed("--only", "b10", "--seconds", "1", "--threads", "1");
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).matches("workload +first ms +ten ms +warm ms +warm KB +compiling ms");
    assertThat(lines[1]).startsWith("train mlp 784-100-100-10 b10 sgd  ");
    String[] numbers = lines[1].substring(44).strip().split(" +");
    assertThat(numbers).hasSize(5);
    double first = Double.parseDouble(numbers[0]);
    assertThat(Double.parseDouble(numbers[1])).as("ten").isGreaterThanOrEqualTo(first);
    assertThat(Double.parseDouble(numbers[2])).as("warm").isPositive().isLessThan(first);
  }

  @Test
  void countsWhatTheLastStepsTakeAndAllocate() {
    int[] steps = {0};
    byte[][] made = new byte[1][];
    Warming it =
        Warming.of(
            () -> {
              boolean first = steps[0]++ == 0;
              made[0] = new byte[first ? 50_000_000 : 100_000];
              sleep(first ? 60 : 2);
            },
            0.2);
    assertThat(it.first()).isBetween(60.0, it.ten());
    assertThat(it.ten()).isGreaterThan(60 + 9 * 2);
    assertThat(it.warm()).isBetween(2.0, 50.0);
    assertThat(it.bytes()).isBetween(100_000.0, 1_000_000.0);
    assertThat(steps[0]).as("ten steps and twenty windows").isGreaterThanOrEqualTo(30);
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void showsTheLastLinesOfAJvmThatFailed() {
    List<String> nobody = List.of("-cp", "nowhere", "io.reverie.Nobody");
    assertThatIllegalStateException()
        .isThrownBy(() -> Child.linesOfJava(nobody))
        .withMessageContaining("ended with 1. It said:")
        .withMessageContaining("io.reverie.Nobody");
    assertThatIllegalStateException()
        .isThrownBy(() -> {
          try (Child child = Child.java(List.of("--version"))) {
            child.numbers();
          }
        })
        .withMessageContaining("did not end with numbers. It said:");
  }

  @Test
  void saysWhichOptionMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--threads", "0"))
        .withMessage("--threads 0: 1 to 99 is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--seconds", "soon"))
        .withMessage("--seconds soon: a number such as 1.5 is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> printed("--only", "nothing"))
        .withMessage("--only nothing: no workload has that in its name");
  }
}
