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
  }
}
