package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One after the other, so that their mean comes as near as possible. */
class HerdingTest {
  @Test
  void eachNextIsTheBestThereIs() {
    Tensor x = Tensor.randn(Rng.of(4), 25, 3);
    int[] chosen = Herding.of(x, 25);
    assertThat(chosen).doesNotHaveDuplicates().hasSize(25);
    List<Integer> before = new ArrayList<>();
    for (int next : chosen) {
      double found = distance(x, with(before, next));
      for (int other = 0; other < 25; other++) {
        if (!before.contains(other)) {
          assertThat(found).isLessThanOrEqualTo(distance(x, with(before, other)) + 1e-12);
        }
      }
      before.add(next);
    }
  }

  private static List<Integer> with(List<Integer> some, int one) {
    List<Integer> more = new ArrayList<>(some);
    more.add(one);
    return more;
  }

  /** The squared distance of the mean of these to the mean of all. */
  private static double distance(Tensor x, List<Integer> some) {
    double squares = 0;
    for (int d = 0; d < 3; d++) {
      double way = 0;
      for (int i = 0; i < 25; i++) {
        way += x.at(i, d) / 25;
      }
      for (int i : some) {
        way -= x.at(i, d) / some.size();
      }
      squares += way * way;
    }
    return squares;
  }

  @Test
  void equalsAreTakenInOrderAndNotANumberIsTakenLast() {
    assertThat(Herding.of(Tensor.ones(3, 2), 5)).containsExactly(0, 1, 2);
    assertThat(Herding.of(Tensor.zeros(0, 2), 5)).isEmpty();
    assertThat(Herding.of(Tensor.of(new float[] {1, Float.NaN, 3}, 3, 1), 2)).hasSize(2);
  }
}
