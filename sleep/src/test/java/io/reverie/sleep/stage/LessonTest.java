package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Linear;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lessons and teachers against the formulas in doubles. */
class LessonTest {
  private static final Offset<Double> CLOSE = Offset.offset(2e-5);

  private final Linear linear = Toys.linear(3, 3, 1);
  private final Learner learner = Toys.learner(linear, 0.5f);
  private final double[] then = ByHand.doubles(learner.parameters().snapshot());

  private Night night(ReplayBuffer memory) {
    return new Night(learner, memory, Rng.of(1), 0.5f, 1000);
  }

  private static double[] softmax(double[] logits, double temperature) {
    double[] p = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(logits[c] / temperature);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** T²·KL(teacher ‖ student) of the input (0, 1, 0). */
  private static double distilled(double[] teacher, double[] student, double temperature) {
    double[] t = softmax(ByHand.logits(teacher, 0, 1, 0), temperature);
    double[] s = softmax(ByHand.logits(student, 0, 1, 0), temperature);
    double sum = 0;
    for (int c = 0; c < t.length; c++) {
      sum += t[c] * (Math.log(t[c]) - Math.log(s[c]));
    }
    return temperature * temperature * sum;
  }

  private void drift() {
    float[] values = learner.parameters().values();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.3f * (i % 4 - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 2, 5})
  void distillationIsTheDivergenceFromTheNetworkThatWentToBed(float temperature) {
    Night night = night(Toys.memory(3, 1));
    night.settle();
    drift();
    double[] now = ByHand.doubles(learner.parameters().snapshot());
    Replay.of(1).teaching(Lesson.distillation(Teacher.bedtime(), temperature)).sleep(night, 1);
    assertThat((double) night.losses()[0]).isCloseTo(distilled(then, now, temperature), CLOSE);
    double[] gradient = ByHand.gradient(w -> distilled(then, w, temperature), now);
    for (int i = 0; i < now.length; i++) {
      assertThat((double) learner.parameters().values()[i])
          .isCloseTo(now[i] - 0.5 * gradient[i], CLOSE);
    }
  }

  @Test
  void atBedtimeThereIsNothingToDistil() {
    Night night = night(Toys.memory(3, 0, 1, 2));
    Replay.of(6).teaching(Lesson.distillation(Teacher.bedtime(), 2)).sleep(night, 4);
    for (float loss : night.losses()) {
      assertThat(loss).isCloseTo(0, Offset.offset(1e-6f));
    }
  }

  @Test
  void lessonsAddUpByTheirWeights() {
    Night night = night(Toys.memory(3, 1));
    night.settle();
    drift();
    double[] now = ByHand.doubles(learner.parameters().snapshot());
    Replay.of(1)
        .teaching(Lesson.labels().plus(0.3f, Lesson.distillation(Teacher.bedtime(), 2)))
        .sleep(night, 1);
    double labels = ByHand.crossEntropy(ByHand.logits(now, 0, 1, 0), 1);
    assertThat((double) night.losses()[0])
        .isCloseTo(labels + 0.3f * distilled(then, now, 2), CLOSE);
  }

  @Test
  void teachersArePaidFor() {
    Night night = night(Toys.memory(3, 0, 1, 2));
    night.settle();
    long before = learner.ledger().forwardSamples();
    Replay.of(5).teaching(Lesson.distillation(Teacher.bedtime(), 2)).sleep(night, 4);
    assertThat(learner.ledger().forwardSamples() - before).isEqualTo(20);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(20);
    assertThat(learner.ledger().kept()).containsEntry("teacher by night", 4L * 12);
  }

  @Test
  void anotherNetworkTeachesToo() {
    Learner other = Toys.learner(Toys.echo(3), 1);
    float[] others = other.parameters().snapshot();
    Night night = night(Toys.memory(3, 1));
    Replay.of(1).teaching(Lesson.distillation(Teacher.of(other), 1)).sleep(night, 1);
    assertThat((double) night.losses()[0])
        .isCloseTo(distilled(ByHand.doubles(others), then, 1), CLOSE);
    assertThat(other.parameters().values()).isEqualTo(others);
    assertThat(other.ledger().forwardSamples()).isZero();
  }

  @Test
  void storedLogitsAreLearnedByTheirSquaredError() {
    var memory = ReplayBuffer.withLogits(1, Shape.of(3), 3, KeepRule.reservoir(), Rng.of(1));
    memory.add(Toys.oneHots(3, 1), new float[] {1, -2, 0.5f}, 0);
    Night night = night(memory);
    Replay.of(1).teaching(Lesson.storedLogits()).sleep(night, 1);
    double[] now = ByHand.logits(then, 0, 1, 0);
    double expected =
        (Math.pow(now[0] - 1, 2) + Math.pow(now[1] + 2, 2) + Math.pow(now[2] - 0.5, 2)) / 3;
    assertThat((double) night.losses()[0]).isCloseTo(expected, CLOSE);
    assertThatThrownBy(
            () -> Replay.of(1).teaching(Lesson.storedLogits()).sleep(night(Toys.memory(3, 1)), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withLogits");
  }

  @Test
  void theCortexIsTheAverageOfTheStepsAndTeaches() {
    Night night = night(Toys.memory(3, 0, 1, 2));
    assertThatThrownBy(() ->
            Replay.of(1)
                .teaching(Lesson.distillation(Teacher.cortex(), 2))
                .sleep(night(Toys.memory(3, 1)), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cortex.follow");
    Cortex.follow(0.9f).sleep(night, 0);
    double[] average = then.clone();
    for (int step = 0; step < 20; step++) {
      Replay.of(3).sleep(night, 1);
      for (int i = 0; i < average.length; i++) {
        average[i] = 0.9f * average[i] + (1 - 0.9f) * learner.parameters().values()[i];
      }
    }
    float[] quick = learner.parameters().snapshot();
    float[] said = Teacher.cortex().outputs(night, Toys.oneHots(3, 1).inputs()).toArray();
    double[] expected = ByHand.logits(average, 0, 1, 0);
    for (int c = 0; c < 3; c++) {
      assertThat((double) said[c]).isCloseTo(expected[c], CLOSE);
    }
    assertThat(learner.parameters().values()).as("it keeps its own weights").isEqualTo(quick);
    assertThat(learner.ledger().kept()).containsEntry("cortex", 4L * 12);
    Cortex.consolidate().sleep(night, 0);
    for (int i = 0; i < average.length; i++) {
      assertThat((double) learner.parameters().values()[i])
          .isCloseTo(0.9f * average[i] + (1 - 0.9f) * quick[i], CLOSE);
    }
  }
}
