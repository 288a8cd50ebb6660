package io.reverie.sleep.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The same data seen otherwise. */
class ViewsTest {
  private static Tensor image(int height, int width) {
    return Tensor.arange(height * width).reshape(height, width).copy();
  }

  private static Dataset images(int n, int height, int width) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 2;
    }
    return Dataset.of(Tensor.randn(Rng.of(5), n, 1, height, width), labels);
  }

  @Test
  void aQuarterTurnIsCounterClockwise() {
    // 0 1 2     2 5
    // 3 4 5  →  1 4, for a square here.
    var square = image(3, 3);
    for (var turn : new double[] {90, 90 + 360}) {
      assertThat(Pixels.rotated(3, 3, turn).apply(square).toArray())
          .containsExactly(2, 5, 8, 1, 4, 7, 0, 3, 6);
      assertThat(Pixels.turned(3, 3, turn).apply(square).toArray())
          .containsExactly(2, 5, 8, 1, 4, 7, 0, 3, 6);
    }
    var half = Pixels.rotated(2, 4, 180).apply(image(2, 4)).toArray();
    assertThat(half).containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(Pixels.rotated(4, 4, 0).apply(image(4, 4)).toArray())
        .isEqualTo(image(4, 4).toArray());
  }

  @Test
  void bilinearTurnsASlopeExactly() {
    int n = 17;
    float[] slope = new float[n * n];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = 2f * (i % n - 8) - 3f * (i / n - 8);
    }
    for (double degrees : new double[] {17, 45, 101.5, 179}) {
      var turned = Pixels.rotated(n, n, degrees).apply(Tensor.of(slope, n, n));
      double c = Math.cos(Math.toRadians(degrees));
      double s = Math.sin(Math.toRadians(degrees));
      for (int y = -5; y <= 5; y++) {
        for (int x = -5; x <= 5; x++) {
          // Rows count downwards: the way back turns by +angle in these coordinates.
          double fromX = c * x - s * y;
          double fromY = s * x + c * y;
          assertThat((double) turned.at(y + 8, x + 8))
              .isCloseTo(2 * fromX - 3 * fromY, Offset.offset(1e-4));
        }
      }
      if (degrees < 170) {
        assertThat(turned.at(0, 0)).as("beyond the edge").isZero();
      }
    }
  }

  @Test
  void theNearestPixelIsTheOneNextToTheSource() {
    var turned = Pixels.turned(9, 9, 30).apply(image(9, 9));
    double c = Math.cos(Math.toRadians(30));
    double s = Math.sin(Math.toRadians(30));
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 9; x++) {
        long column = Math.round(c * (x - 4) - s * (y - 4) + 4);
        long row = Math.round(s * (x - 4) + c * (y - 4) + 4);
        boolean inside = column >= 0 && column < 9 && row >= 0 && row < 9;
        assertThat(turned.at(y, x)).isEqualTo(inside ? row * 9 + column : 0);
      }
    }
  }

  @Test
  void patchesAreSquaresRowByRow() {
    var patches = Pixels.patches(4, 6, 2).apply(image(4, 6));
    assertThat(patches.shape()).isEqualTo(Shape.of(6, 4));
    assertThat(Arrays.copyOf(patches.toArray(), 8)).containsExactly(0, 1, 6, 7, 2, 3, 8, 9);
    assertThat(Arrays.copyOfRange(patches.toArray(), 20, 24)).containsExactly(16, 17, 22, 23);
    assertThatThrownBy(() -> Pixels.patches(4, 6, 4)).hasMessageContaining("must fill it");
  }

  @Test
  void aPermutedTaskHasTheSamePixelsInItsOwnOrder() {
    var train = images(6, 3, 4);
    var scenario = Views.permuted(train, images(4, 3, 4), 5, Rng.of(1));
    assertThat(scenario.classes()).isEqualTo(2);
    assertThat(scenario.sample()).isEqualTo(Shape.of(1, 3, 4));
    Set<String> orders = new HashSet<>();
    for (Task task : scenario.stream()) {
      int[] order = null;
      for (int i = 0; i < 6; i++) {
        float[] plain = train.batch(i).inputs().toArray();
        float[] seen = task.train().batch(i).inputs().toArray();
        int[] found = new int[12];
        for (int p = 0; p < 12; p++) {
          for (int q = 0; q < 12; q++) {
            found[p] = seen[p] == plain[q] ? q : found[p];
          }
        }
        assertThat(found).isEqualTo(order == null ? found : order);
        assertThat(Arrays.stream(found).distinct().count()).isEqualTo(12);
        order = found;
        assertThat(task.train().label(i)).isEqualTo(train.label(i));
      }
      orders.add(Arrays.toString(order));
    }
    // Also the first is permuted.
    assertThat(orders).hasSize(5).doesNotContain("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]");
    var again = Views.permuted(train, images(4, 3, 4), 3, Rng.of(1));
    assertThat(again.stream().get(2).test().all().inputs().toArray())
        .isEqualTo(scenario.stream().get(2).test().all().inputs().toArray());
  }

  @Test
  void rotatedTasksTurnByAnglesOfTheirOwn() {
    var train = images(3, 5, 5);
    var scenario = Views.rotated(train, train, 40, Rng.of(2));
    double sum = 0;
    for (Task task : scenario.stream()) {
      double degrees = Double.parseDouble(task.name().replaceAll(".*: ", "").replace("°", ""));
      assertThat(degrees).isBetween(0.0, 180.0);
      sum += degrees / 40;
      float[] expected = Pixels.rotated(5, 5, degrees).apply(train.batch(1).inputs()).toArray();
      // The name has one digit behind the point.
      assertThat(task.test().batch(1).inputs().toArray())
          .containsExactly(expected, Offset.offset(0.02f));
    }
    assertThat(sum).isBetween(65.0, 115.0);
    assertThatThrownBy(() -> Views.rotated(train.reshape(25), train, 2, Rng.of(1)))
        .hasMessageContaining("[25]");
  }

  @Test
  void aLongStreamHasSmallTasksOfSamplesOfTheirOwn() {
    var train = images(50, 2, 3);
    var scenario = Views.longStream(train, images(6, 2, 3), 120, 10, Rng.of(3));
    assertThat(scenario.stream()).hasSize(120);
    assertThat(scenario.stream().get(7).train().size()).isEqualTo(10);
    assertThat(scenario.stream().get(7).test().size()).isEqualTo(6);
    float[] one = scenario.stream().get(0).train().all().inputs().toArray();
    float[] other = scenario.stream().get(1).train().all().inputs().toArray();
    Arrays.sort(one);
    Arrays.sort(other);
    assertThat(one).isNotEqualTo(other);
    assertThatThrownBy(() -> Views.longStream(train, train, 2, 51, Rng.of(1)))
        .hasMessageContaining("51 samples from 50");
  }

  @Test
  void viewsOfTheWrongSizeAreRefused() {
    assertThatThrownBy(() -> Pixels.rotated(3, 3, 10).apply(image(3, 4)))
        .hasMessageContaining("9 pixels");
    assertThatThrownBy(() -> Pixels.permuted(0, 1, 1)).hasMessageContaining("needed once");
  }
}
