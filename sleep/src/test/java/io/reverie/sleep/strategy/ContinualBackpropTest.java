package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Adam;
import io.reverie.optim.Sgd;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Hidden units, how useful they are, and their replacement. */
class ContinualBackpropTest {
  private static final int UNITS = 5;

  private final Linear in = Linear.of(2, UNITS, Rng.of(1));
  private final Linear out = Linear.of(UNITS, 3, Rng.of(2));
  private final Sequential model = Sequential.of(in, Activation.RELU, out);

  private Learner learner(float rate) {
    return Learner.of(model, Sgd.of(model, rate), Rng.of(0));
  }

  private static Batch batch(int step) {
    return Points.batch(step, 0, 1, 2, 1);
  }

  /** The usefulness after so many batches with weights that stay, in doubles. */
  private double[] usefulness(int steps, double decay) {
    var useful = new double[UNITS];
    var mean = new double[UNITS];
    for (int step = 1; step <= steps; step++) {
      float[] h = in.forward(batch(step).inputs()).relu().toArray();
      for (int u = 0; u < UNITS; u++) {
        double now = 0;
        for (int n = 0; n < 4; n++) {
          now += h[n * UNITS + u] / 4.0;
        }
        mean[u] = decay * mean[u] + (1 - decay) * now;
        double usual = mean[u] / (1 - Math.pow(decay, step));
        double moved = 0;
        for (int n = 0; n < 4; n++) {
          moved += Math.abs(h[n * UNITS + u] - usual) / 4;
        }
        double outgoing = 0;
        for (int o = 0; o < 3; o++) {
          outgoing += Math.abs(out.weight().at(o, u)) / 3;
        }
        double incoming = (Math.abs(in.weight().at(u, 0)) + Math.abs(in.weight().at(u, 1))) / 2;
        useful[u] = decay * useful[u] + (1 - decay) * moved * outgoing / incoming;
      }
    }
    return useful;
  }

  private static int smallest(double... numbers) {
    int least = 0;
    for (int i = 1; i < numbers.length; i++) {
      least = numbers[i] < numbers[least] ? i : least;
    }
    return least;
  }

  @Test
  void theLeastUsefulUnitIsReplacedOnceItIsDue() {
    // A fifth of five units is one a step; none is older than three steps before the fourth.
    var settings = new ContinualBackprop.Settings(0.2, 3, 0.9);
    var learner = learner(0);
    var method =
        new ContinualBackprop(learner, ContinualBackprop.chain(model), settings, Rng.of(4));
    int worst = smallest(usefulness(4, 0.9));
    float[] before = learner.parameters().snapshot();
    for (int step = 1; step <= 3; step++) {
      method.observe(batch(step));
    }
    assertThat(method.replaced()).isZero();
    assertThat(learner.parameters().values()).isEqualTo(before);
    method.observe(batch(4));
    assertThat(method.replaced()).isEqualTo(1);
    for (int u = 0; u < UNITS; u++) {
      boolean fresh = in.weight().at(u, 0) != before[2 * u];
      assertThat(fresh).as("unit %d", u).isEqualTo(u == worst);
    }
    for (int o = 0; o < 3; o++) {
      assertThat(out.weight().at(o, worst)).isZero();
    }
    assertThat(in.bias().at(worst)).isZero();
    assertThat(Math.abs(in.weight().at(worst, 1))).isLessThan((float) Math.sqrt(3));
    // The next one has to be due again, and the fresh one is too young.
    method.observe(batch(5));
    assertThat(method.replaced()).isEqualTo(1);
    assertThat(learner.ledger().gradientSamples()).isEqualTo(5 * 4);
  }

  /** A unit that always gives the same can go without a trace. */
  @Test
  void whatTheUnitContributedGoesIntoTheBiases() {
    in.weight().array()[in.weight().offset()] = 0;
    in.weight().array()[in.weight().offset() + 1] = 0;
    in.bias().array()[in.bias().offset()] = 2;
    var settings = new ContinualBackprop.Settings(0.2, 3, 0.9);
    var learner = learner(0);
    var method =
        new ContinualBackprop(learner, ContinualBackprop.chain(model), settings, Rng.of(4));
    float[] before = learner.answers(batch(9).inputs()).toArray();
    for (int step = 1; step <= 4; step++) {
      method.observe(batch(step));
    }
    assertThat(method.replaced()).isEqualTo(1);
    assertThat(out.weight().at(0, 0)).isZero();
    float[] after = learner.answers(batch(9).inputs()).toArray();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], Offset.offset(1e-5f));
    }
  }

  @Test
  void theOptimizerForgetsTheUnitToo() {
    var learner = Learner.of(model, Adam.of(model, 0.01f), Rng.of(0));
    var settings = new ContinualBackprop.Settings(1, 3, 0.9);
    var method =
        new ContinualBackprop(learner, ContinualBackprop.chain(model), settings, Rng.of(4));
    for (int step = 1; step <= 4; step++) {
      method.observe(batch(step));
    }
    assertThat(method.replaced()).isEqualTo(UNITS);
    learner
        .optimizer()
        .state()
        .forEach((name, memory) -> {
          for (int i = 0; i < 2 * UNITS + UNITS + 3 * UNITS; i++) {
            assertThat(memory[i]).as(name).isZero();
          }
          // The biases at the end belong to no hidden unit.
          assertThat(memory[memory.length - 1]).isNotZero();
        });
  }

  @Test
  void withoutReplacementItIsFinetuning() {
    float[] start = learner(0).parameters().snapshot();
    var none = new ContinualBackprop.Settings(0, 1, 0.9);
    var method =
        new ContinualBackprop(learner(0.5f), ContinualBackprop.chain(model), none, Rng.of(4));
    float[] end = Points.live(method);
    learner(0).parameters().restore(start);
    assertThat(Points.live(new Finetune(learner(0.5f)))).isEqualTo(end);
    assertThat(method.replaced()).isZero();
  }

  @Test
  void nonsenseIsRefused() {
    var standard = ContinualBackprop.Settings.standard();
    assertThatThrownBy(
            () -> new ContinualBackprop(learner(1), java.util.List.of(in), standard, Rng.of(1)))
        .hasMessageContaining("1 linear layers");
    assertThatThrownBy(() ->
            new ContinualBackprop(
                learner(1), java.util.List.of(in, Toys.linear(7, 3, 1)), standard, Rng.of(1)))
        .hasMessageContaining("5 outputs for 7 inputs");
    assertThatThrownBy(() -> new ContinualBackprop.Settings(1, 1, 1))
        .hasMessageContaining("needed");
  }
}
