package io.reverie.sleep.spike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.nn.Linear;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Spikes, potentials and weights against the same arithmetic written out in doubles. */
class SpikingNetworkTest {
  private static final double[] GAINS = {3, 4, 5};
  private static final List<Double> THRESHOLDS = List.of(0.21, 0.13, 0.17);
  private static final double DECAY = 0.9;
  private static final SleepStdp RULE = new SleepStdp(0.002, 0.0004, 0.001);

  private static RateNetwork network() {
    return RateNetwork.of(0.05f, 0, Rng.of(3), 8, 7, 6, 5);
  }

  private static SpikingNetwork spiking(RateNetwork network, Plasticity rule) {
    return new SpikingNetwork(
        network, GAINS, THRESHOLDS, DECAY, Collections.nCopies(network.layers().size(), rule));
  }

  private static List<double[][]> weights(RateNetwork network) {
    List<double[][]> all = new ArrayList<>();
    for (Linear layer : network.layers()) {
      double[][] w = new double[layer.weight().dim(0)][layer.weight().dim(1)];
      for (int i = 0; i < w.length; i++) {
        for (int j = 0; j < w[i].length; j++) {
          w[i][j] = layer.weight().at(i, j);
        }
      }
      all.add(w);
    }
    return all;
  }

  /** One layer's step as the paper's code writes it: dense, in doubles, spikes as booleans. */
  private static boolean[] step(
      double[][] w, double[] v, boolean[] pre, double gain, double threshold) {
    boolean[] post = new boolean[v.length];
    for (int i = 0; i < v.length; i++) {
      double impulse = 0;
      for (int j = 0; j < pre.length; j++) {
        impulse += pre[j] ? gain * w[i][j] : 0;
      }
      v[i] = DECAY * v[i] + impulse;
      post[i] = v[i] >= threshold;
      for (int j = 0; post[i] && j < pre.length; j++) {
        double g = 2 * (1 - 1 / (1 + Math.exp(-w[i][j] / 0.001)));
        w[i][j] += pre[j] ? 0.002 * g : -0.0004 * g;
      }
      v[i] = post[i] ? 0 : v[i];
    }
    return post;
  }

  private static int[] places(boolean[] spikes) {
    int[] places = new int[spikes.length];
    int n = 0;
    for (int i = 0; i < spikes.length; i++) {
      places[n] = i;
      n += spikes[i] ? 1 : 0;
    }
    return Arrays.copyOf(places, n);
  }

  @Test
  void everyStepIsThatOfThePaper() {
    var network = network();
    var spiking = spiking(network, RULE);
    List<double[][]> w = weights(network);
    double[][] v = {new double[7], new double[6], new double[5]};
    int[] spikes = new int[3];
    var rng = Rng.of(5);
    for (int t = 0; t < 400; t++) {
      boolean[] on = new boolean[8];
      for (int j = 0; j < on.length; j++) {
        on[j] = rng.nextFloat() < 0.3f;
      }
      spiking.step(places(on), places(on).length);
      for (int l = 0; l < 3; l++) {
        on = step(w.get(l), v[l], on, GAINS[l], THRESHOLDS.get(l));
        spikes[l] += places(on).length;
        assertThat(spiking.spiking(l)).as("layer %d in step %d", l, t).isEqualTo(places(on));
        for (int i = 0; i < v[l].length; i++) {
          assertThat((double) spiking.potentials(l)[i]).isCloseTo(v[l][i], Offset.offset(1e-3));
        }
      }
    }
    List<double[][]> after = weights(network);
    for (int l = 0; l < 3; l++) {
      assertThat(spikes[l]).isGreaterThan(50);
      assertThat(spiking.rate(l)).isEqualTo(spikes[l] / 400.0 / v[l].length);
      for (int i = 0; i < v[l].length; i++) {
        assertThat(after.get(l)[i]).containsExactly(w.get(l)[i], Offset.offset(1e-4));
      }
    }
  }

  @Test
  void withoutPlasticityNoWeightMoves() {
    var network = network();
    float[] before = network.parameters().snapshot();
    var spiking = spiking(network, Plasticity.none());
    int[] all = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int t = 0; t < 50; t++) {
      spiking.step(all, 8);
    }
    assertThat(spiking.rate(0)).isPositive();
    assertThat(network.parameters().values()).isEqualTo(before);
  }

  @Test
  void aRateBeforeTheFirstStepIsNothing() {
    assertThat(spiking(network(), RULE).rate(1)).isZero();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> new SpikingNetwork(network(), GAINS, THRESHOLDS, DECAY, List.of(RULE)))
        .hasMessageContaining("3 gains, 3 thresholds and 1 rules for 3 layers");
    assertThatThrownBy(
            () -> new SpikingNetwork(network(), GAINS, THRESHOLDS, 1.1, List.of(RULE, RULE, RULE)))
        .hasMessageContaining("decay 1.1");
    assertThatThrownBy(() -> spiking(network(), RULE).step(new int[] {8}, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("input 8 of 8");
  }
}
