package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SIMD forms of {@link Norms} against its definitions, also far from zero. */
class VectorNormsTest {
  /** Sizes around the lengths of vectors, and around the blocks that are added up in float. */
  private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 33, 100, 1023, 1041, 4097};

  private static final int RUNS = 3;
  private static final int GAP = 5;
  private static final int AT = 7;

  /** A kernel called on windows of x, dy and the weights; what it returns, or 0. */
  private enum Kernel {
    MEAN {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        return n == 0 ? 0 : k.mean(RUNS, n + GAP, n, x, AT);
      }
    },
    MOMENTS {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        double[] moments = new double[4];
        double[] of0 = new double[2];
        if (n > 0) {
          k.moments(n, true, x, AT, moments);
          k.moments(n, false, dy, AT, of0);
        }
        y[AT] = (float) moments[1];
        y[AT + 1] = (float) of0[1];
        return moments[0] + of0[0];
      }
    },
    SQUARES {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        return k.squares(RUNS, n + GAP, n, x, AT, mean);
      }
    },
    SUM {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        return k.sum(RUNS, n + GAP, n, dy, AT);
      }
    },
    DOT {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        return k.dot(RUNS, n + GAP, n, dy, AT, x, AT, mean);
      }
    },
    SCALE {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        k.scale(RUNS, n + GAP, n, x, AT, mean, 0.7f, -0.3f, y, AT);
        return 0;
      }
    },
    ADD_GRADIENT {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        k.addGradient(RUNS, n + GAP, n, 0.7f, dy, AT, -0.4f, x, AT, mean, 0.2f, y, AT);
        return 0;
      }
    },
    SET_GRADIENT {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        k.setGradient(RUNS, n + GAP, n, 0.7f, dy, AT, -0.4f, x, AT, mean, 0.2f, y, AT);
        return 0;
      }
    },
    SCALE_ROW {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        k.scaleRow(n, x, AT, mean, 0.8f, w, AT, dy, AT, y, AT);
        k.scaleRow(n, x, AT, mean, 0.8f, w, AT, null, 0, y, AT + n + GAP);
        return 0;
      }
    },
    ADD_ROW_GRADIENT {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        k.addRowGradient(n, true, x, AT, mean, 0.8f, w, AT, dy, AT, y, AT);
        k.addRowGradient(n, false, x, AT, mean, 0.8f, w, AT, dy, AT, y, AT + n + GAP);
        return 0;
      }
    },
    ADD_WEIGHT_GRADIENT {
      @Override
      double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y) {
        k.addWeightGradient(n, x, AT, mean, 0.8f, dy, AT, y, AT);
        return 0;
      }
    };

    abstract double run(Norms k, int n, float[] x, float[] dy, float[] w, double mean, float[] y);
  }

  @BeforeAll
  static void needsTheVectorModule() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void isItsDefinition(Kernel kernel) {
    for (double far : new double[] {0, 1e4, -1e6}) {
      for (int n : SIZES) {
        float[] x = numbers(n, 1, far);
        float[] dy = numbers(n, 2, 0);
        float[] w = numbers(n, 3, 1);
        float[] expected = numbers(n, 4, 0);
        float[] actual = expected.clone();
        double mean = far + 0.123;
        double plain = kernel.run(new Norms(), n, x, dy, w, mean, expected);
        double fast = kernel.run(new VectorNorms(), n, x, dy, w, mean, actual);
        String name = "%s of %d around %s".formatted(kernel, n, far);
        assertThat(fast).as(name).isCloseTo(plain, within(1e-6 * Math.max(1, RUNS * n)));
        if (kernel == Kernel.MEAN) {
          // Not merely close for its size: what is left of the data after it is taken off counts.
          assertThat(fast).as(name).isCloseTo(plain, within(1e-6));
        }
        for (int i = 0; i < actual.length; i++) {
          assertThat(actual[i])
              .as("%s, element %d", name, i - AT)
              .isCloseTo(expected[i], within(4e-6f));
        }
      }
    }
  }

  /**
   * The first numbers of a row say nothing of where the others are. What is added up in float is
   * the distance from them, so that the mean is as sharp as 64 sums of such distances.
   */
  @Test
  void momentsOfRowsWhoseBeginningLiesFarOff() {
    for (int n : new int[] {64, 100, 1023, 4097}) {
      float[] x = numbers(n, 5, 0);
      Arrays.fill(x, AT, AT + 16, 1e4f);
      double[] plain = new double[2];
      double[] fast = new double[2];
      new Norms().moments(n, true, x, AT, plain);
      new VectorNorms().moments(n, true, x, AT, fast);
      assertThat(fast[0]).isCloseTo(plain[0], within(1e-6 * 1e4));
      assertThat(fast[1]).isCloseTo(plain[1], within(2e-6 * plain[1]));
    }
  }

  @Test
  void momentsOfWhatIsNoNumberAreNone() {
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int at : new int[] {0, 70, 99}) {
        float[] x = numbers(100, 6, 0);
        x[AT + at] = odd;
        double[] moments = new double[2];
        new VectorNorms().moments(100, true, x, AT, moments);
        assertThat(moments[1]).isNaN();
      }
    }
  }

  /** Three runs with gaps between them, filled with numbers of deviation 1 around {@code far}. */
  private static float[] numbers(int n, long seed, double far) {
    Random random = new Random(seed);
    float[] numbers = new float[AT + RUNS * (n + GAP) + 3];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (far + random.nextGaussian());
    }
    return numbers;
  }

  @Test
  void everyKernelIsHere() {
    Set<String> here =
        Arrays.stream(Kernel.values())
            .map(kernel -> kernel.name().replace("_", "").toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.toSet());
    assertThat(VectorNorms.class.getDeclaredMethods())
        .extracting(Method::getName)
        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
        .isSubsetOf(here);
  }
}
