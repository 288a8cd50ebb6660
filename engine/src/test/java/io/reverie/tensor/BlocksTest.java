package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stretches of floats: each its owner's alone, and used again once it was given back. */
class BlocksTest {
  private final Blocks blocks = new Blocks();

  private record Stretch(float[] array, int start, int size) {}

  private Stretch take(int n) {
    int start = blocks.take(n);
    return new Stretch(blocks.array(), start, n);
  }

  private void giveBack(Stretch stretch) {
    blocks.giveBack(stretch.array, stretch.start, stretch.size);
  }

  @Test
  void whatIsTakenIsNobodyElses() {
    Rng rng = Rng.of(1);
    for (int step = 0; step < 20; step++) {
      List<Stretch> taken = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        if (rng.nextInt(5) < 2 && !taken.isEmpty()) {
          Stretch gone = taken.remove(rng.nextInt(taken.size()));
          float mark = gone.size == 0 ? 0 : gone.array[gone.start];
          for (int at = 0; at < gone.size; at++) {
            assertThat(gone.array[gone.start + at]).isEqualTo(mark);
          }
          giveBack(gone);
        } else {
          Stretch more = take(rng.nextInt(rng.nextInt(10) == 0 ? 100_000 : 700));
          assertThat(more.start % 16).isZero();
          Arrays.fill(more.array, more.start, more.start + more.size, step * 500 + i);
          taken.add(more);
        }
      }
      blocks.clear();
    }
  }

  @Test
  void whatWasGivenBackInAnyOrderIsOneAgain() {
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    take(80);
    for (int[] order : orders) {
      Stretch[] parts = {take(100), take(33), take(0)};
      take(5);
      for (int i : order) {
        giveBack(parts[i]);
      }
      assertThat(take(112 + 48 + 16)).isEqualTo(new Stretch(parts[0].array, parts[0].start, 176));
    }
  }

  @Test
  void theSameTakingsLieInTheSamePlaces() {
    List<Stretch> first = takings();
    blocks.clear();
    assertThat(takings()).isEqualTo(first);
  }

  private List<Stretch> takings() {
    Rng rng = Rng.of(2);
    List<Stretch> taken = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      taken.add(take(rng.nextInt(30_000)));
      if (i % 3 == 2) {
        giveBack(taken.get(i - rng.nextInt(2)));
      }
    }
    return taken;
  }

  @Test
  void thereIsLittleMoreThanWasTaken() {
    for (int n : new int[] {300_000, 700_000, 5_000_000}) {
      Blocks fresh = new Blocks();
      for (int i = 0; i < 24; i++) {
        fresh.take(n);
      }
      assertThat(fresh.size()).isBetween(24L * n, 36L * n);
    }
  }

  @Test
  void aClearedBlockIsFreeAgain() {
    for (int step = 0; step < 3; step++) {
      for (int i = 0; i < 10; i++) {
        take(100_000);
      }
      assertThat(blocks.size()).isLessThan(2_000_000);
      blocks.clear();
    }
  }
}
