package io.reverie.examples.split;

import io.reverie.nn.Activation;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.strategy.AsymmetricReplay;
import io.reverie.sleep.strategy.AveragedGem;
import io.reverie.sleep.strategy.ClsEr;
import io.reverie.sleep.strategy.ContinualBackprop;
import io.reverie.sleep.strategy.Cumulative;
import io.reverie.sleep.strategy.DarkExperienceReplay;
import io.reverie.sleep.strategy.Ewc;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.Fisher;
import io.reverie.sleep.strategy.GDumb;
import io.reverie.sleep.strategy.Icarl;
import io.reverie.sleep.strategy.LearningWithoutForgetting;
import io.reverie.sleep.strategy.Mas;
import io.reverie.sleep.strategy.Mir;
import io.reverie.sleep.strategy.OnlineEwc;
import io.reverie.sleep.strategy.ShrinkAndPerturb;
import io.reverie.sleep.strategy.SynapticIntelligence;
import io.reverie.tensor.Rng;
import java.util.List;
import java.util.stream.Stream;

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
                    s.learner(),
                    s.memory(KeepRule.reservoir()),
                    128,
                    10,
                    s.rng().split("offered"))),
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

  /**
   * The other rivals. Where Mammoth has settings for its split of MNIST or the authors have, they
   * are taken from there. λ of MAS is the best of 1, 0.1 and 0.01 on seed 100 by the accuracy where
   * the task is told (without, nothing helps); λ of per-task EWC is Mammoth's of the online form,
   * rounded.
   */
  public static List<Arm> further() {
    return List.of(
        Arm.of(
            "cumulative",
            "Cumulative",
            0.03f,
            s -> new Cumulative(s.learner(), 1, 10, s.rng().split("order"))),
        Arm.of("ewc-tasks", "EWC", 0.03f, s -> new Ewc(s.learner(), 100, Fisher.exact())),
        Arm.of("mas", "MAS", 0.03f, s -> new Mas(s.learner(), 0.01f)),
        Arm.of("lwf", "LwF", 0.03f, s -> new LearningWithoutForgetting(s.learner())),
        Arm.of(
            "erace-linear",
            "ER-ACE, linear",
            0.03f,
            s -> new AsymmetricReplay(s.learner(), s.memory(KeepRule.reservoir()), 10)),
        Arm.of(
            "agem-share",
            "A-GEM, a share a task",
            0.1f,
            s ->
                new AveragedGem(
                    s.learner(),
                    s.memory(KeepRule.reservoir()),
                    128,
                    Math.max(1, s.buffer() / s.tasks()),
                    s.rng().split("offered"))),
        Arm.of(
            "der",
            "DER",
            0.03f,
            s ->
                DarkExperienceReplay.withoutLabels(
                    s.learner(), s.memoryWithLogits(KeepRule.reservoir()), 10, 0.2f)),
        Arm.of(
            "mir", "MIR", 0.05f, s -> new Mir(s.learner(), s.memory(KeepRule.reservoir()), 10, 50)),
        Arm.of(
            "icarl",
            "iCaRL",
            0.1f,
            s -> new Icarl(s.learner(), s.buffer(), s.classes(), 10, s.rng().split("icarl"))),
        Arm.of(
            "clser",
            "CLS-ER",
            0.03f,
            s ->
                new ClsEr(
                    s.learner(),
                    s.memory(KeepRule.reservoir()),
                    128,
                    ClsEr.Settings.split(),
                    s.rng().split("averages"))),
        Arm.of(
            "gdumb-greedy",
            "GDumb, greedy",
            0.1f,
            s ->
                new GDumb(
                    s.learner(),
                    s.memory(GDumb.greedyBalance()),
                    GDumb.Fit.pictures(SIDE, SIDE, 10, 0.1f),
                    s.rng().split("fit"))),
        Arm.of("l2", "L2", 0.03f, Rivals::decaying),
        Arm.of(
            "shrink",
            "Shrink and perturb",
            0.03f,
            s ->
                ShrinkAndPerturb.atTasks(
                    new Finetune(s.learner()), 0.6f, 0.01f, s.rng().split("noise"))),
        Arm.of(
            "cbp",
            "Continual backprop",
            0.03f,
            s ->
                new ContinualBackprop(
                    s.learner(),
                    ContinualBackprop.chain((Sequential) s.learner().model()),
                    ContinualBackprop.Settings.standard(),
                    s.rng().split("units"))));
  }

  /** Finetuning with a weight decay of 10⁻³: a control for plasticity. */
  private static Finetune decaying(Arm.Setup s) {
    var decaying = Sgd.of(s.learner().model(), s.learner().optimizer().rate()).weightDecay(1e-3f);
    return new Finetune(s.learner().with(decaying, s.rng().split("learner")));
  }

  private static DarkExperienceReplay dark(Arm.Setup s, int replay, float alpha, float beta) {
    return new DarkExperienceReplay(
        s.learner(), s.memoryWithLogits(KeepRule.reservoir()), replay, alpha, beta);
  }

  /** All arms. */
  public static List<Arm> all() {
    return Stream.concat(reference().stream(), further().stream()).toList();
  }

  /**
   * The arm of this name.
   *
   * @throws IllegalArgumentException if there is none; the names that there are are told
   */
  public static Arm named(String name) {
    return all().stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no rival \"%s\": there are %s"
                    .formatted(name, all().stream().map(Arm::name).toList())));
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
