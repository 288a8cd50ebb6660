package io.reverie.sleep.stage;

import java.util.List;

/**
 * An input that never was, as it is kept for the report.
 *
 * @param source what made it, such as {@code "mixup"}
 * @param step how many gradient steps the night had made before it
 * @param image the dream's numbers
 * @param targets how much of each class it was learned as, adding up to 1
 * @param confidence the probability that the {@link Judge} gave the classes it was learned as; NaN
 *     where nobody was asked
 * @param parents the memories it was made of; empty for dreams that come out of a network
 */
public record Dream(
    String source,
    int step,
    float[] image,
    float[] targets,
    float confidence,
    List<Parent> parents) {
  /**
   * A memory that is part of a dream.
   *
   * @param image the memory's numbers, changed as it was recalled
   * @param label its class
   * @param share how much of the dream it is, from 0 to 1
   */
  public record Parent(float[] image, int label, float share) {}

  /** Copies the list. */
  public Dream {
    parents = List.copyOf(parents);
  }

  /** The class it was learned as most of all, the first of equals. */
  public int label() {
    int best = 0;
    for (int c = 1; c < targets.length; c++) {
      best = targets[c] > targets[best] ? c : best;
    }
    return best;
  }

  /** −Σ t·ln t of the targets in nats: 0 for a dream of one class, ln k for k equal parts. */
  public double labelEntropy() {
    double entropy = 0;
    for (float target : targets) {
      entropy -= target > 0 ? target * Math.log(target) : 0;
    }
    return entropy;
  }
}
