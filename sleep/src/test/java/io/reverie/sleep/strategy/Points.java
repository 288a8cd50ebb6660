package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.KeepRule;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;

/** Points in the plane with three classes, a linear layer, and its loss in plain doubles. */
final class Points {
  private Points() {}

  /** A linear layer of two inputs and three classes; descends at rate 1. */
  static Learner learner() {
    return Toys.learner(Toys.linear(2, 3, 6), 1);
  }

  /** Random points with these labels. */
  static Batch batch(long seed, int... labels) {
    return new Batch(Tensor.randn(Rng.of(seed), labels.length, 2), labels);
  }

  static Dataset dataset(long seed, int... labels) {
    Batch batch = batch(seed, labels);
    return Dataset.of(batch.inputs(), batch.labels());
  }

  /** An empty memory. */
  static ReplayBuffer memory(int capacity) {
    return ReplayBuffer.of(capacity, Shape.of(2), 3, KeepRule.reservoir(), Rng.of(4));
  }

  static float[] point(Batch batch, int i) {
    return new float[] {batch.inputs().at(i, 0), batch.inputs().at(i, 1)};
  }

  static double[] logits(double[] theta, Batch batch, int i) {
    return ByHand.logits(theta, point(batch, i));
  }

  /** The mean cross-entropy. */
  static double loss(double[] theta, Batch batch) {
    double loss = 0;
    for (int i = 0; i < batch.size(); i++) {
      loss += ByHand.crossEntropy(logits(theta, batch, i), batch.labels()[i]) / batch.size();
    }
    return loss;
  }

  static double[] softmax(double... logits) {
    var p = new double[logits.length];
    for (int c = 0; c < p.length; c++) {
      p[c] = Math.exp(-ByHand.crossEntropy(logits, c));
    }
    return p;
  }

  static double[] theta(Learner learner) {
    return ByHand.doubles(learner.parameters().snapshot());
  }

  /** Where a step of rate 1 down this slope leads. */
  static double[] stepped(double[] theta, double[] slope) {
    var after = theta.clone();
    for (int i = 0; i < after.length; i++) {
      after[i] -= slope[i];
    }
    return after;
  }

  static void assertNear(Learner learner, double[] wanted) {
    assertNear(learner.parameters().values(), wanted, 3e-6);
  }

  static void assertNear(float[] found, double[] wanted, double tolerance) {
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) found[i])
          .as("number %d", i)
          .isCloseTo(wanted[i], Offset.offset(tolerance));
    }
  }

  /** Moves all weights, each by another way. */
  static void move(Learner learner) {
    float[] values = learner.parameters().values();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.1f * (i - 3);
    }
  }

  /** Three tasks of three batches; returns the weights at the end. */
  static float[] live(Strategy strategy) {
    for (int task = 0; task < 3; task++) {
      strategy.beginTask(task);
      for (int step = 0; step < 3; step++) {
        strategy.observe(batch(10 * task + step, 0, 1, 2, task));
      }
      strategy.endTask(task, dataset(task, 0, 1, 2, 1));
    }
    return strategy.learner().parameters().snapshot();
  }
}
