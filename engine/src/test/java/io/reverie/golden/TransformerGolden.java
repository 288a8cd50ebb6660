package io.reverie.golden;

import io.reverie.nn.Activation;
import io.reverie.nn.AttentionMask;
import io.reverie.nn.LayerNorm;
import io.reverie.nn.Linear;
import io.reverie.nn.MultiheadAttention;
import io.reverie.nn.TransformerDecoderLayer;
import io.reverie.nn.TransformerEncoderLayer;
import io.reverie.nn.TransformerForm;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.util.Map;

/** Multi-head attention and the layers of Transformers. */
final class TransformerGolden {
  private TransformerGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("multihead_attention", TransformerGolden::attention);
    ops.put(
        "transformer_encoder_layer",
        g -> {
          Linear linear1 = linear(g, "linear1");
          var layer =
              new TransformerEncoderLayer(
                  attention(g, "self_attn."),
                  linear1,
                  linear(g, "linear2"),
                  norm(g, "norm1"),
                  norm(g, "norm2"),
                  form(g, linear1));
          g.out("y", layer.forward(g.x("x"), mask(g)));
        });
    ops.put(
        "transformer_decoder_layer",
        g -> {
          Linear linear1 = linear(g, "linear1");
          var layer =
              new TransformerDecoderLayer(
                  attention(g, "self_attn."),
                  attention(g, "multihead_attn."),
                  linear1,
                  linear(g, "linear2"),
                  norm(g, "norm1"),
                  norm(g, "norm2"),
                  norm(g, "norm3"),
                  form(g, linear1));
          g.out("y", layer.forward(g.x("x"), g.x("memory"), mask(g), AttentionMask.none()));
        });
  }

  private static void attention(GoldenCase g) {
    MultiheadAttention layer = attention(g, "");
    if (g.has("q")) {
      Tensor value = g.x("v");
      g.out("y", layer.forward(g.x("q"), g.x("k"), value, mask(g)));
      if (g.wants("weights")) {
        g.out("weights", layer.weights(g.x("q"), g.x("k"), mask(g)).mean(1));
      }
    } else {
      g.out("y", layer.forward(g.x("x"), mask(g)));
    }
  }

  private static AttentionMask mask(GoldenCase g) {
    AttentionMask mask = AttentionMask.none();
    mask = g.flag("causal", false) ? AttentionMask.forCausal() : mask;
    mask = g.has("mask") ? mask.withSeen(g.mask("mask")) : mask;
    return g.has("key_mask") ? mask.withKeys(g.mask("key_mask")) : mask;
  }

  private static MultiheadAttention attention(GoldenCase g, String name) {
    String bias = name + "out_proj.bias";
    return new MultiheadAttention(
        g.parameter(name + "in_proj_weight"),
        optional(g, name + "in_proj_bias"),
        new Linear(g.parameter(name + "out_proj.weight"), optional(g, bias)),
        g.number("heads"),
        0,
        null);
  }

  private static TransformerForm form(GoldenCase g, Linear linear1) {
    TransformerForm form = TransformerForm.of(linear1.weight().dim(1), g.number("heads"));
    String activation =
        g.hasAttribute("activation") ? g.attribute("activation").getAsString() : "relu";
    return switch (activation) {
      case "relu" -> g.flag("norm_first", false) ? form.preNorm() : form;
      case "sigmoid" ->
          g.flag("norm_first", false)
              ? form.preNorm().withActivation(Activation.SIGMOID)
              : form.withActivation(Activation.SIGMOID);
      default -> throw new IllegalArgumentException("activation " + activation);
    };
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
}
