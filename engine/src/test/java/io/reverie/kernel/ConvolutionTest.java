package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reverie.tensor.Compute;
import io.reverie.tensor.Nullable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast ways of convolution against the definition, in double. */
class ConvolutionTest {
  /** What a case goes through: images, filters, slopes of the maps; all three results. */
  private static final class Case {
    final Window window;
    final int images;
    final int out;
    final int groups;
    final float[] x;
    final float[] weight;
    final float[] bias;
    final float[] dy;
    final float[] y;
    final float[] dx;
    final float[] dw;

    Case(int images, Window window, int out, int groups) {
      this.window = window;
      this.images = images;
      this.out = out;
      this.groups = groups;
      int patch = window.channels() / groups * window.taps();
      var random = new Random(1);
      x = normal(random, images * window.channels() * window.pixels(), 1);
      weight = normal(random, out * patch, 1 / Math.sqrt(patch));
      bias = normal(random, out, 1);
      dy = normal(random, images * out * window.places(), 1);
      y = new float[dy.length];
      dx = new float[x.length];
      dw = new float[weight.length];
    }

    static Case of(String text) {
      int[] n = Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
      var high = Window.Axis.of(n[3], n[5], n[7], n[8], n[9]);
      var wide = Window.Axis.of(n[4], n[6], n[7], n[8], n[9]);
      return new Case(n[0], new Window(n[1], high, wide), n[2], n[10]);
    }

    Convolution fast() {
      return Objects.requireNonNull(Convolution.of(window, images, out, groups));
    }

    void run(boolean add) {
      fast().slide(images, x, 0, weight, 0, null, 0, null, add, y, 0);
      fast().spread(images, dy, 0, weight, 0, add, dx, 0);
      fast().addGradient(images, x, 0, dy, 0, dw, 0);
    }

    /** The definition: what each tap takes from its pixel to its place, and back. */
    double[][] expected() {
      var sums =
          new double[][] {new double[y.length], new double[dx.length], new double[dw.length]};
      int in = window.channels();
      int taps = window.taps();
      int depth = in / groups;
      for (int i = 0; i < images * out * depth * taps; i++) {
        int tap = i % taps;
        int w = i % (out * depth * taps);
        int image = i / (out * depth * taps);
        int filter = w / taps / depth;
        int channel = filter / (out / groups) * depth + w / taps % depth;
        int map = (image * out + filter) * window.places();
        int plane = (image * in + channel) * window.pixels();
        for (int p = 0; p < window.places(); p++) {
          int row =
              p / window.x().places() * window.y().stride()
                  + window.y().shift(tap / window.x().kernel());
          int column =
              p % window.x().places() * window.x().stride()
                  + window.x().shift(tap % window.x().kernel());
          if (row >= 0
              && row < window.y().length()
              && column >= 0
              && column < window.x().length()) {
            int pixel = plane + row * window.x().length() + column;
            sums[0][map + p] += (double) weight[w] * x[pixel];
            sums[1][pixel] += (double) weight[w] * dy[map + p];
            sums[2][w] += (double) dy[map + p] * x[pixel];
          }
        }
      }
      return sums;
    }
  }

  private static float[] normal(Random random, int n, double scale) {
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return values;
  }

  /** Images, channels, filters, height, width, kh, kw, stride, padding, dilation, groups. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // By Winograd's algorithm.
        "1 16 16 4 4 3 3 1 1 1 1",
        "2 32 32 16 16 3 3 1 1 1 1",
        "5 17 35 7 9 3 3 1 1 1 1",
        "3 20 67 9 5 3 3 1 0 1 1",
        "2 16 19 6 11 3 3 1 2 1 1",
        "1 65 16 3 70 3 3 1 1 1 1",
        // By products of pixels where they lie.
        "2 32 64 32 32 3 3 2 1 1 1",
        "9 17 35 9 11 3 3 2 1 1 1",
        "17 3 16 21 30 7 7 2 3 1 1",
        "3 5 13 8 19 5 4 1 2 1 1",
        "2 16 16 12 13 3 3 1 2 2 1",
        "2 19 9 13 14 3 2 3 1 2 1",
        "3 21 33 8 7 1 1 2 0 1 1",
        "2 16 16 3 5 1 1 1 1 1 1",
        "1 33 66 4 70 1 3 1 0 1 1",
        "2 32 16 2 3 3 3 1 3 1 1",
        // Each filter on a channel of its own.
        "3 5 5 16 16 3 3 1 1 1 5",
        "2 4 12 7 9 3 3 1 1 1 4",
        "2 3 3 13 40 5 5 1 2 1 3",
        "9 6 6 15 17 3 3 2 1 1 6",
        "2 4 8 9 37 3 3 2 0 1 4",
        "2 4 4 10 39 2 3 2 1 3 4",
        "2 3 6 14 33 3 3 3 2 1 3",
        "1 2 2 5 6 1 1 3 1 1 2",
        "2 7 7 6 80 3 3 1 0 2 7",
        "1 40 40 3 3 3 3 1 4 1 40",
        "2 3 3 9 35 2 3 2 1 1 3",
        // Few channels, or several groups, by patches.
        "3 1 32 28 28 3 3 1 1 1 1",
        "1 3 7 19 40 3 3 1 1 1 1",
        "2 4 5 33 34 3 3 2 1 1 1",
        "2 2 9 40 21 2 5 1 3 2 1",
        "1 1 1 4 5 2 2 1 0 1 1",
        "2 1 3 70 1 5 1 1 2 1 1",
        "2 2 3 4 4 1 1 1 1 1 1",
        "2 3 4 1 1 1 1 2 4 1 1",
        "2 5 17 23 26 5 4 2 1 1 1",
        "3 12 8 14 14 3 3 1 1 1 4",
        "2 6 15 15 17 3 3 2 1 1 3",
        "1 8 4 12 9 4 3 3 2 1 2",
        "2 6 9 13 11 2 3 3 1 2 3",
        "2 32 64 8 8 3 3 1 1 1 4",
        "1 16 36 60 90 3 3 1 1 1 2",
        "1 6 4 7 7 1 1 2 0 1 2",
        "1 4 4 6 40 1 1 3 1 1 2"
      })
  void equalsTheDefinition(String geometry) {
    assumeTrue(Kernels.simd());
    var c = Case.of(geometry);
    Arrays.fill(c.y, 7);
    Arrays.fill(c.dx, 7);
    c.run(false);
    var expected = c.expected();
    near(c.y, expected[0], 1);
    near(c.dx, expected[1], 1);
    near(c.dw, expected[2], 1);
    c.run(true);
    near(c.y, expected[0], 2);
    near(c.dx, expected[1], 2);
    near(c.dw, expected[2], 2);
    c.fast().slide(c.images, c.x, 0, c.weight, 0, c.bias, 0, null, false, c.y, 0);
    for (int i = 0; i < c.y.length; i++) {
      expected[0][i] += c.bias[i / c.window.places() % c.out];
    }
    near(c.y, expected[0], 1);
    float[] finished = c.y.clone();
    twist(finished.length, finished, 0);
    c.fast().slide(c.images, c.x, 0, c.weight, 0, c.bias, 0, ConvolutionTest::twist, false, c.y, 0);
    assertThat(c.y).isEqualTo(finished);
  }

  /** Not the same when done twice. */
  private static void twist(int n, float[] y, int at) {
    for (int i = at; i < at + n; i++) {
      y[i] = 3 - y[i] * y[i];
    }
  }

  /** Within 2e-5 of the root mean square. */
  private static void near(float[] found, double[] expected, int times) {
    double squares = 0;
    for (double e : expected) {
      squares += e * e;
    }
    double most = 2e-5 * times * Math.sqrt(squares / expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - times * expected[i])).as("at " + i).isLessThan(most);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9 16 24 14 14 3 3 1 1 1 1",
        "9 16 24 14 14 3 3 2 1 1 1",
        "9 16 16 14 14 3 3 1 1 1 16",
        "9 16 16 14 14 3 3 1 1 1 4",
        "5 3 40 60 60 3 3 2 1 1 1",
        "1 3 40 90 90 5 5 1 1 1 1"
      })
  void threadsChangeNoBit(String geometry) {
    assumeTrue(Kernels.simd());
    var one = Case.of(geometry);
    Compute.threads(1).run(() -> one.run(false));
    var three = Case.of(geometry);
    Compute.threads(3).run(() -> three.run(false));
    assertThat(three.y).isEqualTo(one.y);
    assertThat(three.dx).isEqualTo(one.dx);
    assertThat(three.dw).isEqualTo(one.dw);
  }

  @Test
  void nanStaysNan() {
    assumeTrue(Kernels.simd());
    var c = Case.of("1 16 16 8 8 3 3 1 1 1 1");
    c.x[3 * 64 + 9] = Float.NaN;
    c.run(false);
    assertThat(c.y[0]).isNaN();
    assertThat(c.y[63]).isNotNaN();
  }

  /** A pixel that some taps never see must not reach them over the border of a row. */
  @Test
  void infinityReachesThoseWhoSeeIt() {
    assumeTrue(Kernels.simd());
    var c = Case.of("1 2 2 8 9 3 3 1 1 1 2");
    c.x[3 * 9 + 8] = Float.POSITIVE_INFINITY;
    c.run(false);
    assertThat(Double.isFinite(c.dw[3])).isTrue();
    assertThat(Double.isFinite(c.dw[4])).isFalse();
    assertThat(Double.isFinite(c.y[4 * 9])).isTrue();
    assertThat(Double.isFinite(c.y[4 * 9 + 7])).isFalse();
  }

  /** Panels have numbers of other rows, and of who was there before, behind their own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"1 2 3 9 11 3 3 1 1 1 1", "1 4 4 9 11 3 3 2 1 1 2", "1 3 8 9 41 7 7 2 3 1 1"})
  void onlyThoseWhoSeeNoNumberHaveNone(String geometry) {
    assumeTrue(Kernels.simd());
    var c = Case.of(geometry);
    c.x[3 * 11 + 10] = Float.NaN;
    int middle = c.window.y().places() / 2 * c.window.x().places() + c.window.x().places() / 2;
    c.dy[middle] = Float.NEGATIVE_INFINITY;
    c.run(false);
    var expected = c.expected();
    sameOnesFinite(c.y, expected[0]);
    sameOnesFinite(c.dx, expected[1]);
    sameOnesFinite(c.dw, expected[2]);
    var after = Case.of(geometry);
    after.run(false);
    near(after.y, after.expected()[0], 1);
    near(after.dx, after.expected()[1], 1);
    near(after.dw, after.expected()[2], 1);
  }

  private static void sameOnesFinite(float[] found, double[] expected) {
    for (int i = 0; i < found.length; i++) {
      assertThat(Float.isFinite(found[i])).as("at " + i).isEqualTo(Double.isFinite(expected[i]));
    }
  }

  @Test
  void patchesWhereProductsWouldBeSmall() {
    assumeTrue(Kernels.simd());
    assertThat(way(64, 1, 1)).isNull();
    assertThat(way(64, 1, 4)).isNull();
    assertThat(way(1, 3, 1)).isInstanceOf(VectorPatches.class);
    assertThat(way(64, 3, 4)).isNull();
    assertThat(way(64, 3, 8)).isInstanceOf(VectorPatches.class);
    assertThat(way(64, 3, 1)).isInstanceOf(VectorWinograd.class);
    assertThat(way(64, 5, 1)).isInstanceOf(VectorSliding.class);
    assertThat(way(64, 5, 64)).isInstanceOf(VectorDepthwise.class);
  }

  private static @Nullable Convolution way(int channels, int kernel, int groups) {
    var axis = Window.Axis.of(32, kernel, 1, kernel / 2, 1);
    return Convolution.of(new Window(channels, axis, axis), 1, 64, groups);
  }
}
