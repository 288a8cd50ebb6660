package io.reverie.sleep.stage;

import io.reverie.sleep.memory.Cue;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import java.util.stream.IntStream;

/**
 * Targeted memory reactivation (Rasch et al. 2007; Oudiette &amp; Paller 2013): the night favours
 * the memories that a cue marks, and says what that did to them and to the others.
 *
 * <pre>{@code
 * var tmr = new Reactivation(Cue.ofClasses(0, 2), 4);
 * var n3 = new N3(Replay.of(64).drawing(tmr.draw()), Homeostasis.none());
 * var sleeper = new Sleeper(night, rate, margin).watching("cued", tmr.cued()).watching("uncued", tmr.uncued());
 * // after a night: hypnogram.change("cued") - hypnogram.change("uncued")
 * }</pre>
 *
 * <p>At equal payment what the cued gain in replay the others lose: report both (E15).
 *
 * @param cue which memories are favoured
 * @param times how many times as often they come back, 0 or more; 1 is the balanced draw
 */
public record Reactivation(Cue cue, float times) {
  /** Checks the factor. */
  public Reactivation {
    if (!(times >= 0) || times == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "cued memories %s times as often: a number from 0 on is needed".formatted(times));
    }
  }

  /**
   * Classes in equal parts but for the cue: each memory by its own draw, in proportion to {@code
   * times / size of its class} where marked and {@code 1 / size} where not. Where that is 0 for
   * all, all are equally likely. {@link Draw#cued} is the same without the classes' parts.
   */
  public Draw draw() {
    return times == 1
        ? Draw.balanced()
        : Draw.weighted((memory, slot) ->
            (cue.calls(memory, slot) ? (double) times : 1) / memory.count(memory.label(slot)));
  }

  /** How well the network does on the marked memories; NaN if there are none. */
  public Canaries cued() {
    return (learner, memory) -> share(learner, memory, true);
  }

  /** How well it does on the others; NaN if there are none. */
  public Canaries uncued() {
    return (learner, memory) -> share(learner, memory, false);
  }

  private double share(Learner learner, ReplayBuffer memory, boolean marked) {
    int[] slots =
        IntStream.range(0, memory.size())
            .filter(slot -> cue.calls(memory, slot) == marked)
            .toArray();
    if (slots.length == 0) {
      return Double.NaN;
    }
    Recall asked = memory.recall(slots);
    learner.ledger().forwardSamples(asked.size());
    return (double) learner.right(asked.batch()) / asked.size();
  }
}
