package io.reverie.examples.split;

import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.strategy.AveragedGem;
import io.reverie.sleep.strategy.DarkExperienceReplay;
import io.reverie.sleep.strategy.ExperienceReplay;
import io.reverie.sleep.strategy.Finetune;
import io.reverie.sleep.strategy.OnlineEwc;
import io.reverie.sleep.strategy.SynapticIntelligence;
import java.util.List;

/**
 * The rivals on permuted and rotated pictures, where all tasks have the same classes: twenty tasks,
 * one pass, batches of 128 with 128 memories, plain descent (Buzzega et al. 2020).
 *
 * <p>Settings are the authors' best for MNIST (Mammoth, tag {@code neurips2020}), which for DER and
 * DER++ depend on the buffer; between their 200, 500 and 5120 the next smaller one holds. But for
 * one: DER++ on permuted pictures has the setting for 200 at 500 too. On Fashion-MNIST the authors'
 * for 500 fell behind ER (56 against 61; with this one 70: seed 100, 6,000 pictures a task). DER at
 * rate 0.2 may be hurt in the same way there (46 at 200, where ER has 53).
 *
 * <p>What has to come out is the order: DER++ above ER above online EWC above finetuning. In that
 * small trial, at 200: permuted 68, 53, 46, 26; rotated 69, 67, 52, 49.
 */
public final class DomainRivals {
  private static final int REPLAY = 128;

  private DomainRivals() {}

  /** The arms for permuted pixels, with a memory of this size. */
  public static List<Arm> permuted(int buffer) {
    return List.of(
        finetune(),
        ewc(),
        si(0.5f),
        er(),
        agem(0.1f),
        der(0.2f, buffer < 5120 ? 1 : 0.5f),
        buffer < 5120 ? derpp(0.1f, 1, 1) : derpp(0.2f, 0.5f, 1));
  }

  /** The arms for rotations, with a memory of this size. */
  public static List<Arm> rotated(int buffer) {
    return List.of(
        finetune(),
        ewc(),
        si(1),
        er(),
        agem(buffer < 500 ? 0.1f : 0.3f),
        der(0.2f, buffer < 500 ? 1 : 0.5f),
        buffer < 500 ? derpp(0.1f, 1, 0.5f) : derpp(0.2f, 0.5f, buffer < 5120 ? 1 : 0.5f));
  }

  private static Arm finetune() {
    return Arm.of("sgd", "Finetune", 0.2f, s -> new Finetune(s.learner()));
  }

  private static Arm ewc() {
    return Arm.of("ewc", "Online EWC", 0.1f, s -> new OnlineEwc(s.learner(), 0.7f, 1));
  }

  private static Arm si(float c) {
    return Arm.of("si", "SI", 0.1f, s -> new SynapticIntelligence(s.learner(), c, 1));
  }

  private static Arm er() {
    return Arm.of(
        "er",
        "ER",
        0.2f,
        s -> new ExperienceReplay(s.learner(), s.memory(KeepRule.reservoir()), REPLAY));
  }

  private static Arm agem(float rate) {
    return Arm.of(
        "agem",
        "A-GEM",
        rate,
        s ->
            new AveragedGem(
                s.learner(),
                s.memory(KeepRule.reservoir()),
                REPLAY,
                Math.max(1, s.buffer() / s.tasks()),
                s.rng().split("offered")));
  }

  private static Arm der(float rate, float alpha) {
    return Arm.of(
        "der",
        "DER",
        rate,
        s ->
            DarkExperienceReplay.withoutLabels(
                s.learner(), s.memoryWithLogits(KeepRule.reservoir()), REPLAY, alpha));
  }

  private static Arm derpp(float rate, float alpha, float beta) {
    return Arm.of(
        "derpp",
        "DER++",
        rate,
        s ->
            new DarkExperienceReplay(
                s.learner(), s.memoryWithLogits(KeepRule.reservoir()), REPLAY, alpha, beta));
  }
}
