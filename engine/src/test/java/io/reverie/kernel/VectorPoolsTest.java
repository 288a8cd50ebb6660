package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest numbers by SIMD against their definition: the same, and from the same places. */
class VectorPoolsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 13, 40, 70})
  void findsTheSamePlaces(int size) {
    assumeTrue(Kernels.simd());
    var random = new Random(size);
    for (int i = 0; i < 200; i++) {
      int kernel = 1 + random.nextInt(4);
      int stride = 1 + random.nextInt(3);
      int step = 1 + random.nextInt(2);
      boolean ceil = random.nextBoolean();
      int padding = random.nextInt(kernel / 2 + 1);
      var y = Window.Axis.of(size, kernel, stride, padding, step);
      var x = Window.Axis.of(size + 3, kernel, stride, padding, step);
      if (Spans.places(y, ceil) > 0 && Spans.places(x, ceil) > 0) {
        same(Spans.sliding(y, ceil, false), Spans.sliding(x, ceil, false), random);
      }
      int places = 1 + random.nextInt(size);
      same(Spans.adaptive(size, places), Spans.adaptive(size + 3, places), random);
    }
  }

  /** Few different numbers, so that there are equals; NaN and −∞ among them. */
  private static void same(Spans ys, Spans xs, Random random) {
    float[] odd = {Float.NaN, Float.NEGATIVE_INFINITY, -0f, 0f, 1, 2, 3, 3};
    var x = new float[2 + ys.length * xs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = odd[random.nextInt(odd.length)];
    }
    int n = ys.from.length * xs.from.length;
    var y = new float[n + 2];
    var places = new int[n + 2];
    var wantedY = y.clone();
    var wantedPlaces = places.clone();
    new Pools().max(ys, xs, x, 2, wantedY, 1, wantedPlaces, 1);
    Kernels.POOLS.max(ys, xs, x, 2, y, 1, places, 1);
    assertThat(places).isEqualTo(wantedPlaces);
    assertThat(y).isEqualTo(wantedY);
  }
}
