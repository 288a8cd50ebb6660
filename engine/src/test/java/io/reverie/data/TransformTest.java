package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransformTest {
  private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  /** Images of three by four, the same one many times, channels two by two. */
  private static Tensor images(int n) {
    float[] all = new float[n * IMAGE.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = IMAGE[i % IMAGE.length];
    }
    return Tensor.of(all, n, 1, 3, 4);
  }

  private static float[] image(Tensor images, int i) {
    return images.slice(0, i, i + 1).toArray();
  }

  /** The image moved down and to the right, zeros where nothing was. */
  private static float[] moved(int down, int right) {
    float[] moved = new float[12];
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        if (y + down >= 0 && y + down < 3 && x + right >= 0 && x + right < 4) {
          moved[(y + down) * 4 + x + right] = IMAGE[y * 4 + x];
        }
      }
    }
    return moved;
  }

  @Test
  void shiftMovesEachImageByItsOwnDraw() {
    int n = 9000;
    Tensor x = images(n);
    Transform.shift(3, 4, 1).apply(x, Rng.of(1));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < n; i++) {
      counts.merge(Arrays.toString(image(x, i)), 1, Integer::sum);
    }
    assertThat(counts).hasSize(9);
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        assertThat(counts.get(Arrays.toString(moved(down, right))))
            .as("%d down, %d to the right", down, right)
            .isCloseTo(1000, within(130));
      }
    }
  }

  @Test
  void aShiftByNothingIsNothing() {
    Tensor x = images(3);
    Transform.shift(3, 4, 0).apply(x, Rng.of(1));
    assertThat(x.toArray()).isEqualTo(images(3).toArray());
  }

  @Test
  void mirrorTurnsHalfOfTheImages() {
    int n = 4000;
    Tensor x = images(n);
    Transform.mirror(3, 4).apply(x, Rng.of(2));
    float[] turned = {4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9};
    int count = 0;
    for (int i = 0; i < n; i++) {
      float[] image = image(x, i);
      boolean isTurned = Arrays.equals(image, turned);
      assertThat(isTurned || Arrays.equals(image, IMAGE)).isTrue();
      count += isTurned ? 1 : 0;
    }
    assertThat(count).isCloseTo(n / 2, within(140));
  }

  @Test
  void theMiddleColumnOfAnOddWidthStays() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3}, 4, 1, 1, 3);
    Transform.mirror(1, 3).apply(x, Rng.of(3));
    for (int i = 0; i < 4; i++) {
      assertThat(x.at(i, 0, 0, 1)).isEqualTo(2);
      assertThat(x.at(i, 0, 0, 0) + x.at(i, 0, 0, 2)).isEqualTo(4);
    }
  }

  @Test
  void allChannelsOfAnImageMoveTogether() {
    Tensor x = images(400).reshape(200, 2, 3, 4);
    Transform.shift(3, 4, 1).then(Transform.mirror(3, 4)).apply(x, Rng.of(4));
    for (int i = 0; i < 200; i++) {
      float[] both = image(x, i);
      assertThat(Arrays.copyOfRange(both, 12, 24)).isEqualTo(Arrays.copyOf(both, 12));
    }
  }

  @Test
  void flattenedImagesAndWindowsAreChangedAlike() {
    Tensor x = images(20);
    Tensor flat = images(20).reshape(20, 12);
    float[] array = new float[5 + 240 + 5];
    System.arraycopy(x.array(), 0, array, 5, 240);
    Tensor window = Tensor.of(array, 5, Shape.of(20, 12));
    for (Tensor tensor : new Tensor[] {x, flat, window}) {
      Transform.shift(3, 4, 2).then(Transform.mirror(3, 4)).apply(tensor, Rng.of(5));
    }
    assertThat(flat.toArray()).isEqualTo(x.toArray()).isNotEqualTo(images(20).toArray());
    assertThat(window.toArray()).isEqualTo(x.toArray());
    assertThat(Arrays.copyOf(array, 5)).containsOnly(0);
    assertThat(Arrays.copyOfRange(array, 245, 250)).containsOnly(0);
  }

  @Test
  void oneAfterTheOther() {
    Tensor x = Tensor.of(new float[] {1, 2}, 2, 1);
    Transform add = (inputs, _) -> inputs.array()[0] += 1;
    Transform twice = (inputs, _) -> inputs.array()[0] *= 2;
    add.then(twice).then(Transform.none()).apply(x, Rng.of(1));
    assertThat(x.toArray()).containsExactly(4, 2);
  }

  @Test
  void saysWhatDoesNotFit() {
    for (int most : new int[] {-1, 3, 4}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Transform.shift(3, 4, most))
          .withMessageContainingAll("up to " + most, "3 × 4", "0 to 2");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transform.mirror(5, 5).apply(images(2), Rng.of(1)))
        .withMessageContainingAll("5 × 5", "[2, 1, 3, 4]", "12 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transform.shift(5, 5, 1).apply(images(2), Rng.of(1)))
        .withMessageContaining("whole images");
  }
}
