package io.reverie.sleep.stage;

import io.reverie.nn.Layer;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/**
 * Who says what a dream is of, and which dreams are worth learning: the network that went to bed,
 * frozen.
 *
 * <p>A dream of which it is not sure is rejected and another one is asked for; what is still
 * missing after a few rounds, memories take the place of. What it is asked is charged as forward
 * samples. Its weights are the snapshot that every night keeps; other numbers, such as running
 * statistics, are those of the moment REM sleep begins.
 *
 * <p>Known to do harm where classes come one task after another: a network that goes to bed sure
 * that all is of the day's last task labels its dreams so, and wakes as biased. Let memories or a
 * conditional generator label, and the judge check; it labels where nobody else can.
 *
 * @param labels whether dreams are learned as what it takes them for, softmax(scores / temperature)
 *     over the classes in memory; otherwise as what their source says
 * @param confidence the least probability, at temperature 1, of its likeliest class, or, where the
 *     source labels, of the dream's classes together; 0 rejects nothing
 * @param temperature of the labels it gives; their loss is scaled by its square (Hinton et al.
 *     2015)
 * @param rounds how often dreams are asked for
 */
public record Judge(boolean labels, float confidence, float temperature, int rounds) {
  private static final int ROUNDS = 3;

  /** Checks the numbers. */
  public Judge {
    if (!(confidence >= 0 && confidence <= 1) || !(temperature > 0) || rounds < 1) {
      throw new IllegalArgumentException(
          "a judge with confidence %s, temperature %s and %d rounds: 0 to 1, a positive"
                  .formatted(confidence, temperature, rounds)
              + " temperature and at least 1 are needed");
    }
  }

  /** Nobody is asked: dreams are what their source says, and all are learned. */
  public static Judge none() {
    return new Judge(false, 0, 1, 1);
  }

  /** Rejects dreams whose classes it holds for less likely than this. */
  public static Judge checks(float confidence) {
    return new Judge(false, confidence, 1, ROUNDS);
  }

  /** Labels dreams at this temperature, and rejects those of which it is less sure than this. */
  public static Judge labels(float confidence, float temperature) {
    return new Judge(true, confidence, temperature, ROUNDS);
  }

  private boolean isAsked() {
    return labels || confidence > 0;
  }

  /**
   * Dreams that passed.
   *
   * @param dreams those accepted; {@code null} if none were
   * @param confidences what the judge gave each; empty if it was not asked
   */
  record Passed(@Nullable Dreams dreams, float[] confidences) {
    int size() {
      return dreams == null ? 0 : dreams.size();
    }
  }

  /** Up to so many dreams that pass, from this dreamer. */
  @FunctionalInterface
  interface Sieve {
    Passed pass(Dreamer dreamer, int n);
  }

  /** Judges the dreams of one stretch of REM sleep. */
  Sieve begin(Night night) {
    if (!isAsked()) {
      return (dreamer, n) -> new Passed(n == 0 ? null : labelled(dreamer.dream(n)), new float[0]);
    }
    Layer bedtime = night.asAtBedtime();
    int[] known = night.memory().presentClasses(); // of others the network cannot know yet
    return (dreamer, n) -> {
      Dreams accepted = null;
      float[] confidences = new float[n];
      int have = 0;
      for (int round = 0; round < rounds && have < n; round++) {
        Dreams asked = dreamer.dream(n - have);
        Tensor scores = scores(night, bedtime, asked);
        Dreams judged =
            labels ? asked.learnedAs(SoftTargets.of(scores, known, temperature)) : labelled(asked);
        Tensor shares = SoftTargets.of(scores, known, 1);
        int[] passing = new int[judged.size()];
        int count = 0;
        for (int i = 0; i < judged.size(); i++) {
          float sure = sureness(Dreams.row(shares, i), judged, i);
          if (sure >= confidence) {
            confidences[have + count] = sure;
            passing[count++] = i;
          }
        }
        if (count > 0) {
          Dreams good = judged.select(Arrays.copyOf(passing, count));
          accepted = accepted == null ? good : accepted.and(good);
          have += count;
        }
      }
      return new Passed(accepted, Arrays.copyOf(confidences, have));
    };
  }

  private static Dreams labelled(Dreams dreams) {
    if (dreams.targets() == null) {
      throw new IllegalArgumentException(
          "dreams of %s come without labels: let a judge label them, Judge.labels(…)"
              .formatted(dreams.source()));
    }
    return dreams;
  }

  private static Tensor scores(Night night, Layer bedtime, Dreams dreams) {
    night.learner().ledger().forwardSamples(dreams.size());
    try (var _ = Tape.infer()) {
      return dreams.part().apply(bedtime).forward(dreams.inputs()).copy();
    }
  }

  private float sureness(float[] shares, Dreams dreams, int i) {
    float[] targets = Dreams.row(Objects.requireNonNull(dreams.targets()), i);
    double sure = 0;
    for (int c = 0; c < shares.length; c++) {
      if (labels) {
        sure = Math.max(sure, shares[c]);
      } else {
        sure += targets[c] > 0 ? shares[c] : 0;
      }
    }
    return (float) sure;
  }
}
