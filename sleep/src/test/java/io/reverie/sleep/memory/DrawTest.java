package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.sleep.Toys;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes back, and how often. */
class DrawTest {
  /** Twenty memories of class 0, five of class 2, one of class 3, none of class 1. */
  private static ReplayBuffer uneven() {
    var labels = new int[26];
    Arrays.fill(labels, 20, 25, 2);
    labels[25] = 3;
    return Toys.memory(4, labels);
  }

  @Test
  void drawsWithoutReplacement() {
    var memory = uneven();
    for (int i = 0; i < 200; i++) {
      assertThat(memory.draw(10).slots()).hasSize(10).doesNotHaveDuplicates();
    }
  }

  @Test
  void drawsNoMoreThanThereAre() {
    assertThat(uneven().draw(100).slots()).hasSize(26).doesNotHaveDuplicates();
    assertThat(uneven().draw(0).slots()).isEmpty();
  }

  @Test
  void everyMemoryIsAsLikelyAsAnyOther() {
    var memory = uneven();
    var drawn = new int[26];
    int draws = 5200;
    for (int i = 0; i < draws; i++) {
      for (int slot : memory.draw(5).slots()) {
        drawn[slot]++;
      }
    }
    // 26 fair counts: χ² with 25 degrees of freedom passes 52.6 once in a thousand.
    assertThat(chiSquare(drawn, draws * 5 / 26.0) / (1 - 5 / 26.0)).isBetween(8.6, 52.6);
  }

  /** Also the place within the draw is fair. */
  @Test
  void anyMemoryMayComeFirst() {
    var memory = uneven();
    var first = new int[26];
    for (int i = 0; i < 5200; i++) {
      first[memory.draw(5).slots()[0]]++;
    }
    assertThat(chiSquare(first, 200)).isBetween(8.6, 52.6);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 30, 31, 32, 64})
  void balancedDrawsGiveClassesEqualParts(int n) {
    var memory = uneven();
    for (int i = 0; i < 50; i++) {
      var counts = new int[4];
      for (int label : memory.draw(Draw.balanced(), n).batch().labels()) {
        counts[label]++;
      }
      assertThat(counts[1]).isZero();
      assertThat(counts[0] + counts[2] + counts[3]).isEqualTo(n);
      assertThat(IntStream.of(counts[0], counts[2], counts[3]))
          .allMatch(count -> count == n / 3 || count == n / 3 + 1);
    }
  }

  @Test
  void theOddOneFallsToEachClassAlike() {
    var memory = uneven();
    var counts = new int[4];
    for (int i = 0; i < 3000; i++) {
      counts[memory.draw(Draw.balanced(), 1).batch().labels()[0]]++;
    }
    // 2 degrees of freedom: once in a thousand above 13.8.
    assertThat(chiSquare(new int[] {counts[0], counts[2], counts[3]}, 1000)).isLessThan(13.8);
  }

  @Test
  void membersOfAClassStandForItAlike() {
    var memory = uneven();
    var drawn = new int[26];
    for (int i = 0; i < 1000; i++) {
      for (int slot : memory.draw(Draw.balanced(), 12).slots()) {
        drawn[slot]++;
      }
    }
    assertThat(drawn[25]).isEqualTo(4000);
    // 19 degrees of freedom: once in a thousand above 43.8 or below 5.4.
    assertThat(chiSquare(Arrays.copyOf(drawn, 20), 200)).isBetween(5.4, 43.8);
  }

  private static double chiSquare(int[] counts, double expected) {
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }
}
