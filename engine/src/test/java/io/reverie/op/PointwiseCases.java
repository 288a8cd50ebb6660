package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.op.OpCases.Case;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** Cases of the functions of each element, away from kinks, which {@link ConventionsTest} has. */
final class PointwiseCases {
  private static final int[][] SHAPES = {{}, {7}, {2, 33}, {0}};

  private final List<Case> cases;
  private final Rng rng = Rng.of(21);

  private PointwiseCases(List<Case> cases) {
    this.cases = cases;
  }

  static void addTo(List<Case> cases) {
    PointwiseCases all = new PointwiseCases(cases);
    all.elementary();
    all.smooth();
    all.piecewise();
    all.flat();
    all.binary();
    all.choices();
    all.gates();
    all.dropouts();
  }

  private void elementary() {
    signed(new Reciprocal(), x -> 1 / x, 0.7f, 2);
    between(new Rsqrt(), x -> 1 / Math.sqrt(x), 0.5f, 3);
    between(new Exp2(), x -> Math.pow(2, x), -2, 2);
    between(new Expm1(), Math::expm1, -2, 1);
    between(new Log1p(), Math::log1p, -0.5f, 3);
    between(new Log2(), x -> Math.log(x) / Math.log(2), 0.5f, 3);
    between(new Log10(), Math::log10, 0.5f, 3);
    between(new Sin(), Math::sin, -7, 7);
    between(new Cos(), Math::cos, -7, 7);
    between(new Tan(), Math::tan, -1, 1);
    between(new Atan(), Math::atan, -3, 3);
    between(new Erf(), PointwiseCases::erf, -3, 3);
    signed(new Abs(), Math::abs, 0.1f, 2);
    for (float exponent : new float[] {0, 1, 2, 3, 7, -1, -2.5f, 0.5f}) {
      between(new Power(exponent), x -> Math.pow(x, exponent), 0.6f, 1.5f);
    }
    signed(new Power(3), x -> x * x * x, 0.5f, 2);
    signed(new Power(-2), x -> 1 / (x * x), 0.7f, 2);
  }

  private void smooth() {
    signed(new Elu(0.7f), x -> x > 0 ? x : 0.7 * Math.expm1(x), 0.05f, 3);
    signed(new Celu(1.6f), x -> x > 0 ? x : 1.6 * Math.expm1(x / 1.6), 0.05f, 3);
    signed(new Selu(), x -> 1.05070099 * (x > 0 ? x : 1.67326324 * Math.expm1(x)), 0.05f, 3);
    between(new Silu(), x -> x * sigmoid(x), -5, 5);
    between(new Mish(), x -> x * Math.tanh(Math.log(1 + Math.exp(x))), -5, 5);
    between(new Softplus(1, 20), x -> Math.log(1 + Math.exp(x)), -5, 5);
    between(new Softplus(2.5f, 20), x -> Math.log(1 + Math.exp(2.5 * x)) / 2.5, -2, 2);
    between(new Softplus(2, 3), x -> x, 1.6f, 4);
    between(new LogSigmoid(), x -> Math.log(sigmoid(x)), -5, 5);
    between(new Gelu(), x -> x * (1 + erf(x / Math.sqrt(2))) / 2, -4, 4);
    double root = Math.sqrt(2 / Math.PI);
    between(new GeluTanh(), x -> x / 2 * (1 + Math.tanh(root * (x + 0.044715 * x * x * x))), -4, 4);
    between(new Tanhshrink(), x -> x - Math.tanh(x), -3, 3);
    signed(new Softsign(), x -> x / (1 + Math.abs(x)), 0.05f, 3);
  }

  private void piecewise() {
    signed(new LeakyRelu(0.2f), x -> x > 0 ? x : 0.2 * x, 0.1f, 1);
    signed(new HardSigmoid(), x -> x / 6 + 0.5, 0, 2.9f);
    signed(new HardSigmoid(), x -> x > 0 ? 1 : 0, 3.1f, 5);
    signed(new HardSwish(), x -> x * (x / 6 + 0.5), 0, 2.9f);
    signed(new HardSwish(), x -> x > 0 ? x : 0, 3.1f, 5);
    signed(new Softshrink(0.3f), x -> x > 0 ? x - 0.3 : x + 0.3, 0.35f, 1);
    signed(new Softshrink(0.3f), _ -> 0, 0, 0.25f);
    signed(new Hardshrink(0.3f), x -> x, 0.35f, 1);
    signed(new Hardshrink(0.3f), _ -> 0, 0, 0.25f);
    between(new Threshold(-0.5f, 9), x -> x, -0.45f, 2);
    between(new Threshold(-0.5f, 9), _ -> 9, -2, -0.55f);
    signed(new Clamp(-1, 1.5f), x -> x > 0 ? 1.5 : -1, 1.6f, 3);
    signed(new Clamp(-1, 1.5f), x -> x, 0, 0.9f);
    between(new Clamp(Float.NEGATIVE_INFINITY, 0.5f), x -> x, -9, 0.4f);
    signed(new HardTanh(-1, 1.5f), x -> x > 0 ? 1.5 : -1, 1.6f, 3);
    signed(new HardTanh(-1, 1.5f), x -> x, 0, 0.9f);
  }

  private void flat() {
    between(new Floor(), _ -> -2, -1.9f, -1.1f);
    between(new Ceil(), _ -> -1, -1.9f, -1.1f);
    between(new Round(), _ -> 2, 1.6f, 2.4f);
    signed(new Trunc(), x -> x > 0 ? 1 : -1, 1.1f, 1.9f);
    signed(new Sign(), x -> x > 0 ? 1 : -1, 0.1f, 2);
    signed(new Not(), _ -> 0, 0.1f, 2);
    signed(new IsNan(), _ -> 0, 0.1f, 2);
    signed(new IsFinite(), _ -> 1, 0.1f, 2);
    signed(new Step(new Surrogate.None()), x -> x > 0 ? 1 : 0, 0.1f, 2);
  }

  private void binary() {
    for (int[][] pair : OpCases.PAIRS) {
      if (Shape.of(pair[0]).size() < 5000 && Shape.of(pair[1]).size() < 5000) {
        // On a grid there are ties, at which the slope of a maximum is a half.
        binary(new Maximum(), Math::max, grid(0, pair[0]), grid(0, pair[1]));
        binary(new Minimum(), Math::min, grid(0, pair[0]), grid(0, pair[1]));
        binary(new Equal(), (a, b) -> a == b ? 1 : 0, grid(0, pair[0]), grid(0, pair[1]));
        binary(new NotEqual(), (a, b) -> a != b ? 1 : 0, grid(0, pair[0]), grid(0, pair[1]));
        binary(new AtLeast(), Math::max, grid(0, pair[0]), grid(0.5f, pair[1]));
        binary(new AtMost(), Math::min, grid(0, pair[0]), grid(0.5f, pair[1]));
        binary(new Less(), (a, b) -> a < b ? 1 : 0, grid(0, pair[0]), grid(0.5f, pair[1]));
        binary(new LessOrEqual(), (a, b) -> a <= b ? 1 : 0, grid(0, pair[0]), grid(0.5f, pair[1]));
        binary(new And(), (_, _) -> 1, grid(0.5f, pair[0]), grid(0.5f, pair[1]));
        binary(new Or(), (_, _) -> 1, grid(0.5f, pair[0]), grid(0.5f, pair[1]));
        binary(new Pow(), Math::pow, values(0.6f, 1.5f, pair[0]), values(-2, 2, pair[1]));
        binary(new Lerp(0.3f), (a, b) -> 0.7 * a + 0.3 * b, grid(0, pair[0]), grid(0, pair[1]));
        binary(new Lerp(0.8f), (a, b) -> 0.2 * a + 0.8 * b, grid(0, pair[0]), grid(0, pair[1]));
      }
    }
    int[][] slopes = {{}, {1}, {4}, {3, 1}, {1, 4}, {2, 3, 4}, {2, 1, 1}};
    for (int[] slope : slopes) {
      DoubleBinaryOperator prelu = (x, w) -> x > 0 ? x : w * x;
      binary(new PRelu(), prelu, bothSigns(0.1f, 1, 2, 3, 4), values(-1, 1, slope));
    }
  }

  private void choices() {
    int[][][] shapes = {
      {{4, 5}, {4, 5}, {4, 5}},
      {{}, {3}, {3}},
      {{5}, {4, 1}, {}},
      {{4, 1}, {5}, {4, 5}},
      {{2, 1, 3}, {4, 1}, {1}},
      {{0, 3}, {3}, {1, 3}},
      {{3, 1}, {3, 2100}, {2100}},
      {{3, 700}, {700}, {3, 1}}
    };
    for (int[][] s : shapes) {
      Tensor mask = OpCases.window(Tensor.zeros(s[0]));
      for (int i = 0; i < mask.size(); i++) {
        mask.array()[mask.offset() + i] = rng.nextInt(3) - 1;
      }
      Shape out = Shape.of(s[0]).broadcast(Shape.of(s[1]).broadcast(Shape.of(s[2])));
      Definition where =
          in ->
              Definitions.each(
                  out,
                  i -> Definitions.repeated(in[Definitions.repeated(mask, i) != 0 ? 0 : 1], i));
      add(() -> new Where(mask), where, values(-1, 1, s[1]), values(-1, 1, s[2]));
    }
  }

  private void gates() {
    int[][] shapes = {{2}, {3, 8}, {4, 3, 2}, {2, 66}, {0, 4}, {2, 0}};
    for (int[] dims : shapes) {
      for (int axis = -dims.length; axis < dims.length; axis++) {
        int place = Math.floorMod(axis, dims.length);
        if (dims[place] % 2 == 0) {
          int along = axis;
          DoubleBinaryOperator swi = (a, b) -> a * sigmoid(a) * b;
          add(() -> new Glu(along), halves(place, (a, b) -> a * sigmoid(b)), values(-3, 3, dims));
          add(() -> new SwiGlu(along), halves(place, swi), values(-3, 3, dims));
        }
      }
    }
  }

  private static Definition halves(int axis, DoubleBinaryOperator f) {
    return in -> {
      int half = in[0].dim(axis) / 2;
      return Definitions.each(
          in[0].shape().with(axis, half),
          i -> {
            int[] other = i.clone();
            other[axis] += half;
            return f.applyAsDouble(in[0].at(i), in[0].at(other));
          });
    };
  }

  private void dropouts() {
    for (int[] dims : new int[][] {{6, 5, 3, 2}, {8, 4}, {0, 3, 2}, {3, 40, 17}}) {
      for (int leading : new int[] {1, 2}) {
        Definition groups =
            in -> {
              Rng draws = Rng.of(7);
              double[] factors = new double[in[0].shape().sizeOf(0, leading)];
              Arrays.setAll(factors, _ -> draws.nextFloat() < 0.4f ? 0 : 1 / 0.6);
              double[] y = new double[in[0].size()];
              Arrays.setAll(y, i -> factors[i / (y.length / factors.length)] * at(in[0], i));
              return y;
            };
        add(() -> new DropGroups(0.4f, leading, Rng.of(7)), groups, values(-1, 1, dims));
      }
      // PyTorch's aten/src/ATen/native/Dropout.cpp.
      double alpha = 1.7580993408473766;
      double a = 1 / Math.sqrt((alpha * alpha * 0.4 + 1) * 0.6);
      Definition alphaDropout =
          in -> {
            Rng draws = Rng.of(7);
            double[] y = new double[in[0].size()];
            Arrays.setAll(
                y,
                i -> {
                  double noise = draws.nextFloat() < 0.4f ? 0 : 1;
                  double b = (noise - 1) * alpha * a + alpha * a * 0.4;
                  return at(in[0], i) * noise * a + b;
                });
            return y;
          };
      add(() -> new AlphaDropout(0.4f, Rng.of(7)), alphaDropout, values(-1, 1, dims));
    }
  }

  private static double at(Tensor x, int i) {
    return x.array()[x.offset() + i];
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** erf by its series without cancellation, 2/√π · e^−x² · Σ 2ᵏ x²ᵏ⁺¹ / (1 · 3 · … · (2k + 1)). */
  static double erf(double x) {
    double sum = 0;
    double term = x;
    for (int k = 1; Math.abs(term) > 1e-18 * Math.abs(sum); k++) {
      sum += term;
      term *= 2 * x * x / (2 * k + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private void between(Op op, DoubleUnaryOperator f, float from, float to) {
    for (int[] dims : SHAPES) {
      add(() -> op, Definitions.unary(f), values(from, to, dims));
    }
  }

  private void signed(Op op, DoubleUnaryOperator f, float from, float to) {
    for (int[] dims : SHAPES) {
      add(() -> op, Definitions.unary(f), bothSigns(from, to, dims));
    }
  }

  private void binary(Op op, DoubleBinaryOperator f, Tensor a, Tensor b) {
    add(() -> op, Definitions.binary(f), a, b);
  }

  private void add(Supplier<Op> op, Definition definition, Tensor... inputs) {
    cases.add(new Case(op, definition, inputs));
  }

  private Tensor values(float from, float to, int... dims) {
    return OpCases.window(Tensor.uniform(rng, from, to, dims));
  }

  private Tensor bothSigns(float from, float to, int... dims) {
    Tensor x = values(from, to, dims);
    for (int i = 0; i < x.size(); i++) {
      x.array()[x.offset() + i] *= rng.nextInt(2) == 0 ? 1 : -1;
    }
    return x;
  }

  /** Whole numbers from −2 to 2, all shifted. */
  private Tensor grid(float shift, int... dims) {
    Tensor x = OpCases.window(Tensor.zeros(dims));
    for (int i = 0; i < x.size(); i++) {
      x.array()[x.offset() + i] = rng.nextInt(5) - 2 + shift;
    }
    return x;
  }
}
