package io.reverie.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Spiking neurons against the membrane's closed form, plasticity against the sum over pairs. */
class SpikesTest {
  private static final LeakyIntegrateAndFire NEURON = LeakyIntegrateAndFire.cortical();

  /** Spikes come at the ends of steps of 0.01 ms: the period is at most a step too long. */
  @Test
  void theFiringRateIsTheClosedForm() {
    float[] strengths = {1.51f, 1.6f, 2, 3, 10};
    int steps = 100_000;
    float[] currents = new float[steps * strengths.length];
    for (int i = 0; i < currents.length; i++) {
      currents[i] = strengths[i % strengths.length];
    }
    Tensor spikes = NEURON.spikes(Tensor.of(currents, steps, strengths.length), 0.01f);
    for (int n = 0; n < strengths.length; n++) {
      double count = 0;
      int first = -1;
      int last = -1;
      for (int t = 0; t < steps; t++) {
        if (spikes.at(t, n) == 1) {
          first = first < 0 ? t : first;
          last = t;
          count++;
        }
      }
      double period = (last - first) / (count - 1) * 0.01;
      assertThat(period).isCloseTo(1000 / NEURON.rate(strengths[n]), within(0.0101));
    }
  }

  /** The numbers of a textbook's exercise: R·I = 20 mV, 15 mV below threshold, 2 ms held. */
  @Test
  void theClosedFormByHand() {
    assertThat(NEURON.rate(2)).isCloseTo(1000 / (2 + 20 * Math.log(20.0 / 5)), within(1e-6));
    assertThat(NEURON.rate(1.5f)).isZero();
    assertThat(NEURON.rate(-1)).isZero();
    assertThat(NEURON.rate(1e9f)).isCloseTo(500, within(0.01));
  }

  @Test
  void belowTheRheobaseNothingFires() {
    Tensor spikes = NEURON.spikes(Tensor.full(1.5f, 50_000, 1), 0.1f);
    assertThat(spikes.sum().item()).isZero();
  }

  @Test
  void refractoryStepsAreHeld() {
    var neuron = new LeakyIntegrateAndFire(10, 10, 0, 1, 0, 3);
    Tensor spikes = neuron.spikes(Tensor.full(100, 9, 1), 1);
    assertThat(spikes.toArray()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
    assertThat(neuron.spikes(Tensor.zeros(0, 3), 1).shape()).hasToString("[0, 3]");
  }

  @Test
  void theWindowIsBiAndPoos() {
    var rule = new Stdp(0.5f, 10, 0.25f, 30);
    assertThat(rule.change(10)).isCloseTo(0.5 / Math.E, within(1e-7));
    assertThat(rule.change(-30)).isCloseTo(-0.25 / Math.E, within(1e-7));
    assertThat(rule.change(0)).isZero();
    assertThat(rule.change(1e-9)).isCloseTo(0.5, within(1e-6));
    double area = 0; // Song, Miller & Abbott: the whole window must take more than it gives.
    for (double d = -300; d <= 300; d += 0.1) {
      area += Stdp.song().change(d);
    }
    assertThat(area).isNegative();
  }

  @Test
  void tracesAreTheSumOverAllPairs() {
    int steps = 300;
    float dt = 0.5f;
    Rng rng = Rng.of(2);
    Tensor pre = spikes(rng, steps, 3);
    Tensor post = spikes(rng, steps, 2);
    var rule = new Stdp(1e-3f, 17, 1.2e-3f, 34);
    Tensor weight = Tensor.full(0.5f, 2, 3);
    rule.learn(weight, pre, post, dt);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0.5;
        for (int s = 0; s < steps; s++) {
          for (int t = 0; t < steps; t++) {
            sum += pre.at(s, j) * post.at(t, i) * rule.change((t - s) * dt);
          }
        }
        assertThat((double) weight.at(i, j)).isCloseTo(sum, within(1e-5)).isNotEqualTo(0.5);
      }
    }
  }

  private static Tensor spikes(Rng rng, int steps, int neurons) {
    float[] spikes = new float[steps * neurons];
    for (int i = 0; i < spikes.length; i++) {
      spikes[i] = rng.nextInt(10) == 0 ? 1 : 0;
    }
    return Tensor.of(spikes, steps, neurons);
  }

  /** Axon 0 always leads the neuron, axon 1 always follows: one is kept, the other let go. */
  @Test
  void causesGrowAndCoincidencesThatComeLateShrink() {
    Tensor pre = Tensor.zeros(1000, 2);
    Tensor post = Tensor.zeros(1000, 1);
    for (int t = 10; t < 990; t += 50) {
      pre.array()[2 * t] = 1;
      post.array()[t + 4] = 1;
      pre.array()[2 * (t + 8) + 1] = 1;
    }
    Tensor weight = Tensor.full(0.5f, 1, 2);
    new Stdp(0.2f, 10, 0.21f, 10).learn(weight, pre, post, 1);
    assertThat(weight.at(0, 0)).isGreaterThan(0.95f).isLessThanOrEqualTo(1);
    assertThat(weight.at(0, 1)).isLessThan(0.05f).isNotNegative();
  }

  @Test
  void misfitsSaySo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeakyIntegrateAndFire(0, 10, -65, -50, -65, 2))
        .withMessageStartingWith("tau 0.0 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeakyIntegrateAndFire(20, 10, -65, -65, -70, 2))
        .withMessageEndingWith("below the threshold, -65.0 mV");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NEURON.spikes(Tensor.zeros(3), 1))
        .withMessageContaining("[3] in steps of 1.0 ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NEURON.spikes(Tensor.zeros(3, 1), Float.NaN))
        .withMessageContaining("steps of NaN ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stdp(1, 20, 1, -20))
        .withMessageContaining("over -20.0 ms");
    Tensor two = Tensor.zeros(4, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stdp.song().learn(Tensor.zeros(2, 3), two, two, 1))
        .withMessageStartingWith("weights [2, 3], spikes [4, 2] and [4, 2]");
  }
}
