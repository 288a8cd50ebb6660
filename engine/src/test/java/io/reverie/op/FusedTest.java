package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reverie.tensor.Node;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations with an activation or a sum at their end, against one operation after the other. */
class FusedTest {
  private static final Rng RNG = Rng.of(41);

  /** Every function of an element that has a case. */
  static Stream<Unary> functions() {
    return OpCases.all().stream()
        .map(c -> c.op().get())
        .filter(Unary.class::isInstance)
        .map(Unary.class::cast)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionMayWriteOverWhatItReads(Unary f) {
    float[] x = Tensor.uniform(RNG, 0.1f, 2, 77).toArray();
    float[] apart = new float[80];
    f.map(77, x, 0, apart, 3);
    f.map(77, x, 0, x, 0);
    same(x, Arrays.copyOfRange(apart, 3, 80));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aNumberStandsAnywhere(Unary f) {
    float[] x = Tensor.uniform(RNG, 0.1f, 2, 77).toArray();
    float[] all = Tensor.apply(f, Tensor.of(x)).toArray();
    for (int n : new int[] {1, 4, 16, 17, 31, 40}) {
      float[] last = Arrays.copyOfRange(x, 77 - n, 77);
      same(Tensor.apply(f, Tensor.of(last)).toArray(), Arrays.copyOfRange(all, 77 - n, 77));
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aGradientFromTheOutputIsBlindToTheInput(Unary f) {
    assumeTrue(f.fromOutput());
    float[] x = Tensor.uniform(RNG, 0.1f, 2, 77).toArray();
    float[] y = new float[77];
    f.map(77, x, 0, y, 0);
    float[] dy = Tensor.uniform(RNG, 0.5f, 1, 77).toArray();
    float[] seen = new float[77];
    float[] blind = new float[77];
    f.gradient(77, x, 0, y, 0, dy, 0, seen, 0);
    Arrays.fill(x, Float.NaN);
    f.gradient(77, x, 0, y, 0, dy, 0, blind, 0);
    same(blind, seen);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theBitsAreThoseOfOneAfterTheOther(Unary f) {
    for (int[] s : new int[][] {{1, 9, 5}, {3, 33, 70}, {50, 40, 17}, {130, 120, 300}}) {
      Tensor x = Tensor.uniform(RNG, 0, 0.2f, s[0], s[1]);
      Tensor w = Tensor.uniform(RNG, 0, 0.2f, s[2], s[1]);
      Tensor b = Tensor.uniform(RNG, 0.1f, 0.2f, s[2]);
      Tensor r = Tensor.uniform(RNG, 0, 0.2f, s[0], s[2]);
      same(in -> in[0].linear(in[1], null, f), in -> after(f, in[0].linear(in[1])), x, w);
      same(
          in -> in[0].linear(in[1], in[2], f), in -> after(f, in[0].linear(in[1], in[2])), x, w, b);
      same(
          in -> in[3].addLinear(in[0], in[1], in[2]),
          in -> in[3].add(in[0].linear(in[1], in[2])),
          x,
          w,
          b,
          r);
      same(
          in -> Tensor.apply(new Linear(f, true), in),
          in -> after(f, in[2].add(in[0].linear(in[1]))),
          x,
          w,
          r);
    }
    // By Winograd's algorithm, by products of pixels, a channel at a time, and by patches.
    convolved(f, new Conv2d(1, 1, 1, 1), 16, 19);
    convolved(f, new Conv2d(2, 1, 1, 1), 16, 9);
    convolved(f, new Conv2d(1, 1, 1, 4), 4, 8);
    convolved(f, new Conv2d(1, 1, 1, 1), 1, 3);
  }

  private static void convolved(Unary f, Conv2d plain, int channels, int out) {
    int each = channels / plain.groups();
    same(
        in -> in[0].conv2d(in[1], in[2], plain.then(f)),
        in -> after(f, in[0].conv2d(in[1], in[2], plain)),
        Tensor.uniform(RNG, 0, 0.3f, 3, channels, 12, 13),
        Tensor.uniform(RNG, 0, 0.1f, out, each, 3, 3),
        Tensor.uniform(RNG, 0.1f, 0.2f, out));
  }

  private static Tensor after(Unary f, Tensor x) {
    return Tensor.apply(f, x);
  }

  /** In use, on a tape and without one, and on the way back. */
  private static void same(
      Function<Tensor[], Tensor> fused, Function<Tensor[], Tensor> apart, Tensor... in) {
    float[] expected = apart.apply(in).toArray();
    same(fused.apply(in).toArray(), expected);
    try (var _ = Tape.infer()) {
      same(fused.apply(in).toArray(), expected);
    }
    List<float[]> wanted = gradients(apart, in);
    List<float[]> found = gradients(fused, in);
    for (int i = 0; i < wanted.size(); i++) {
      same(found.get(i), wanted.get(i));
    }
  }

  private static void same(float[] found, float[] expected) {
    int i = Arrays.mismatch(found, expected);
    assertThat(i).as("%d numbers, the first to differ", expected.length).isNegative();
  }

  /** The output, then the gradients of the inputs. */
  private static List<float[]> gradients(Function<Tensor[], Tensor> f, Tensor... in) {
    try (var tape = Tape.probe()) {
      Tensor[] watched = Arrays.stream(in).map(tape::watch).toArray(Tensor[]::new);
      Tensor y = f.apply(watched);
      tape.backward(y, Tensor.uniform(Rng.of(3), -1, 1, y.shape().dims()));
      return Stream.concat(Stream.of(y), Arrays.stream(watched).map(Tensor::gradient))
          .map(Tensor::toArray)
          .toList();
    }
  }

  @Test
  void whatIsAddedToMayBeWhatIsMultiplied() {
    same(
        in -> in[0].addLinear(in[0], in[1], null),
        in -> in[0].add(in[0].linear(in[1])),
        Tensor.uniform(RNG, -1, 1, 60, 33),
        Tensor.uniform(RNG, -1, 1, 33, 33));
  }

  @Test
  void aNameSaysWhatIsFused() {
    assertThat(new Linear().name()).isEqualTo("Linear");
    assertThat(new Linear(new Relu(), true).name()).isEqualTo("Linear + Add + Relu");
    assertThat(new Conv2d(1, 0, 1, 1).then(new Tanh()).name()).isEqualTo("Conv2d + Tanh");
  }

  /** What the rectifier got is not kept, what GELU got is, unless nothing goes back. */
  @Test
  void onlyWhatTheWayBackNeedsIsKept() {
    assertThat(bytes(new Relu(), Tape.probe())).isEqualTo(4 * 6);
    assertThat(bytes(new Gelu(), Tape.probe())).isEqualTo(4 * 12);
    assertThat(bytes(new Gelu(), Tape.infer())).isEqualTo(4 * 6);
  }

  private static long bytes(Unary f, Tape open) {
    long[] bytes = new long[1];
    try (var tape = open) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              bytes[0] = node.bytes();
            }
          });
      Tensor.ones(2, 5).linear(Tensor.ones(3, 5), null, f);
    }
    return bytes[0];
  }
}
