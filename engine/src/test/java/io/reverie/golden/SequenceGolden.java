package io.reverie.golden;

import io.reverie.nn.Gru;
import io.reverie.nn.GruCell;
import io.reverie.nn.Lstm;
import io.reverie.nn.LstmCell;
import io.reverie.nn.Recurrent;
import io.reverie.nn.RecurrentCell;
import io.reverie.nn.Rnn;
import io.reverie.nn.RnnCell;
import io.reverie.op.Scores;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Recurrent layers and attention. */
final class SequenceGolden {
  private SequenceGolden() {}

  /** A layer put together from its cells. */
  private interface Layer<C> {
    Recurrent of(List<C> cells, Recurrent.Form form);
  }

  /** A cell put together from its weights. */
  private interface Cell<C> {
    C of(Parameter ih, Parameter hh, @Nullable Parameter biasIh, @Nullable Parameter biasHh);
  }

  static void register(Map<String, GoldenOp> ops) {
    ops.put(
        "rnn",
        g -> {
          boolean relu =
              g.hasAttribute("nonlinearity")
                  && g.attribute("nonlinearity").getAsString().equals("relu");
          recurrent(g, Rnn::new, (w, u, b, c) -> new RnnCell(w, u, b, c, relu));
        });
    ops.put("lstm", g -> recurrent(g, Lstm::new, LstmCell::new));
    ops.put("gru", g -> recurrent(g, Gru::new, GruCell::new));
    ops.put("attention", SequenceGolden::attention);
  }

  private static <C extends RecurrentCell> void recurrent(
      GoldenCase g, Layer<C> layer, Cell<C> cell) {
    boolean both = g.flag("bidirectional", false);
    int layers = g.number("layers", 1);
    List<C> cells = new ArrayList<>();
    for (int i = 0; i < layers * (both ? 2 : 1); i++) {
      String suffix = both ? "_l" + i / 2 + (i % 2 == 1 ? "_reverse" : "") : "_l" + i;
      cells.add(
          cell.of(
              g.parameter("weight_ih" + suffix),
              g.parameter("weight_hh" + suffix),
              optional(g, "bias_ih" + suffix),
              optional(g, "bias_hh" + suffix)));
    }
    boolean batchFirst = g.flag("batch_first", false);
    var form = new Recurrent.Form(layers, both, batchFirst, g.has("bias_ih_l0"), 0);
    List<Tensor> start = new ArrayList<>();
    for (String name : List.of("h0", "c0")) {
      if (g.has(name)) {
        start.add(g.x(name));
      }
    }
    Tensor[] states = start.toArray(Tensor[]::new);
    Recurrent walked = layer.of(cells, form);
    Tensor x = g.x("x");
    Recurrent.Result result =
        g.has("lengths")
            ? walked.run(x, g.indices("lengths").values(), states)
            : walked.run(x, states);
    g.out("y", result.y());
    g.out("h", result.h());
    if (result.states().size() > 1) {
      g.out("c", result.c());
    }
  }

  private static @Nullable Parameter optional(GoldenCase g, String name) {
    return g.has(name) ? g.parameter(name) : null;
  }

  private static void attention(GoldenCase g) {
    Tensor q = g.x("q");
    Scores how = Scores.of(q.dim(-1));
    how = how.scaledBy(g.real("scale", how.scale()));
    how = g.flag("causal", false) ? how.forCausal() : how;
    Tensor mask = g.has("mask") ? g.mask("mask") : null;
    Tensor bias = g.has("bias") ? g.x("bias") : null;
    g.out("y", q.attention(g.x("k"), g.x("v"), mask, bias, how, 0));
  }
}
