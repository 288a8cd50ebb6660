package io.reverie.golden;

import java.util.Map;

/** Arithmetic and activations, element by element. */
final class PointwiseGolden {
  private PointwiseGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("add", g -> g.out("y", g.x("a").add(g.x("b"))));
    ops.put("sub", g -> g.out("y", g.x("a").sub(g.x("b"))));
    ops.put("mul", g -> g.out("y", g.x("a").mul(g.x("b"))));
    ops.put("div", g -> g.out("y", g.x("a").div(g.x("b"))));
    ops.put("exp", g -> g.out("y", g.x("x").exp()));
    ops.put("log", g -> g.out("y", g.x("x").log()));
    ops.put("sqrt", g -> g.out("y", g.x("x").sqrt()));
    ops.put("square", g -> g.out("y", g.x("x").square()));
    ops.put("neg", g -> g.out("y", g.x("x").neg()));
    ops.put("relu", g -> g.out("y", g.x("x").relu()));
    ops.put("sigmoid", g -> g.out("y", g.x("x").sigmoid()));
    ops.put("tanh", g -> g.out("y", g.x("x").tanh()));
    functions(ops);
    activations(ops);
    choices(ops);
  }

  private static void functions(Map<String, GoldenOp> ops) {
    ops.put("abs", g -> g.out("y", g.x("x").abs()));
    ops.put("reciprocal", g -> g.out("y", g.x("x").reciprocal()));
    ops.put("rsqrt", g -> g.out("y", g.x("x").rsqrt()));
    ops.put("exp2", g -> g.out("y", g.x("x").exp2()));
    ops.put("expm1", g -> g.out("y", g.x("x").expm1()));
    ops.put("log1p", g -> g.out("y", g.x("x").log1p()));
    ops.put("log2", g -> g.out("y", g.x("x").log2()));
    ops.put("log10", g -> g.out("y", g.x("x").log10()));
    ops.put("sin", g -> g.out("y", g.x("x").sin()));
    ops.put("cos", g -> g.out("y", g.x("x").cos()));
    ops.put("tan", g -> g.out("y", g.x("x").tan()));
    ops.put("atan", g -> g.out("y", g.x("x").atan()));
    ops.put("erf", g -> g.out("y", g.x("x").erf()));
    ops.put("pow", PointwiseGolden::pow);
    ops.put("floor", g -> g.out("y", g.x("x").floor()));
    ops.put("ceil", g -> g.out("y", g.x("x").ceil()));
    ops.put("round", g -> g.out("y", g.x("x").round()));
    ops.put("trunc", g -> g.out("y", g.x("x").trunc()));
    ops.put("sign", g -> g.out("y", g.x("x").sign()));
  }

  /** The exponent is an attribute, or else a tensor. */
  private static void pow(GoldenCase g) {
    boolean fixed = g.hasAttribute("exponent");
    g.out("y", fixed ? g.x("x").pow(g.real("exponent", 0)) : g.x("a").pow(g.x("b")));
  }

  private static void activations(Map<String, GoldenOp> ops) {
    ops.put("elu", g -> g.out("y", g.x("x").elu(g.real("alpha", 1))));
    ops.put("celu", g -> g.out("y", g.x("x").celu(g.real("alpha", 1))));
    ops.put("selu", g -> g.out("y", g.x("x").selu()));
    ops.put("gelu", g -> g.out("y", g.x("x").gelu()));
    ops.put("gelu_tanh", g -> g.out("y", g.x("x").geluTanh()));
    ops.put("leaky_relu", g -> g.out("y", g.x("x").leakyRelu(g.real("slope", 0.01f))));
    ops.put("mish", g -> g.out("y", g.x("x").mish()));
    ops.put("silu", g -> g.out("y", g.x("x").silu()));
    ops.put(
        "softplus", g -> g.out("y", g.x("x").softplus(g.real("beta", 1), g.real("threshold", 20))));
    ops.put("log_sigmoid", g -> g.out("y", g.x("x").logSigmoid()));
    ops.put("hardtanh", g -> g.out("y", g.x("x").hardTanh(g.real("min", -1), g.real("max", 1))));
    ops.put("relu6", g -> g.out("y", g.x("x").relu6()));
    ops.put("hardsigmoid", g -> g.out("y", g.x("x").hardSigmoid()));
    ops.put("hardswish", g -> g.out("y", g.x("x").hardSwish()));
    ops.put("softsign", g -> g.out("y", g.x("x").softsign()));
    ops.put("tanhshrink", g -> g.out("y", g.x("x").tanhshrink()));
    ops.put("softshrink", g -> g.out("y", g.x("x").softshrink(g.real("lambda", 0.5f))));
    ops.put("hardshrink", g -> g.out("y", g.x("x").hardshrink(g.real("lambda", 0.5f))));
    ops.put(
        "threshold",
        g -> g.out("y", g.x("x").threshold(g.real("threshold", 0), g.real("value", 0))));
    ops.put("prelu", g -> g.out("y", g.x("x").prelu(g.x("weight"))));
    ops.put("glu", g -> g.out("y", g.x("x").glu(g.number("axis", -1))));
  }

  private static void choices(Map<String, GoldenOp> ops) {
    ops.put("maximum", g -> g.out("y", g.x("a").maximum(g.x("b"))));
    ops.put("minimum", g -> g.out("y", g.x("a").minimum(g.x("b"))));
    ops.put("where", g -> g.out("y", g.mask("mask").where(g.x("a"), g.x("b"))));
    ops.put("lerp", g -> g.out("y", g.x("a").lerp(g.x("b"), g.real("weight", 0.5f))));
    ops.put("clamp", PointwiseGolden::clamp);
  }

  /** The bounds are attributes, or tensors; either may be absent. */
  private static void clamp(GoldenCase g) {
    if (g.has("min") || g.has("max")) {
      var above = g.has("min") ? g.x("x").clampMin(g.x("min")) : g.x("x");
      g.out("y", g.has("max") ? above.clampMax(g.x("max")) : above);
    } else {
      float low = g.real("min", Float.NEGATIVE_INFINITY);
      g.out("y", g.x("x").clamp(low, g.real("max", Float.POSITIVE_INFINITY)));
    }
  }
}
