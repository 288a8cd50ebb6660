package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Dataset;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.dawn.Compression;
import io.reverie.sleep.scenario.Scenario;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Networks looked at closely. */
class CheckupTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-5);
  private static final Dataset TRAIN = Toys.blobs(4, 5, 60, 3, 1, 2);
  private static final Dataset TEST = Toys.blobs(4, 5, 40, 3, 1, 3);

  private static Sequential trained() {
    var rng = Rng.of(3);
    var model = Sequential.of(Linear.of(5, 16, rng), Activation.RELU, Linear.of(16, 4, rng));
    var learner = Learner.of(model, Sgd.of(model, 0.1f), rng);
    for (int step = 0; step < 150; step++) {
      learner.step(TRAIN.all());
    }
    return model;
  }

  private static Checkup checkup(Sequential model) {
    return Checkup.of(
        model, Features.beforeLast(model), TRAIN, Scenario.split(TRAIN, TEST, 2).tests());
  }

  @Test
  void aBiasedOutputHidesWhatTheFeaturesKnow() {
    var model = trained();
    var before = checkup(model);
    assertThat(Arrays.stream(before.accuracies()).min().orElseThrow()).isGreaterThan(0.9);
    // The new classes shout: as after a day of classes 2 and 3 alone.
    var bias = ((Linear) model.layers().get(2)).bias();
    bias.array()[bias.offset() + 2] += 1000;
    bias.array()[bias.offset() + 3] += 1000;
    var after = checkup(model);
    assertThat(after.accuracies()[0]).isZero();
    assertThat(after.bias()[0]).isGreaterThan(0.9);
    assertThat(after.since(before)[0]).isEqualTo(-before.accuracies()[0]);
    assertThat(after.nearestMean()).isEqualTo(before.nearestMean());
    // Features of nothing know nothing.
    var first = ((Linear) model.layers().get(0)).weight();
    Arrays.fill(first.array(), first.offset(), first.offset() + first.size(), 0);
    var blank = checkup(model);
    assertThat(blank.units().dead()).isEqualTo(1);
    assertThat(blank.nearestMean().get(1).accuracy()).isLessThan(0.6);
  }

  @Test
  void nearestMeansAreThoseOfPlainDoubles() {
    var nearest = NearestMean.of(x -> x, TRAIN, 5);
    double[][] means = new double[4][5];
    for (int i = 0; i < TRAIN.size(); i++) {
      for (int d = 0; d < 5; d++) {
        means[TRAIN.label(i)][d] += TRAIN.batch(i).inputs().at(0, d) / 60.0;
      }
    }
    var scores = nearest.apply(TEST.all().inputs());
    for (int i = 0; i < TEST.size(); i++) {
      for (int c = 0; c < 4; c++) {
        double distance = 0;
        for (int d = 0; d < 5; d++) {
          distance += Math.pow(TEST.batch(i).inputs().at(0, d) - means[c][d], 2);
        }
        assertThat((double) scores.at(i, c)).isCloseTo(-distance, Offset.offset(1e-3));
      }
      assertThat(scores.at(i, 4)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
    assertThat(Exam.of(nearest, TEST).accuracy()).isGreaterThan(0.9);
  }

  @Test
  void normsAreLengths() {
    var linear =
        new Linear(
            Parameter.of(new float[] {3, 0, 0, 4}, 2, 2), Parameter.of(new float[] {0, 12}, 2));
    assertThat(Checkup.norms(linear)).containsEntry("weight", 5.0).containsEntry("bias", 12.0);
    var data = Toys.blobs(2, 2, 5, 1, 1, 2);
    var checkup = Checkup.of(linear, x -> x, data, Scenario.split(data, data, 2).tests());
    assertThat(checkup.norm()).isCloseTo(13, CLOSE);
  }

  @Test
  void unitsAreCountedAndTheirDirectionsMeasured() {
    // Two live units at right angles with lengths 3 and 4, one that is always 7, one that is 0.
    var hidden = Tensor.of(new float[] {3, 0, 0, 0, 0, 4, 0, 0}, 2, 4);
    var data = Dataset.of(hidden, new int[2]);
    var units = Units.of(x -> x, data);
    assertThat(units.units()).isEqualTo(4);
    assertThat(units.dead()).isEqualTo(0.5);
    assertThat(units.stableRank()).isCloseTo(25 / 16.0, CLOSE);
    assertThat(units.rank99()).isEqualTo(2);
    assertThat(units.meanSize()).isCloseTo(7 / 8.0, CLOSE);
    // A value that never changes says nothing.
    assertThat(Units.of(x -> x.mul(0).add(1), data).dead()).isEqualTo(1);
    assertThat(Units.of(x -> x.mul(0).add(1), data).stableRank()).isCloseTo(1, CLOSE);
    assertThat(Units.of(x -> x.mul(0), data).stableRank()).isZero();
    assertThat(Units.of(x -> x.mul(0), data).rank99()).isZero();
  }

  @Test
  void eigenvaluesOfAChainAreKnown() {
    int n = 30;
    double[] chain = new double[n * n];
    for (int i = 0; i < n; i++) {
      chain[i * n + i] = 2;
      if (i > 0) {
        chain[i * n + i - 1] = -1;
        chain[(i - 1) * n + i] = -1;
      }
    }
    double[] values = Spectrum.of(chain, n);
    for (int k = 1; k <= n; k++) {
      assertThat(values[n - k])
          .isCloseTo(2 - 2 * Math.cos(k * Math.PI / (n + 1)), Offset.offset(1e-10));
    }
  }

  @Test
  void effectiveSamplesAreKishs() {
    assertThat(Units.effective(2, 2, 2, 2)).isEqualTo(4);
    assertThat(Units.effective(5, 0, 0)).isEqualTo(1);
    assertThat(Units.effective(1, 2, 3)).isCloseTo(36 / 14.0, CLOSE);
    assertThat(Units.effective()).isZero();
    assertThat(Units.effective(0, 0)).isZero();
    assertThatThrownBy(() -> Units.effective(-1)).hasMessageContaining("-1.0");
  }

  @Test
  void featuresAreThoseOfTheFirstLayers() {
    var model = trained();
    var x = TEST.all().inputs();
    var first = (Linear) model.layers().get(0);
    assertThat(Features.after(model, 1).apply(x).toArray()).isEqualTo(first.forward(x).toArray());
    assertThat(Features.beforeLast(model).apply(x).toArray())
        .isEqualTo(first.forward(x).relu().toArray());
    assertThat(Features.after(model, 0).apply(x).toArray()).isEqualTo(x.toArray());
    assertThatThrownBy(() -> Features.after(model, 4)).hasMessageContaining("4 of 3");
  }

  @Test
  void damageIsWhatChanged() {
    var model = trained();
    var none = Damage.of(model, Compression.none().of(model), TEST);
    assertThat(none.divergence()).isZero();
    assertThat(none.loss()).isZero();
    var linear = Toys.linear(5, 4, 1);
    var other = Toys.linear(5, 4, 2);
    var damage = Damage.of(linear, other, TEST);
    double expected = 0;
    for (int i = 0; i < TEST.size(); i++) {
      float[] x = TEST.batch(i).inputs().toArray();
      double[] p = ByHand.logits(ByHand.doubles(linear.parameters().snapshot()), x);
      double[] q = ByHand.logits(ByHand.doubles(other.parameters().snapshot()), x);
      for (int c = 0; c < 4; c++) {
        double ofP = -ByHand.crossEntropy(p, c);
        expected += Math.exp(ofP) * (ofP + ByHand.crossEntropy(q, c)) / TEST.size();
      }
    }
    assertThat(damage.divergence()).isCloseTo(expected, CLOSE);
    assertThat(damage.before()).isEqualTo(Exam.of(Features.of(linear), TEST));
    // Coarser is worse, by an order of magnitude and more.
    double eight = Damage.of(model, Compression.quantise(8).of(model), TEST).divergence();
    double four = Damage.of(model, Compression.quantise(4).of(model), TEST).divergence();
    assertThat(eight).isPositive().isLessThan(four / 10);
    assertThat(Damage.of(model, Compression.prune(1).of(model), TEST).loss()).isGreaterThan(0.5);
  }
}
