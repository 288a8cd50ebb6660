package io.reverie.sleep.wake;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Dataset;
import io.reverie.nn.Dropout;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.tensor.Rng;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Steps are made and paid for. */
class LearnerTest {
  private final Learner learner = Toys.learner(Toys.linear(3, 3, 1), 0.5f);

  @Test
  void aStepGoesDownTheGradientAndReturnsTheLoss() {
    double[] theta = ByHand.doubles(learner.parameters().snapshot());
    var batch = Toys.oneHots(3, 2);
    float[] x = batch.inputs().toArray();
    double[] slope = ByHand.gradient(at -> ByHand.crossEntropy(ByHand.logits(at, x), 2), theta);
    float loss = learner.step(batch);
    assertThat((double) loss)
        .isCloseTo(ByHand.crossEntropy(ByHand.logits(theta, x), 2), Offset.offset(1e-6));
    for (int i = 0; i < theta.length; i++) {
      assertThat((double) learner.parameters().values()[i])
          .isCloseTo(theta[i] - 0.5 * slope[i], Offset.offset(1e-6));
    }
  }

  @Test
  void gradientsAddUpUntilAStepIsMade() {
    var twin = Toys.learner(Toys.linear(3, 3, 1), 0.5f);
    var batch = Toys.oneHots(3, 2, 0);
    float[] evening = learner.parameters().snapshot();
    for (int i = 0; i < 2; i++) {
      learner.backward(2, net -> net.forward(batch.inputs()).crossEntropy(batch.labels()));
    }
    assertThat(learner.parameters().values()).isEqualTo(evening);
    learner.optimizer().step();
    twin.step(2, net -> net.forward(batch.inputs()).crossEntropy(batch.labels()).mul(2));
    for (int i = 0; i < evening.length; i++) {
      assertThat(learner.parameters().values()[i])
          .isCloseTo(twin.parameters().values()[i], Offset.offset(1e-6f));
    }
  }

  @Test
  void learningAndAnsweringAreChargedTestsAreNot() {
    var batch = Toys.oneHots(3, 2, 0);
    learner.step(batch);
    learner.backward(5, net -> net.forward(batch.inputs()).sum());
    learner.outputs(batch.inputs());
    learner.accuracy(Dataset.of(batch.inputs(), batch.labels()));
    learner.right(batch);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(2 + 5);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(2);
  }

  @Test
  void anotherOptimizerSharesModelAndLedger() {
    var other = learner.with(Sgd.of(learner.parameters(), 0.1f), Rng.of(9));
    other.step(Toys.oneHots(3, 2));
    assertThat(other.model()).isSameAs(learner.model());
    assertThat(other.parameters()).isSameAs(learner.parameters());
    assertThat(learner.ledger().gradientSamples()).isEqualTo(1);
    assertThat(learner.optimizer().steps()).isZero();
  }

  @Test
  void outputsOutliveTheirTape() {
    var outputs = learner.outputs(Toys.oneHots(3, 0, 1, 2).inputs());
    float[] then = outputs.toArray();
    learner.step(Toys.oneHots(3, 2, 2, 2));
    assertThat(outputs.toArray()).isEqualTo(then);
    double[] theta = ByHand.doubles(Toys.linear(3, 3, 1).parameters().values());
    assertThat((double) outputs.at(1, 2))
        .isCloseTo(ByHand.logits(theta, 0, 1, 0)[2], Offset.offset(1e-6));
  }

  @Test
  void accuracyIsTheShareOfRightAnswersOverPiecesToo() {
    var echo = Toys.learner(Toys.echo(3), 1);
    var labels = new int[1201];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 3;
    }
    var inputs = Toys.oneHots(3, labels.clone()).inputs();
    for (int i = 0; i < 1201; i += 10) {
      labels[i] = (labels[i] + 1) % 3;
    }
    assertThat(echo.accuracy(Dataset.of(inputs, labels))).isEqualTo(1080 / 1201.0);
  }

  @Test
  void dropoutDrawsFromTheLearnersStreamAndOnlyWhileLearning() {
    float[] one = afterDropout(1);
    assertThat(afterDropout(1)).isEqualTo(one);
    assertThat(afterDropout(2)).isNotEqualTo(one);
  }

  private static float[] afterDropout(long seed) {
    var model = Sequential.of(new Dropout(0.5f), Linear.of(3, 3, Rng.of(1)));
    var pupil = Learner.of(model, Sgd.of(model, 0.5f), Rng.of(seed));
    var batch = Toys.oneHots(3, 0, 1, 2, 0, 1, 2, 0, 1, 2);
    assertThat(pupil.outputs(batch.inputs()).toArray())
        .isEqualTo(pupil.outputs(batch.inputs()).toArray());
    pupil.step(batch);
    return pupil.parameters().values();
  }
}
