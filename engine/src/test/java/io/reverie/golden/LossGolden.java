package io.reverie.golden;

import io.reverie.op.CrossEntropy;
import io.reverie.op.NegativeLogLikelihood;
import io.reverie.op.Reduction;
import io.reverie.op.SoftCrossEntropy;
import io.reverie.tensor.Tensor;
import java.util.Map;

/** Losses. */
final class LossGolden {
  private LossGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("cross_entropy", LossGolden::crossEntropy);
    ops.put("cross_entropy_soft", LossGolden::softCrossEntropy);
    ops.put("nll_loss", LossGolden::nll);
    ops.put("mse_loss", g -> g.out("y", input(g).mse(target(g), reduction(g))));
    ops.put("l1_loss", g -> g.out("y", input(g).l1(target(g), reduction(g))));
    ops.put(
        "huber_loss", g -> g.out("y", input(g).huber(target(g), g.real("delta", 1), reduction(g))));
    ops.put(
        "smooth_l1_loss",
        g -> g.out("y", input(g).smoothL1(target(g), g.real("beta", 1), reduction(g))));
    ops.put("bce_loss", g -> g.out("y", input(g).bce(target(g), reduction(g))));
    ops.put("bce_with_logits", LossGolden::bceWithLogits);
    ops.put("kl_div", LossGolden::divergence);
  }

  private static Tensor input(GoldenCase g) {
    return g.x("input");
  }

  private static Tensor target(GoldenCase g) {
    return g.x("target");
  }

  private static Reduction reduction(GoldenCase g) {
    if (!g.hasAttribute("reduction")) {
      return Reduction.MEAN;
    }
    return switch (g.attribute("reduction").getAsString()) {
      case "mean" -> Reduction.MEAN;
      case "sum" -> Reduction.SUM;
      case "none" -> Reduction.NONE;
      case "batchmean" -> Reduction.BATCH_MEAN;
      default -> throw new IllegalArgumentException("reduction " + g.attribute("reduction"));
    };
  }

  private static float[] weights(GoldenCase g) {
    return g.has("weight") ? g.constant("weight").toArray() : new float[0];
  }

  private static void crossEntropy(GoldenCase g) {
    CrossEntropy loss =
        CrossEntropy.of(g.indices("target"))
            .weights(weights(g))
            .smoothing(g.real("label_smoothing", 0))
            .ignoring(g.number("ignore_index", CrossEntropy.IGNORED))
            .reduced(reduction(g));
    g.out("y", input(g).crossEntropy(loss));
  }

  private static void softCrossEntropy(GoldenCase g) {
    SoftCrossEntropy loss =
        new SoftCrossEntropy(weights(g), g.real("label_smoothing", 0), reduction(g));
    g.out("y", input(g).crossEntropy(target(g), loss));
  }

  private static void nll(GoldenCase g) {
    NegativeLogLikelihood loss =
        NegativeLogLikelihood.of(g.indices("target"))
            .weights(weights(g))
            .ignoring(g.number("ignore_index", CrossEntropy.IGNORED))
            .reduced(reduction(g));
    g.out("y", input(g).nll(loss));
  }

  private static void bceWithLogits(GoldenCase g) {
    Tensor losses =
        g.has("pos_weight")
            ? input(g).bceWithLogits(target(g), g.constant("pos_weight"), Reduction.NONE)
            : input(g).bceWithLogits(target(g), Reduction.NONE);
    if (g.has("weight")) {
      losses = losses.mul(g.constant("weight"));
    }
    boolean plain = !g.has("weight") && !g.has("pos_weight");
    g.out("y", plain ? input(g).bceWithLogits(target(g), reduction(g)) : reduction(g).of(losses));
  }

  private static void divergence(GoldenCase g) {
    g.out(
        "y",
        g.flag("log_target", false)
            ? input(g).klDivergenceOfLogs(target(g), reduction(g))
            : input(g).klDivergence(target(g), reduction(g)));
  }
}
