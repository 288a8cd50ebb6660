package io.reverie.examples.split;

import io.reverie.nn.Activation;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.strategy.AsymmetricReplay;
import io.reverie.sleep.strategy.AveragedGem;

import io.reverie.sleep.strategy.DarkExperienceReplay;

import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;

import io.reverie.sleep.strategy.GDumb;




import io.reverie.sleep.strategy.OnlineEwc;
import io.reverie.sleep.strategy.SynapticIntelligence;
import io.reverie.tensor.Rng;
import java.util.List;

/**
 * The rivals on the class-incremental split of pictures, each with its settings: five tasks of two
 * classes, one pass, batches of ten.
 *
 * <p>Settings of {@link #reference} are those with which Mammoth was measured on this very
 * protocol; those of {@link #further} come from where each says, since Mammoth has no figures for
 * them here.
 */
public final class Rivals {
  private static final int SIDE = 28;

  private Rivals() {}

  /** The arms of which Mammoth's figures are known, under the names they have there. */
  public static List<Arm> reference() {
    return List.of(
        Arm.of("sgd", "Finetune", 0.03f, s -> new Finetune(s.learner())),
        Arm.of("joint", "Joint", 0.03f, s -> new Finetune(s.learner())).atOnce(),
        Arm.of("ewc", "Online EWC", 0.03f, s -> new OnlineEwc(s.learner(), 90, 1)),
        Arm.of("si", "SI", 0.1f, s -> new SynapticIntelligence(s.learner(), 1, 0.9f)),
        Arm.of(
            "er",
            "ER",
            0.01f,
            s -> new ExperienceReplay(s.learner(), s.memory(KeepRule.reservoir()), 10)),
        Arm.of(
                "erace",
                "ER-ACE",
                0.03f,
                s -> new AsymmetricReplay(s.learner(), s.memory(KeepRule.reservoir()), 10))
            .on(Rivals::withCosines),
        Arm.of(
            "agem",
            "A-GEM, a batch a task",
            0.1f,
            s ->
                new AveragedGem(
                    s.learner(), s.memory(KeepRule.reservoir()), 128, 10, s.rng().split("offered"))),
        Arm.of("derpp", "DER++, 128", 0.03f, s -> dark(s, 128, 0.2f, 1)),
        Arm.of("derpp10", "DER++, 10", 0.03f, s -> dark(s, 10, 1, 0.5f)),
        Arm.of(
            "gdumb",
            "GDumb",
            0.1f,
            s ->
                new GDumb(
                    s.learner(),
                    s.memory(KeepRule.reservoir()),
                    GDumb.Fit.pictures(SIDE, SIDE, 10, 0.1f),
                    s.rng().split("fit"))));
  }

  private static DarkExperienceReplay dark(Arm.Setup s, int replay, float alpha, float beta) {
    return new DarkExperienceReplay(
        s.learner(), s.memoryWithLogits(KeepRule.reservoir()), replay, alpha, beta);
  }

  /** The perceptron whose last layer is a classifier by angle. */
  private static Layer withCosines(int inputs, int classes, Rng weights) {
    Initializer start = Initializer.xavierUniform();
    return Sequential.of(
        Linear.of(inputs, 100, weights, start),
        Activation.RELU,
        Linear.of(100, 100, weights, start),
        Activation.RELU,
        CosineLinear.of(100, classes, weights));
  }
}
