package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrioritiesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 65, 4096, 4097, 10_000})
  void drawsAsOftenAsThePrioritySays(int n) {
    Rng rng = Rng.of(n);
    Priorities priorities = Priorities.of(n);
    double[] wanted = new double[n];
    for (int i = 0; i < n; i++) {
      wanted[i] = i % 3 == 1 ? 0 : rng.nextDouble() * (i % 7 + 1);
      priorities.set(i, wanted[i]);
    }
    double total = Arrays.stream(wanted).sum();
    assertThat(priorities.total()).isCloseTo(total, within(1e-9 * total));
    int draws = 200_000;
    int[] counts = new int[n];
    for (int drawn : priorities.draw(draws, rng)) {
      counts[drawn]++;
    }
    // Pearson's statistic has the number of possible samples as its mean, and twice it as variance.
    double statistic = 0;
    int possible = 0;
    for (int i = 0; i < n; i++) {
      double expected = draws * wanted[i] / total;
      if (wanted[i] == 0) {
        assertThat(counts[i]).isZero();
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        possible++;
      }
    }
    assertThat(statistic).isLessThan(possible + 6 * Math.sqrt(2.0 * possible) + 10);
  }

  @Test
  void aChangeShowsInTheNextDraw() {
    Priorities priorities = Priorities.of(5000);
    Rng rng = Rng.of(1);
    for (int round = 0; round < 50; round++) {
      int only = rng.nextInt(5000);
      int[] all = priorities.draw(100, rng);
      for (int i = 0; i < 5000; i++) {
        priorities.set(i, 0);
      }
      priorities.set(new int[] {only, only}, 3, 2);
      assertThat(priorities.total()).isEqualTo(2);
      assertThat(priorities.draw(20, rng)).containsOnly(only);
      for (int i : all) {
        priorities.set(i, 1);
      }
      for (int drawn : priorities.draw(20, rng)) {
        assertThat(drawn == only || Arrays.stream(all).anyMatch(i -> i == drawn)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 64, 1000})
  void severalAtOnceAreLikeOneAfterTheOther(int n) {
    Rng rng = Rng.of(n);
    Priorities together = Priorities.of(n);
    Priorities oneByOne = Priorities.of(n);
    for (int count : new int[] {0, 1, 2, 7, 64, 300, 2000}) {
      int[] samples = new int[count];
      float[] floats = new float[count];
      double[] doubles = new double[count];
      for (int i = 0; i < count; i++) {
        samples[i] = rng.nextInt(n);
        floats[i] = rng.nextFloat();
        doubles[i] = rng.nextDouble();
        oneByOne.set(samples[i], count % 2 == 0 ? floats[i] : doubles[i]);
      }
      if (count % 2 == 0) {
        together.set(samples, floats);
      } else {
        together.set(samples, doubles);
      }
      assertThat(together.total()).isEqualTo(oneByOne.total());
      assertThat(together.draw(400, Rng.of(count)))
          .containsExactly(oneByOne.draw(400, Rng.of(count)));
    }
  }

  /** Sums rounded up leave a little beyond the last sample that can be drawn. */
  @Test
  void roundingLeadsToNoSampleWithoutPriority() {
    Priorities priorities = Priorities.of(21);
    int[] found = new int[2];
    for (int last = 20; last >= 0; last--) {
      priorities.find(2, new double[] {priorities.total(), 1e9}, found, 0);
      assertThat(found).containsOnly(last);
      priorities.set(last, 0);
    }
  }

  @Test
  void sameSeedSameSamples() {
    assertThat(Priorities.of(777).draw(50, Rng.of(3)))
        .containsExactly(Priorities.of(777).draw(50, Rng.of(3)));
  }

  @Test
  void refusesWhatIsNoPriority() {
    Priorities priorities = Priorities.of(2);
    assertThatThrownBy(() -> Priorities.of(0)).hasMessageContaining("0 samples");
    assertThatThrownBy(() -> priorities.set(0, Double.NaN)).hasMessageContaining("NaN of sample 0");
    assertThatThrownBy(() -> priorities.set(1, -1)).hasMessageContaining("-1.0 of sample 1");
    assertThatThrownBy(() -> priorities.set(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> priorities.set(new int[1], 1, 2))
        .hasMessage("2 priorities for 1 samples: one each is needed");
    assertThatThrownBy(() -> priorities.set(new int[] {0, 1}, 5, -1f))
        .hasMessageContaining("-1.0 of sample 1");
    assertThat(priorities.get(0)).isEqualTo(1);
    assertThatThrownBy(() -> priorities.draw(-1, Rng.of(1))).hasMessageContaining("-1 draws");
    assertThat(priorities.draw(0, Rng.of(1))).isEmpty();
    priorities.set(0, 0);
    priorities.set(1, 0);
    assertThatThrownBy(() -> priorities.draw(1, Rng.of(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sum of 0.0");
  }
}
