package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reverie.tensor.Compute;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolution with few multiplications against its definition, in double. */
class VectorWinogradTest {
  /** What a case goes through: images, filters, slopes of the maps; all three results. */
  private static final class Case {
    final Window window;
    final int images;
    final int out;
    final float[] x;
    final float[] weight;
    final float[] dy;
    final float[] y;
    final float[] dx;
    final float[] dw;

    Case(int images, int in, int out, int height, int width, int padding) {
      this.window =
          new Window(
              in,
              Window.Axis.of(height, 3, 1, padding, 1),
              Window.Axis.of(width, 3, 1, padding, 1));
      this.images = images;
      this.out = out;
      var random = new Random(1);
      x = normal(random, images * in * window.pixels(), 1);
      weight = normal(random, out * in * 9, 1 / Math.sqrt(in * 9));
      dy = normal(random, images * out * window.places(), 1);
      y = new float[dy.length];
      dx = new float[x.length];
      dw = new float[weight.length];
    }

    void run(boolean add) {
      var forward = new VectorWinograd(window, out);
      forward.slide(images, x, 0, weight, 0, false, add, y, 0);
      forward.back().slide(images, dy, 0, weight, 0, true, add, dx, 0);
      forward.addGradient(images, x, 0, dy, 0, dw, 0);
    }

    /** The definition: what each tap takes from its pixel to its place, and back. */
    double[][] expected() {
      var sums =
          new double[][] {new double[y.length], new double[dx.length], new double[dw.length]};
      int in = window.channels();
      for (int i = 0; i < images * out * in * 9; i++) {
        int tap = i % 9;
        int w = i % (out * in * 9);
        int image = i / (out * in * 9);
        int map = (image * out + w / 9 / in) * window.places();
        int plane = (image * in + w / 9 % in) * window.pixels();
        for (int p = 0; p < window.places(); p++) {
          int row = p / window.x().places() + window.y().shift(tap / 3);
          int column = p % window.x().places() + window.x().shift(tap % 3);
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

  @ParameterizedTest
  @CsvSource({
    "1, 16, 16, 4, 4, 1",
    "2, 32, 32, 16, 16, 1",
    "5, 17, 35, 7, 9, 1",
    "3, 20, 67, 9, 5, 0",
    "2, 16, 19, 6, 11, 2",
    "1, 65, 16, 3, 70, 1"
  })
  void equalsTheDefinition(int images, int in, int out, int height, int width, int padding) {
    assumeTrue(Kernels.simd());
    var c = new Case(images, in, out, height, width, padding);
    c.run(false);
    var expected = c.expected();
    near(c.y, expected[0], 1);
    near(c.dx, expected[1], 1);
    near(c.dw, expected[2], 1);
    c.run(true);
    near(c.y, expected[0], 2);
    near(c.dx, expected[1], 2);
    near(c.dw, expected[2], 2);
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

  @Test
  void threadsChangeNoBit() {
    assumeTrue(Kernels.simd());
    var one = new Case(9, 16, 24, 14, 14, 1);
    Compute.threads(1).run(() -> one.run(false));
    var three = new Case(9, 16, 24, 14, 14, 1);
    Compute.threads(3).run(() -> three.run(false));
    assertThat(three.y).isEqualTo(one.y);
    assertThat(three.dx).isEqualTo(one.dx);
    assertThat(three.dw).isEqualTo(one.dw);
  }

  @Test
  void nanStaysNan() {
    assumeTrue(Kernels.simd());
    var c = new Case(1, 16, 16, 8, 8, 1);
    c.x[3 * 64 + 9] = Float.NaN;
    c.run(false);
    assertThat(c.y[0]).isNaN();
    assertThat(c.y[63]).isNotNaN();
  }

  @Test
  void onlyWhereItFits() {
    assumeTrue(Kernels.simd());
    assertThat(suits(3, 1, 1, 1)).isTrue();
    assertThat(suits(5, 1, 2, 1)).isFalse();
    assertThat(suits(3, 2, 1, 1)).isFalse();
    assertThat(suits(3, 1, 2, 2)).isFalse();
    assertThat(suits(3, 1, 3, 1)).isFalse();
  }

  private static boolean suits(int kernel, int stride, int padding, int dilation) {
    var axis = Window.Axis.of(32, kernel, stride, padding, dilation);
    return VectorWinograd.suits(new Window(16, axis, axis), 1, 16);
  }
}
