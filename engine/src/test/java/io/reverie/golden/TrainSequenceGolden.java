package io.reverie.golden;

import io.reverie.nn.AttentionMask;
import io.reverie.nn.Embedding;
import io.reverie.nn.Gru;
import io.reverie.nn.GruCell;
import io.reverie.nn.Layer;
import io.reverie.nn.LayerNorm;
import io.reverie.nn.LearnedPositions;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.LstmCell;
import io.reverie.nn.MultiheadAttention;
import io.reverie.nn.Recurrent;
import io.reverie.nn.Recurrent.Form;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole trainings of models of sequences: losses step by step, and the last weights. */
final class TrainSequenceGolden {
  private TrainSequenceGolden() {}

  /** A model that scores the next token at each place. */
  private interface Speaker extends Layer {
    Tensor forward(Indices tokens);

    @Override
    default Tensor forward(Tensor x) {
      throw new UnsupportedOperationException("tokens are wanted");
    }
  }

  private record Rememberer(Embedding embed, Recurrent rnn, Linear out) implements Speaker {
    @Override
    public Tensor forward(Indices tokens) {
      return out.forward(rnn.forward(embed.forward(tokens)));
    }
  }

  private record Block(
      LayerNorm ln1, Linear qkv, Linear proj, LayerNorm ln2, Linear up, Linear down, int heads)
      implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      var attention = new MultiheadAttention(qkv.weight(), qkv.bias(), proj, heads, 0, null);
      Tensor y = x.add(attention.forward(ln1.forward(x), AttentionMask.forCausal()));
      return y.add(down.forward(gelu(up.forward(ln2.forward(y)))));
    }
  }

  private record Gpt(
      Embedding tok, LearnedPositions pos, List<Block> blocks, LayerNorm ln, Linear head)
      implements Speaker {
    @Override
    public Tensor forward(Indices tokens) {
      Tensor x = pos.forward(tok.forward(tokens));
      for (Block block : blocks) {
        x = block.forward(x);
      }
      return head.forward(ln.forward(x));
    }
  }

  /** The tanh form. */
  private static Tensor gelu(Tensor x) {
    Tensor inner = x.add(x.mul(x).mul(x).mul(0.044715f)).mul((float) Math.sqrt(2 / Math.PI));
    return x.mul(0.5f).mul(inner.tanh().add(1));
  }

  static void register(Map<String, GoldenOp> ops) {
    ops.put(
        "train_lstm",
        g -> {
          List<LstmCell> cells = new ArrayList<>();
          while (g.has("rnn.weight_ih_l" + cells.size())) {
            String suffix = "_l" + cells.size();
            cells.add(
                new LstmCell(
                    g.parameter("rnn.weight_ih" + suffix),
                    g.parameter("rnn.weight_hh" + suffix),
                    optional(g, "rnn.bias_ih" + suffix),
                    optional(g, "rnn.bias_hh" + suffix)));
          }
          train(g, new Rememberer(table(g), new Lstm(cells, form(g, cells)), linear(g, "out")));
        });
    ops.put(
        "train_gru",
        g -> {
          List<GruCell> cells = new ArrayList<>();
          while (g.has("rnn.weight_ih_l" + cells.size())) {
            String suffix = "_l" + cells.size();
            cells.add(
                new GruCell(
                    g.parameter("rnn.weight_ih" + suffix),
                    g.parameter("rnn.weight_hh" + suffix),
                    optional(g, "rnn.bias_ih" + suffix),
                    optional(g, "rnn.bias_hh" + suffix)));
          }
          train(g, new Rememberer(table(g), new Gru(cells, form(g, cells)), linear(g, "out")));
        });
    ops.put("train_gpt", g -> train(g, gpt(g)));
  }

  private static Embedding table(GoldenCase g) {
    return new Embedding(g.parameter("embed.weight"), -1);
  }

  private static Form form(GoldenCase g, List<?> cells) {
    return new Form(cells.size(), false, true, g.has("rnn.bias_ih_l0"), 0);
  }

  private static Gpt gpt(GoldenCase g) {
    List<Block> blocks = new ArrayList<>();
    while (g.has("blocks." + blocks.size() + ".qkv.weight")) {
      String name = "blocks." + blocks.size() + ".";
      blocks.add(
          new Block(
              norm(g, name + "ln1"),
              linear(g, name + "qkv"),
              linear(g, name + "proj"),
              norm(g, name + "ln2"),
              linear(g, name + "up"),
              linear(g, name + "down"),
              g.number("heads")));
    }
    return new Gpt(
        new Embedding(g.parameter("tok.weight"), -1),
        new LearnedPositions(g.parameter("pos.weight")),
        blocks,
        norm(g, "ln"),
        linear(g, "head"));
  }

  private static Linear linear(GoldenCase g, String name) {
    return new Linear(g.parameter(name + ".weight"), optional(g, name + ".bias"));
  }

  private static LayerNorm norm(GoldenCase g, String name) {
    float epsilon = g.real("eps", 1e-5f);
    return new LayerNorm(g.parameter(name + ".weight"), g.parameter(name + ".bias"), epsilon);
  }

  private static @Nullable Parameter optional(GoldenCase g, String name) {
    return g.has(name) ? g.parameter(name) : null;
  }

  private static void train(GoldenCase g, Speaker model) {
    Optimizer optimizer = optimizer(g, model);
    Indices tokens = g.indices("x");
    Indices next = g.indices("y");
    float[] losses = new float[g.wanted("losses").size()];
    for (int step = 0; step < losses.length; step++) {
      try (var tape = Tape.train()) {
        Tensor scores = model.forward(tokens);
        Tensor rows = scores.reshape(next.size(), scores.dim(-1));
        Tensor loss = rows.crossEntropy(next.values());
        losses[step] = loss.item();
        tape.backward(loss);
        optimizer.step();
      }
    }
    g.out("losses", Tensor.of(losses));
    model.parameters().named().forEach(g::out);
  }

  private static Optimizer optimizer(GoldenCase g, Layer model) {
    float rate = g.real("lr", 1e-3f);
    String name = g.attribute("optimizer").getAsString();
    return switch (name) {
      case "adam" -> AdamW.of(model, rate).weightDecay(0);
      case "adamw" -> AdamW.of(model, rate).weightDecay(g.real("weight_decay", 0.01f));
      case "sgd" -> Sgd.of(model, rate).momentum(g.real("momentum", 0));
      default -> throw new IllegalArgumentException("optimizer " + name);
    };
  }
}
