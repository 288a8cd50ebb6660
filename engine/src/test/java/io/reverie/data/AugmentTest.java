package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.Augment.Padding;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentTest {
  private static final int H = 3;
  private static final int W = 4;

  /** Pictures of two channels, 1 to 12 and 101 to 112, n times the same. */
  private static Tensor pictures(int n) {
    float[] x = new float[n * 24];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 12 + 1 + (i / 12 % 2) * 100;
    }
    return Tensor.of(x, n, 2, H, W);
  }

  private static Tensor applied(Transform transform, Tensor x, long seed) {
    transform.apply(x, Rng.of(seed));
    return x;
  }

  /** One plane padded, and a window cut out of it. */
  private static float[] cropped(float[] plane, int down, int right, Padding padding) {
    float[] window = new float[12];
    for (int i = 0; i < 12; i++) {
      int y = i / W + down;
      int x = i % W + right;
      boolean inside = y >= 0 && y < H && x >= 0 && x < W;
      if (padding == Padding.EDGE) {
        y = Math.clamp(y, 0, H - 1);
        x = Math.clamp(x, 0, W - 1);
      } else if (padding == Padding.REFLECT) {
        y = H - 1 - Math.abs(H - 1 - Math.abs(y));
        x = W - 1 - Math.abs(W - 1 - Math.abs(x));
      }
      window[i] = inside || padding != Padding.ZERO ? plane[y * W + x] : 0;
    }
    return window;
  }

  @Test
  void cropCutsEveryPlaceOutOfThePaddedPicture() {
    int n = 2500;
    for (Padding padding : Padding.values()) {
      int most = padding == Padding.REFLECT ? 1 : 2; // of three lines, two up is as two down
      Tensor x = applied(Augment.crop(H, W, most, padding), pictures(n), 1);
      int places = (2 * most + 1) * (2 * most + 1);
      Map<String, Integer> counts = new HashMap<>();
      for (int i = 0; i < n; i++) {
        counts.merge(Arrays.toString(x.slice(0, i, i + 1).toArray()), 1, Integer::sum);
      }
      assertThat(counts).hasSize(places);
      float[] plain = pictures(1).toArray();
      for (int down = -most; down <= most; down++) {
        for (int right = -most; right <= most; right++) {
          float[] both = new float[24];
          for (int c = 0; c < 2; c++) {
            float[] plane = Arrays.copyOfRange(plain, 12 * c, 12 * c + 12);
            System.arraycopy(cropped(plane, down, right, padding), 0, both, 12 * c, 12);
          }
          assertThat(counts.get(Arrays.toString(both))).isCloseTo(n / places, within(60));
        }
      }
    }
  }

  @Test
  void flipTurnsHalfUpsideDown() {
    int n = 1000;
    Tensor x = applied(Augment.flip(H, W), pictures(n).reshape(n, 24), 2);
    int turned = 0;
    for (int i = 0; i < n; i++) {
      float first = x.at(i, 0);
      assertThat(first).isIn(1f, 9f);
      assertThat(x.at(i, 4)).isEqualTo(5);
      assertThat(x.at(i, 12)).as("all channels alike").isEqualTo(first + 100);
      turned += first == 9 ? 1 : 0;
    }
    assertThat(turned).isCloseTo(500, within(70));
  }

  @Test
  void rotationTurnsCounterclockwiseAboutTheCentre() {
    // One bright pixel to the right of a 9 × 9 picture's centre: where it goes tells the angle.
    int n = 400;
    float[] pixels = new float[n * 81];
    for (int i = 0; i < n; i++) {
      pixels[i * 81 + 4 * 9 + 7] = 1;
    }
    Tensor x = applied(Augment.rotate(9, 9, 180), Tensor.of(pixels, n, 1, 9, 9), 3);
    int up = 0;
    int quarters = 0;
    for (int i = 0; i < n; i++) {
      double mass = 0;
      double right = 0;
      double high = 0;
      for (int j = 0; j < 81; j++) {
        float light = x.array()[i * 81 + j];
        mass += light;
        right += light * (j % 9 - 4);
        high += light * (4 - j / 9);
      }
      assertThat(Math.hypot(right, high) / mass).isBetween(2.6, 3.4);
      up += high > 0 ? 1 : 0;
      quarters += right > 0 ? 1 : 0;
    }
    assertThat(up).isCloseTo(200, within(50));
    assertThat(quarters).isCloseTo(200, within(50));
  }

  @Test
  void rotationsByHand() {
    Tensor same = applied(Augment.rotate(H, W, 0), pictures(2), 4);
    assertThat(same.toArray()).containsExactly(pictures(2).toArray());
    // The angle is known from the stream. Light grows downwards: right of the centre, a turn brings
    // what stood lower, sin(angle) of a line, from one cosine to the right of it.
    double angle = Math.toRadians((2 * Rng.of(5).nextDouble() - 1) * 10);
    float[] pixels = new float[25];
    for (int i = 0; i < 25; i++) {
      pixels[i] = i / 5;
    }
    Tensor slope = applied(Augment.rotate(5, 5, 10), Tensor.of(pixels, 1, 1, 5, 5), 5);
    assertThat(slope.at(0, 0, 2, 2)).isCloseTo(2, within(1e-6f));
    assertThat(slope.at(0, 0, 2, 3)).isCloseTo((float) (2 + Math.sin(angle)), within(1e-5f));
    assertThat(slope.at(0, 0, 3, 2)).isCloseTo((float) (2 + Math.cos(angle)), within(1e-5f));
  }

  @Test
  void eraseFillsARectangleOfAllChannels() {
    int n = 1000;
    Tensor x = Tensor.ones(n, 2, 20, 30);
    Augment.erase(20, 30, 0.4f, 0.1f, 0.3f).apply(x, Rng.of(6));
    int erased = 0;
    Set<Integer> corners = new HashSet<>();
    for (int i = 0; i < n; i++) {
      int top = 99, left = 99, bottom = -1, right = -1, area = 0;
      for (int j = 0; j < 600; j++) {
        float value = x.array()[i * 1200 + j];
        assertThat(x.array()[i * 1200 + 600 + j]).isEqualTo(value);
        if (value == 0) {
          top = Math.min(top, j / 30);
          bottom = Math.max(bottom, j / 30);
          left = Math.min(left, j % 30);
          right = Math.max(right, j % 30);
          area++;
        }
      }
      if (area > 0) {
        erased++;
        corners.add(top * 30 + left);
        assertThat(area).isEqualTo((bottom - top + 1) * (right - left + 1));
        assertThat(area / 600.0).isBetween(0.08, 0.33);
      }
    }
    assertThat(erased).isCloseTo(400, within(70));
    assertThat(corners).hasSizeGreaterThan(100);
    for (float[] bad :
        new float[][] {{-1, .1f, .2f}, {.5f, 0, .2f}, {.5f, .3f, .2f}, {.5f, .1f, 1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Augment.erase(9, 9, bad[0], bad[1], bad[2]));
    }
  }

  @Test
  void pixelsAreChangedByTheirFormulas() {
    Tensor x = pictures(2);
    Pixels.normalise(H, W, new float[] {1, 101}, new float[] {2, 4}).apply(x, Rng.of(1));
    for (int i = 0; i < 48; i++) {
      assertThat(x.array()[i]).isEqualTo(i % 12 / (i / 12 % 2 == 0 ? 2f : 4f));
    }
    Tensor noisy = Tensor.full(5, 4, 2500);
    Pixels.noise(0.5f).apply(noisy, Rng.of(2));
    assertThat(noisy.mean().item()).isCloseTo(5, within(0.03f));
    assertThat(noisy.sub(Tensor.scalar(5)).square().mean().item()).isCloseTo(.25f, within(0.02f));
  }

  @Test
  void lightAndContrastKeepTheirFixedPoints() {
    int n = 500;
    Tensor light = Tensor.full(0.5f, n, 6);
    Pixels.brightness(0.4f).apply(light, Rng.of(3));
    float low = 1;
    float high = 0;
    for (int i = 0; i < n; i++) {
      assertThat(light.at(i, 5)).as("one factor a sample").isEqualTo(light.at(i, 0));
      low = Math.min(low, light.at(i, 0));
      high = Math.max(high, light.at(i, 0));
    }
    assertThat(low).isBetween(0.3f, 0.31f);
    assertThat(high).isBetween(0.69f, 0.7f);
    Tensor contrast = Tensor.of(new float[] {0.4f, 0.6f, 0.1f, 0.9f, 0, 1}, 3, 2);
    Pixels.contrast(1).apply(contrast, Rng.of(4));
    for (int i = 0; i < 3; i++) {
      assertThat(contrast.at(i, 0) + contrast.at(i, 1)).isCloseTo(1, within(1e-6f));
      assertThat(contrast.at(i, 0)).isBetween(0f, 0.5f);
    }
    assertThat(contrast.at(0, 0)).isNotEqualTo(0.4f);
  }

  @Test
  void mixupIsAWeightedMeanOfBoth() {
    Batch a = new Batch(Tensor.full(1, 2, 3), new int[] {0, 1});
    Batch b = new Batch(Tensor.full(5, 2, 3), new int[] {2, 1});
    double sum = 0;
    for (int seed = 0; seed < 400; seed++) {
      Mixed mixed = Mixed.mixup(a, b, 1, Rng.of(seed));
      float share = mixed.share();
      sum += share;
      assertThat(mixed.inputs().toArray()).containsOnly(share * 1 + (1 - share) * 5);
      assertThat(mixed.targets(3).toArray())
          .containsExactly(new float[] {share, 0, 1 - share, 0, 1, 0}, within(1e-6f));
    }
    assertThat(sum / 400).as("Beta(1, 1) is even").isCloseTo(0.5, within(0.06));
    assertThat(a.inputs().toArray()).as("the batch stays").containsOnly(1);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Mixed.mixup(a, b, 1, Rng.of(1)).targets(2));
    Batch other = new Batch(Tensor.ones(2, 4), new int[2]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mixed.mixup(a, other, 1, Rng.of(1)))
        .withMessageContainingAll("[2, 3]", "[2, 4]");
  }

  @Test
  void cutmixPastesARectangleAndKnowsItsArea() {
    float[] window = new float[3 + 2 * 2 * 80];
    Arrays.fill(window, 1);
    Batch a = new Batch(Tensor.zeros(2, 2, 8, 10), new int[] {0, 1});
    Batch b = new Batch(Tensor.of(window, 3, Shape.of(2, 2, 8, 10)), new int[] {1, 0});
    Set<Float> shares = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      Mixed mixed = Mixed.cutmix(a, b, 8, 10, 1, Rng.of(seed));
      float[] x = mixed.inputs().toArray();
      float[] first = Arrays.copyOf(x, 80);
      int pasted = 0;
      for (int i = 0; i < x.length; i++) {
        assertThat(x[i]).isEqualTo(first[i % 80]);
        pasted += x[i] == 1 ? 1 : 0;
      }
      assertThat(mixed.share()).isCloseTo(1 - pasted / 320f, within(1e-6f));
      shares.add(mixed.share());
    }
    assertThat(shares).hasSizeGreaterThan(10);
    assertThat(a.inputs().sum().item()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> Mixed.cutmix(a, b, 7, 7, 1, Rng.of(1)));
  }

  @Test
  void sameStreamSameChange() {
    Transform all =
        Augment.crop(H, W, 1, Padding.REFLECT)
            .then(Augment.rotate(H, W, 15))
            .then(Augment.flip(H, W))
            .then(Augment.erase(H, W))
            .then(Pixels.noise(1));
    float[] one = applied(all, pictures(9), 1).toArray();
    assertThat(applied(all, pictures(9).reshape(9, 24), 1).toArray()).containsExactly(one);
    assertThat(applied(all, pictures(9), 2).toArray()).isNotEqualTo(one);
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Augment.crop(3, 4, 3, Padding.ZERO))
        .withMessageContaining("0 to 2");
    assertThatIllegalArgumentException().isThrownBy(() -> Augment.rotate(3, 4, Float.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Pixels.noise(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Pixels.brightness(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pixels.normalise(3, 4, new float[1], new float[1]))
        .withMessageContaining("deviation 0.0 of channel 0");
    float[] one = {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> applied(Pixels.normalise(H, W, one, one), pictures(1), 1))
        .withMessageContaining("which has 2 of 3 × 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> applied(Augment.flip(5, 5), pictures(1), 1))
        .withMessageContaining("whole images");
  }
}
