package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exemplars against iCaRL's algorithm, written out. */
class HerdingTest {
  /** argmin over x of ‖μ − 1/k (φ(x) + Σ φ(chosen))‖, as the paper has it. */
  private static List<Integer> byHand(double[][] phi, int m) {
    int d = phi[0].length;
    double[] mean = new double[d];
    for (double[] row : phi) {
      for (int j = 0; j < d; j++) {
        mean[j] += row[j] / phi.length;
      }
    }
    List<Integer> chosen = new ArrayList<>();
    for (int k = 1; k <= m; k++) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int x = 0; x < phi.length; x++) {
        double norm = 0;
        for (int j = 0; j < d; j++) {
          double sum = phi[x][j];
          for (int earlier : chosen) {
            sum += phi[earlier][j];
          }
          norm += Math.pow(mean[j] - sum / k, 2);
        }
        if (!chosen.contains(x) && Math.sqrt(norm) < least) {
          least = Math.sqrt(norm);
          best = x;
        }
      }
      chosen.add(best);
    }
    return chosen;
  }

  private static double[][] unit(Tensor rows) {
    double[][] unit = new double[rows.dim(0)][rows.dim(1)];
    for (int i = 0; i < unit.length; i++) {
      double squares = 0;
      for (int j = 0; j < unit[i].length; j++) {
        squares += Math.pow(rows.at(i, j), 2);
      }
      for (int j = 0; j < unit[i].length; j++) {
        unit[i][j] = rows.at(i, j) / Math.sqrt(squares);
      }
    }
    return unit;
  }

  @Test
  void choosesAsThePaperSays() {
    var rng = Rng.of(8);
    for (int trial = 0; trial < 30; trial++) {
      Tensor rows = Tensor.randn(rng, 25, 4).add(1);
      int[] chosen = Herding.choose(rows, 9);
      assertThat(Arrays.stream(chosen).boxed()).isEqualTo(byHand(unit(rows), 9));
    }
    assertThat(Herding.choose(Tensor.ones(3, 2), 9)).containsExactly(0, 1, 2);
    assertThat(Herding.choose(Tensor.zeros(2, 2), 1)).containsExactly(0);
  }

  /** What it is for: the mean of few is nearer to the mean of all than that of as many others. */
  @Test
  void theMeanStaysWhereItWas() {
    var rng = Rng.of(9);
    int better = 0;
    for (int trial = 0; trial < 100; trial++) {
      Tensor rows = Tensor.randn(rng, 60, 5).add(1);
      double[][] phi = unit(rows);
      double herded = off(phi, Herding.choose(rows, 6));
      double random = off(phi, Arrays.copyOf(rng.permutation(60), 6));
      better += herded < random ? 1 : 0;
    }
    assertThat(better).isGreaterThan(97);
  }

  private static double off(double[][] phi, int... chosen) {
    double squares = 0;
    for (int j = 0; j < phi[0].length; j++) {
      int axis = j;
      double mean = Arrays.stream(phi).mapToDouble(row -> row[axis]).average().orElseThrow();
      double part = IntStream.of(chosen).mapToDouble(i -> phi[i][axis]).average().orElseThrow();
      squares += Math.pow(mean - part, 2);
    }
    return squares;
  }

  private static ReplayBuffer memory(int capacity) {
    return ReplayBuffer.of(capacity, Shape.of(3), 6, KeepRule.reservoir(), Rng.of(1));
  }

  private static Dataset twoClasses(int first, long samples) {
    Dataset blobs = Toys.blobs(2, 3, 20, 2, first, samples);
    int[] labels = IntStream.range(0, 40).map(i -> first + i % 2).toArray();
    return Dataset.of(blobs.all().inputs(), labels);
  }

  @Test
  void classesHaveEqualPartsAndGiveUpTheirLast() {
    var memory = memory(25);
    var herding = Herding.ofInputs();
    List<float[]> first = List.of();
    for (int task = 0; task < 3; task++) {
      Dataset data = twoClasses(2 * task, 5);
      herding.keep(memory, data, task);
      int quota = 25 / (2 * task + 2);
      for (int c = 0; c < 2 * task + 2; c++) {
        assertThat(memory.count(c)).isEqualTo(quota);
      }
      assertThat(memory.seen()).isEqualTo(40L * (task + 1));
      List<float[]> kept = oldestFirst(memory, 0);
      if (task == 0) {
        first = kept;
        Tensor mine = data.filter(label -> label == 0).all().inputs();
        int[] chosen = Herding.choose(mine, quota);
        for (int i = 0; i < quota; i++) {
          Tensor row = mine.slice(0, chosen[i], chosen[i] + 1);
          assertThat(kept.get(i)).isEqualTo(row.toArray());
        }
      }
      for (int i = 0; i < quota; i++) {
        assertThat(kept.get(i)).isEqualTo(first.get(i));
      }
      assertThat(memory.task(memory.oldest(2 * task + 1))).isEqualTo(task);
    }
  }

  private static List<float[]> oldestFirst(ReplayBuffer memory, int label) {
    List<float[]> rows = new ArrayList<>();
    for (int slot = memory.oldest(label); slot >= 0; slot = memory.younger(slot)) {
      rows.add(memory.recall(slot).batch().inputs().toArray());
    }
    return rows;
  }

  /** Where a class comes again, old and new members compete, and keep their tasks. */
  @Test
  void oldMembersCompete() {
    var memory = memory(10);
    var herding = new Herding(inputs -> inputs.mul(2));
    herding.keep(memory, twoClasses(0, 5), 0);
    Tensor old = rows(memory, 0);
    Dataset more = twoClasses(0, 7);
    Tensor both = old.concat(0, more.filter(label -> label == 0).all().inputs());
    herding.keep(memory, more, 1);
    int[] chosen = Herding.choose(both.mul(2), 5);
    int slot = memory.oldest(0);
    int fromBefore = 0;
    for (int i : chosen) {
      assertThat(memory.recall(slot).batch().inputs().toArray())
          .isEqualTo(both.slice(0, i, i + 1).toArray());
      assertThat(memory.task(slot)).isEqualTo(i < 5 ? 0 : 1);
      fromBefore += i < 5 ? 1 : 0;
      slot = memory.younger(slot);
    }
    assertThat(slot).isEqualTo(-1);
    assertThat(memory.size()).isEqualTo(10);
    assertThat(fromBefore).isBetween(1, 4); // else this test would show less
  }

  private static Tensor rows(ReplayBuffer memory, int label) {
    List<float[]> rows = oldestFirst(memory, label);
    Tensor all = Tensor.zeros(rows.size(), 3);
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all.array(), 3 * i, 3);
    }
    return all;
  }

  @Test
  void refusesWhatDoesNotFit() {
    var logits = ReplayBuffer.withLogits(9, Shape.of(3), 6, KeepRule.reservoir(), Rng.of(1));
    assertThatThrownBy(() -> Herding.ofInputs().keep(logits, twoClasses(0, 5), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without logits");
    assertThatThrownBy(() -> Herding.ofInputs().keep(memory(1), twoClasses(0, 5), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each of 2 classes");
    assertThatThrownBy(() -> Herding.ofInputs().keep(memory(9), twoClasses(5, 5), 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
