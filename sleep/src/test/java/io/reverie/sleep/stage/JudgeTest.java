package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Transform;
import io.reverie.nn.Linear;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The network that went to bed says what dreams are worth. */
class JudgeTest {
  private static final int CLASSES = 4;

  /** Scores of 5 for the class of a one-hot input, so sure of it to 0.98. */
  private final Learner learner = Toys.learner(Toys.echo(CLASSES), 0.5f);

  private final Night night =
      new Night(learner, Toys.memory(CLASSES, 0, 1, 2), Rng.of(5), 0.5f, 100);

  /** Half of the dreams are clear pictures of class 1, half are nothing at all. */
  private static final DreamSource HALF_CLEAR =
      night ->
          n -> {
            var inputs = Tensor.zeros(n, CLASSES);
            var targets = Tensor.zeros(n, CLASSES);
            for (int i = 0; i < n; i++) {
              inputs.array()[i * CLASSES + 1] = i % 2 == 0 ? 1 : 0;
              targets.array()[i * CLASSES + 1] = 1;
            }
            return Dreams.of("toy", inputs, targets);
          };

  private static Rem rem(DreamSource source, Judge judge) {
    return new Rem(8, 0, Transform.none(), source, judge);
  }

  @Test
  void dreamsOfWhichItIsNotSureAreRejectedAndOthersAskedFor() {
    // Of 8 come 4, of the 4 missing 2, of the 2 missing 1: 7 dreams in three rounds, of 14 seen.
    var sieve = Judge.checks(0.9f).begin(night);
    var passed = sieve.pass(HALF_CLEAR.begin(night), 8);
    assertThat(passed.size()).isEqualTo(7);
    for (int i = 0; i < 7; i++) {
      assertThat(passed.dreams().image(i)).isEqualTo(oneHot(1));
      assertThat(passed.confidences()[i]).isCloseTo(probability(1), Offset.offset(1e-5f));
    }
    assertThat(learner.ledger().forwardSamples()).isEqualTo(3 + 8 + 4 + 2);
  }

  /** Of class 1 at temperature 1, among the three classes in memory. */
  private static float probability(float temperature) {
    double e = Math.exp(5 / temperature);
    return (float) (e / (e + 2));
  }

  private static float[] oneHot(int label) {
    return Toys.oneHots(CLASSES, label).inputs().toArray();
  }

  @Test
  void memoriesTakeThePlaceOfDreamsThatAreRejected() {
    DreamSource nothing = night -> n -> Dreams.of("nothing", Tensor.zeros(n, CLASSES), targets(n));
    double[] theta = ByHand.doubles(learner.parameters().snapshot());
    rem(nothing, Judge.checks(0.5f)).sleep(night, 1);
    // All of the loss is of memories, of which there is one of each class.
    double loss = ByHand.crossEntropy(ByHand.logits(theta, oneHot(0)), 0);
    assertThat((double) night.losses()[0]).isCloseTo(loss, Offset.offset(1e-5));
    assertThat(learner.ledger().gradientSamples()).isEqualTo(8);
    assertThat(night.dreams()).isEmpty();
  }

  private static Tensor targets(int n) {
    var targets = Tensor.zeros(n, CLASSES);
    for (int i = 0; i < n; i++) {
      targets.array()[i * CLASSES] = 1;
    }
    return targets;
  }

  @Test
  void aJudgeWhoLabelsSaysWhatADreamIs() {
    DreamSource unnamed =
        night -> n -> Dreams.of("unnamed", Toys.oneHots(CLASSES, new int[n]).inputs(), null);
    rem(unnamed, Judge.labels(0.9f, 2)).sleep(night, 1);
    Dream dream = night.dreams().getFirst();
    float own = probability(2);
    float other = (1 - own) / 2;
    // Class 3 is not in memory: the network cannot know it yet.
    assertThat(dream.targets())
        .containsExactly(new float[] {own, other, other, 0}, Offset.offset(1e-6f));
    assertThat(dream.confidence()).isCloseTo(probability(1), Offset.offset(1e-5f));
    assertThat(dream.label()).isZero();
  }

  /** T² · cross-entropy of softmax(scores / T). */
  @Test
  void labelsAtATemperatureAreLearnedAtIt() {
    DreamSource unnamed =
        night -> n -> Dreams.of("unnamed", Toys.oneHots(CLASSES, new int[n]).inputs(), null);
    rem(unnamed, Judge.labels(0, 2)).sleep(night, 1);
    double own = probability(2);
    double[] scores = {5 / 2.0, 0, 0, 0};
    double loss = own * ByHand.crossEntropy(scores, 0) + (1 - own) * ByHand.crossEntropy(scores, 1);
    assertThat((double) night.losses()[0]).isCloseTo(4 * loss, Offset.offset(1e-5));
  }

  @Test
  void theJudgeIsTheNetworkThatWentToBed() {
    night.settle();
    float[] evening = learner.parameters().snapshot();
    Arrays.fill(learner.parameters().values(), 0);
    var frozen = night.asAtBedtime();
    assertThat(frozen.parameters().values()).isEqualTo(evening);
    assertThat(learner.parameters().values()).containsOnly(0);
  }

  @Test
  void dreamsOfSeveralClassesPassByAllOfThem() {
    var halves = Tensor.of(new float[] {0.5f, 0.5f, 0, 0}, 1, CLASSES);
    DreamSource mixed = night -> n -> Dreams.of("mixed", halves, halves);
    var passed = Judge.checks(0.9f).begin(night).pass(mixed.begin(night), 1);
    double e = Math.exp(2.5);
    assertThat((double) passed.confidences()[0])
        .isCloseTo(2 * e / (2 * e + 1), Offset.offset(1e-5));
  }

  @Test
  void withoutAJudgeNobodyIsAskedAndDreamsNeedLabels() {
    var passed = Judge.none().begin(night).pass(HALF_CLEAR.begin(night), 8);
    assertThat(passed.size()).isEqualTo(8);
    assertThat(learner.ledger().forwardSamples()).isZero();
    DreamSource unnamed = night -> n -> Dreams.of("unnamed", Tensor.zeros(n, CLASSES), null);
    assertThatThrownBy(() -> rem(unnamed, Judge.none()).sleep(night, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unnamed")
        .hasMessageContaining("Judge.labels");
    assertThatThrownBy(() -> rem(unnamed, Judge.checks(0.5f)).sleep(night, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Judge.labels");
  }

  @Test
  void aBrokenNetworkPassesNothing() {
    var broken = new Linear(Parameter.of(new float[] {Float.NaN}, 1, 1), Parameter.zeros(1));
    var sick = new Night(Toys.learner(broken, 1), Toys.memory(1, 0), Rng.of(1), 1, 1);
    DreamSource one = night -> n -> Dreams.of("one", Tensor.ones(n, 1), Tensor.ones(n, 1));
    assertThat(Judge.checks(0.1f).begin(sick).pass(one.begin(sick), 4).size()).isZero();
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Judge.checks(1.5f)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Judge.labels(0.5f, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("temperature 0.0");
  }
}
