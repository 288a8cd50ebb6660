package io.reverie.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.tensor.Rng;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels in use against their plain definitions: every method of the families that treat each
 * element by itself, found by reflection, at odd sizes and offsets, on ordinary and on odd numbers.
 */
class AgreementTest {
  private static final float[] ODD = {
    0f,
    -0f,
    1,
    -1,
    3,
    -3,
    0.5f,
    -0.5f,
    20,
    -20,
    100,
    -100,
    1e10f,
    -1e10f,
    1e30f,
    -1e30f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-39f,
    -1e-39f,
    1e-30f,
    1e36f,
    -1e36f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0.25f,
    6,
    -6,
    2,
    -2,
    88.5f
  };

  /** No array has odd numbers. */
  private static final int NONE = -1;

  private static final int[] SIZES = {0, 1, 5, 16, 31, 64, 77};

  /** A kernel by its definition and as it is used. */
  record Pair(Object definition, Object used, Method method) {
    @Override
    public String toString() {
      return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
  }

  static Stream<Pair> pairs() {
    return Stream.of(
            of(new Pointwise(), Kernels.POINTWISE),
            of(new Elementary(), Kernels.ELEMENTARY),
            of(new Nonlinear(), Kernels.NONLINEAR),
            of(new Piecewise(), Kernels.PIECEWISE),
            of(new Selection(), Kernels.SELECTION),
            of(new Surrogates(), Kernels.SURROGATES))
        .flatMap(List::stream);
  }

  private static List<Pair> of(Object definition, Object used) {
    List<Pair> pairs = new ArrayList<>();
    for (Method method : definition.getClass().getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        pairs.add(new Pair(definition, used, method));
      }
    }
    assertThat(pairs).isNotEmpty();
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void agreesOnOrdinaryNumbers(Pair pair) throws ReflectiveOperationException {
    Rng rng = Rng.of(4);
    for (int n : SIZES) {
      for (int steps = 0; steps < 4; steps++) {
        compare(pair, n, steps, rng, NONE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void agreesOnOddNumbers(Pair pair) throws ReflectiveOperationException {
    // Sums of everything are no functions of one element; overflow comes earlier in float.
    if (pair.method.getReturnType() == void.class) {
      Rng rng = Rng.of(5);
      for (int steps = 0; steps < 4; steps++) {
        for (int i = 0; i < 12; i++) {
          compare(pair, 77, steps, rng, i % 4);
        }
      }
    }
  }

  /** Calls both with equal arguments and holds all arrays against each other afterwards. */
  private static void compare(Pair pair, int n, int steps, Rng rng, int odd)
      throws ReflectiveOperationException {
    Object[] one = arguments(pair.method, n, steps, rng, odd);
    Object[] two = new Object[one.length];
    Arrays.setAll(two, i -> one[i] instanceof float[] array ? array.clone() : one[i]);
    Object before = Arrays.deepToString(one);
    Object[] kept = new Object[one.length];
    Arrays.setAll(kept, i -> one[i] instanceof float[] array ? array.clone() : one[i]);
    Object wanted = pair.method.invoke(pair.definition, one);
    Object came = pair.method.invoke(pair.used, two);
    if (wanted instanceof Double sum) {
      assertThat((double) came).isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-5 * (n + 1)));
    }
    for (int i = 0; i < one.length; i++) {
      if (one[i] instanceof float[] array) {
        close((float[]) two[i], array, kept, i, pair + " of " + before);
      }
    }
  }

  private static void close(float[] came, float[] wanted, Object[] in, int output, String what) {
    for (int i = 0; i < wanted.length; i++) {
      boolean same = came[i] == wanted[i] || Float.isNaN(came[i]) && Float.isNaN(wanted[i]);
      float scale = Math.max(largest(in, i - (int) in[output + 1]), Math.abs(wanted[i]));
      if (!same && !(Math.abs((double) came[i] - wanted[i]) <= 8 * Math.ulp(scale))) {
        throw new AssertionError(
            "element %d: came %s, the definition has %s; %s"
                .formatted(i, came[i], wanted[i], what));
      }
    }
  }

  /** The largest finite number, at least 1, of those from which element i is made. */
  private static float largest(Object[] in, int i) {
    float largest = 1;
    for (int k = 0; k + 1 < in.length; k++) {
      if (in[k] instanceof float[] array && i >= 0 && i < (int) in[0]) {
        boolean stands = k + 2 < in.length && in[k + 2] instanceof Integer step && step == 0;
        float size = Math.abs(array[(int) in[k + 1] + (stands ? 0 : i)]);
        largest = Float.isFinite(size) ? Math.max(largest, size) : largest;
      }
    }
    return largest;
  }

  /**
   * Arguments by type: the first int is n; floats are attributes; an array is followed by its
   * offset and, where a second int comes, its step. One array at a time has odd numbers: the
   * product of a denormal and a very large number says nothing.
   */
  private static Object[] arguments(Method method, int n, int steps, Rng rng, int odd) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    arguments[0] = n;
    int stepped = 0;
    int arrays = 0;
    for (int i = 1; i < types.length; i++) {
      if (types[i] == float.class) {
        arguments[i] = i == 1 ? 0.75f : 1.5f;
      } else if (types[i] == boolean.class) {
        arguments[i] = (steps & 1) == 0;
      } else if (types[i] == float[].class) {
        arguments[i] = numbers(rng, n + 12, odd == arrays++);
      } else if (types[i - 1] == float[].class) {
        arguments[i] = 1 + rng.nextInt(5);
      } else {
        arguments[i] = steps >> stepped++ & 1;
      }
    }
    return arguments;
  }

  private static float[] numbers(Rng rng, int n, boolean odd) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      // Halves, so that there are equals, and others.
      numbers[i] = rng.nextInt(3) == 0 ? rng.nextInt(9) / 2f - 2 : rng.nextGaussian();
      if (odd && rng.nextInt(2) == 0) {
        numbers[i] = ODD[rng.nextInt(ODD.length)];
      }
    }
    return numbers;
  }
}
