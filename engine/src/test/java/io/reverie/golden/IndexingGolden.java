package io.reverie.golden;

import io.reverie.op.Placed;
import io.reverie.tensor.Tensor;
import java.util.Map;

/** Picking and ordering, and the rarer movements. */
final class IndexingGolden {
  private IndexingGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("gather", g -> g.out("y", g.x("x").gather(g.number("axis"), g.indices("ids"))));
    ops.put(
        "scatter_add",
        g -> g.out("y", g.x("x").scatterAdd(g.number("axis"), g.indices("ids"), g.x("source"))));
    ops.put(
        "index_add",
        g -> g.out("y", g.x("x").indexAdd(g.number("axis"), g.indices("ids"), g.x("source"))));
    ops.put("masked_select", g -> g.out("y", g.x("x").maskedSelect(g.mask("mask"))));
    ops.put("sort", g -> out(g, g.x("x").sort(g.number("axis", -1), g.flag("descending", false))));
    ops.put(
        "topk",
        g -> out(g, g.x("x").topk(g.number("k"), g.number("axis", -1), g.flag("largest", true))));
    ops.put("roll", g -> g.out("y", g.x("x").roll(g.number("axis"), g.number("shift"))));
    ops.put("repeat", g -> g.out("y", g.x("x").repeat(g.numbers("times"))));
    ops.put(
        "repeat_interleave",
        g -> g.out("y", g.x("x").repeatInterleave(g.number("axis"), g.number("times"))));
    ops.put("tril", g -> g.out("y", g.x("x").tril(g.number("diagonal", 0))));
    ops.put("triu", g -> g.out("y", g.x("x").triu(g.number("diagonal", 0))));
    ops.put("diag", g -> g.out("y", g.x("x").diag(g.number("diagonal", 0))));
    ops.put("diagonal", IndexingGolden::diagonal);
  }

  private static void diagonal(GoldenCase g) {
    Tensor x = g.x("x");
    g.out("y", x.diagonal(g.number("diagonal", 0), g.number("rows", 0), g.number("cols", 1)));
  }

  private static void out(GoldenCase g, Placed placed) {
    g.out("y", placed.values());
    g.out("places", placed.places());
  }
}
