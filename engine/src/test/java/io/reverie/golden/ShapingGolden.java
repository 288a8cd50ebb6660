package io.reverie.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.reverie.op.Einsum;
import io.reverie.op.Pad.Mode;
import io.reverie.tensor.Tensor;
import java.util.Locale;
import java.util.Map;

/** Reductions, movement, indexing, products. */
final class ShapingGolden {
  /** A reduction over axes, kept or not. */
  private interface Reduction {
    Tensor of(Tensor x, boolean keepDim, int... axes);
  }

  private ShapingGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    reductions(ops);
    movement(ops);
    ops.put(
        "linear",
        g ->
            g.out(
                "y",
                g.has("bias")
                    ? g.x("input").linear(g.x("weight"), g.x("bias"))
                    : g.x("input").linear(g.x("weight"))));
    ops.put("matmul", g -> g.out("y", g.x("input").matmul(g.x("other"))));
    ops.put("einsum", g -> g.out("y", Einsum.of(g.attribute("equation").getAsString(), all(g))));
    ops.put("embedding", ShapingGolden::embedding);
    ops.put(
        "index_select",
        g -> g.out("y", g.x("x").indexSelect(g.number("axis", 0), g.indices("ids"))));
    ops.put(
        "cosine_similarity",
        g ->
            g.out(
                "y",
                g.x("a").cosineSimilarity(g.x("b"), g.number("axis", 1), g.real("eps", 1e-8f))));
  }

  private static void reductions(Map<String, GoldenOp> ops) {
    reduction(ops, "sum", Tensor::sum);
    reduction(ops, "mean", Tensor::mean);
    reduction(ops, "prod", Tensor::prod);
    reduction(ops, "amax", Tensor::amax);
    reduction(ops, "amin", Tensor::amin);
    reduction(ops, "logsumexp", Tensor::logSumExp);
    ops.put("norm", g -> g.out("y", g.x("x").norm(power(g), g.flag("keepdim", false), axes(g))));
    ops.put(
        "var",
        g ->
            g.out("y", g.x("x").var(g.number("correction", 1), g.flag("keepdim", false), axes(g))));
    ops.put(
        "std",
        g ->
            g.out("y", g.x("x").std(g.number("correction", 1), g.flag("keepdim", false), axes(g))));
    ops.put("argmax", g -> argument(g, true));
    ops.put("argmin", g -> argument(g, false));
    ops.put("cumsum", g -> g.out("y", g.x("x").cumsum(g.number("axis"))));
    ops.put("cumprod", g -> g.out("y", g.x("x").cumprod(g.number("axis"))));
    ops.put("softmax", g -> g.out("y", g.x("x").softmax(g.number("axis", -1))));
    ops.put("log_softmax", g -> g.out("y", g.x("x").logSoftmax(g.number("axis", -1))));
  }

  private static void reduction(Map<String, GoldenOp> ops, String name, Reduction reduction) {
    ops.put(name, g -> g.out("y", reduction.of(g.x("x"), g.flag("keepdim", false), axes(g))));
  }

  private static void argument(GoldenCase g, boolean largest) {
    // Without an axis PyTorch looks through all elements.
    Tensor x = g.hasAttribute("axis") ? g.constant("x") : g.constant("x").reshape(-1);
    int axis = g.number("axis", 0);
    boolean keep = g.flag("keepdim", false);
    g.out("y", largest ? x.argmax(keep, axis) : x.argmin(keep, axis));
  }

  private static void movement(Map<String, GoldenOp> ops) {
    ops.put("permute", g -> g.out("y", g.x("x").permute(g.numbers("axes"))));
    ops.put("reshape", g -> g.out("y", g.x("x").reshape(g.numbers("shape"))));
    ops.put("expand", g -> g.out("y", g.x("x").expand(g.numbers("shape"))));
    ops.put("flip", g -> g.out("y", g.x("x").flip(g.numbers("axes"))));
    ops.put("pad", ShapingGolden::pad);
    ops.put("slice", ShapingGolden::slice);
    ops.put("concat", g -> g.out("y", all(g)[0].concat(g.number("axis", 0), rest(g))));
    ops.put("stack", g -> g.out("y", all(g)[0].stack(g.number("axis", 0), rest(g))));
  }

  private static void pad(GoldenCase g) {
    Tensor x = g.x("x");
    Mode mode =
        g.hasAttribute("mode")
            ? Mode.valueOf(g.attribute("mode").getAsString().toUpperCase(Locale.ROOT))
            : Mode.CONSTANT;
    g.out("y", mode == Mode.CONSTANT ? x.pad(g.real("value", 0), pads(g)) : x.pad(mode, pads(g)));
  }

  private static void slice(GoldenCase g) {
    Tensor x = g.x("x");
    int length = x.dim(g.number("axis"));
    int from = g.number("from", 0);
    int to = Math.min(g.number("to", length), length);
    g.out("y", x.slice(g.number("axis"), from, to, g.number("step", 1)));
  }

  private static void embedding(GoldenCase g) {
    Tensor table = g.x("weight");
    g.out(
        "y",
        g.hasAttribute("padding_idx")
            ? table.embedding(g.indices("ids"), g.number("padding_idx"))
            : table.embedding(g.indices("ids")));
  }

  private static float power(GoldenCase g) {
    boolean infinite = g.attribute("p").getAsString().equals("inf");
    return infinite ? Float.POSITIVE_INFINITY : g.real("p", 2);
  }

  /** The axes of a reduction; all of them where the file names none. */
  private static int[] axes(GoldenCase g) {
    if (!g.hasAttribute("axes")) {
      return new int[0];
    }
    JsonElement axes = g.attribute("axes");
    return axes.isJsonArray() ? g.numbers("axes") : new int[] {axes.getAsInt()};
  }

  private static int[][] pads(GoldenCase g) {
    return g.attribute("pads").getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonArray)
        .map(ShapingGolden::pair)
        .toArray(int[][]::new);
  }

  private static int[] pair(JsonArray pad) {
    return new int[] {pad.get(0).getAsInt(), pad.get(1).getAsInt()};
  }

  /** All inputs, in the order of their names. */
  private static Tensor[] all(GoldenCase g) {
    return g.names().sorted().map(g::x).toArray(Tensor[]::new);
  }

  private static Tensor[] rest(GoldenCase g) {
    return g.names().sorted().skip(1).map(g::x).toArray(Tensor[]::new);
  }
}
