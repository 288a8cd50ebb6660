package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Linear;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What corrects a biased last layer, on linear networks whose answers can be worked out. */
class ControlsTest {
  private static Dataset blobs(IntPredicateOf classes, long samples) {
    return Toys.blobs(4, 3, 30, 3, 1, samples).filter(classes::test);
  }

  private interface IntPredicateOf {
    boolean test(int label);
  }

  private final Linear model = Toys.linear(3, 4, 6);
  private final Learner learner = Toys.learner(model, 0.1f);

  private static double norm(Tensor weight, int row) {
    double squares = 0;
    for (int j = 0; j < weight.dim(1); j++) {
      squares += weight.at(row, j) * weight.at(row, j);
    }
    return Math.sqrt(squares);
  }

  @Test
  void alignmentGivesNewRowsTheOldRowsMeanNorm() {
    var weight = model.weight();
    var aligned = new WeightAlignment(new Finetune(learner), weight);
    float[] start = weight.toArray();
    aligned.endTask(0, blobs(c -> c < 2, 2));
    assertThat(weight.toArray()).isEqualTo(start);
    double old = (norm(weight, 0) + norm(weight, 1)) / 2;
    double young = (norm(weight, 2) + norm(weight, 3)) / 2;
    aligned.endTask(1, blobs(c -> c >= 2, 2));
    for (int i = 0; i < start.length; i++) {
      double by = i < 6 ? 1 : old / young;
      assertThat((double) weight.toArray()[i]).isCloseTo(by * start[i], Offset.offset(1e-6));
    }
    // All are old now: a task that comes again changes nothing.
    float[] after = weight.toArray();
    aligned.endTask(2, blobs(c -> c < 2, 2));
    assertThat(weight.toArray()).isEqualTo(after);
  }

  @Test
  void alignmentLeavesRowsOfZerosAlone() {
    model.weight().array()[model.weight().offset()] = 0;
    var zeros = Tensor.zeros(4, 3);
    var aligned = new WeightAlignment(new Finetune(learner), zeros);
    aligned.endTask(0, blobs(c -> c < 2, 2));
    aligned.endTask(1, blobs(c -> c >= 2, 2));
    assertThat(zeros.toArray()).containsOnly(0);
    assertThatThrownBy(() -> new WeightAlignment(new Finetune(learner), Tensor.zeros(3)))
        .hasMessageContaining("[classes, features]");
  }

  private static double accuracy(Strategy strategy, Dataset test) {
    Batch all = test.all();
    int[] answers = strategy.scores(all.inputs()).argmax().values();
    long right =
        IntStream.range(0, answers.length).filter(i -> answers[i] == all.labels()[i]).count();
    return (double) right / answers.length;
  }

  /** A good model whose new classes always win; the correction finds what was added. */
  private void trainAndSpoil() {
    for (int i = 0; i < 200; i++) {
      learner.step(blobs(c -> true, 2).all());
    }
    float[] bias = learner.parameters().values();
    bias[12 + 2] += 40;
    bias[12 + 3] += 40;
  }

  @Test
  void correctionUndoesABiasAndLeavesTheModel() {
    trainAndSpoil();
    var corrected = new LogitBias(new Finetune(learner), 10, Rng.of(4));
    Dataset test = blobs(c -> true, 5);
    assertThat(accuracy(corrected, test)).isLessThan(0.6);
    float[] before = learner.parameters().snapshot();
    corrected.endTask(0, blobs(c -> c < 2, 2));
    corrected.endTask(1, blobs(c -> c >= 2, 2));
    assertThat(accuracy(corrected, test)).isGreaterThan(0.9);
    assertThat(learner.parameters().values()).isEqualTo(before);
    assertThat(corrected.beta()[0] - corrected.beta()[1]).isPositive();
    assertThat(learner.ledger().forwardSamples()).isEqualTo(20 + 40);
    assertThat(learner.ledger().bytes()).isEqualTo(40 * (3 * 4 + 4));
  }

  /** The fitted function is flat where the fit ended, by central differences in doubles. */
  @Test
  void correctionIsTheBestOne() {
    var corrected = new LogitBias(new Finetune(learner), 30, Rng.of(4));
    Dataset first = blobs(c -> c < 2, 2);
    Dataset second = blobs(c -> c >= 2, 2);
    corrected.endTask(0, first);
    corrected.endTask(1, second);
    Batch all = Dataset.concat(first, second).all();
    Tensor z = learner.answers(all.inputs());
    double[] at = {
      corrected.alpha()[0], corrected.alpha()[1], corrected.beta()[0], corrected.beta()[1]
    };
    double[] slope =
        ByHand.gradient(
            p -> {
              double sum = 0;
              for (int i = 0; i < all.size(); i++) {
                double[] logits = new double[4];
                for (int c = 0; c < 4; c++) {
                  logits[c] = p[c / 2] * z.at(i, c) + p[2 + c / 2];
                }
                sum += ByHand.crossEntropy(logits, all.labels()[i]) / all.size();
              }
              double away = (p[0] - 1) * (p[0] - 1) + (p[1] - 1) * (p[1] - 1);
              return sum + 1e-3 * (away + p[2] * p[2] + p[3] * p[3]);
            },
            at);
    assertThat(slope).containsExactly(new double[4], Offset.offset(1e-4));
    float[] scores = corrected.scores(all.inputs()).toArray();
    for (int i = 0; i < scores.length; i++) {
      int c = i % 4;
      assertThat((double) scores[i])
          .isCloseTo(at[c / 2] * z.toArray()[i] + at[2 + c / 2], Offset.offset(1e-4));
    }
  }

  @Test
  void correctionLeavesClassesNeverSeenAlone() {
    var corrected = new LogitBias(new Finetune(learner), 5, Rng.of(4));
    Tensor x = blobs(c -> true, 5).all().inputs();
    assertThat(corrected.scores(x).toArray()).isEqualTo(learner.answers(x).toArray());
    corrected.endTask(0, blobs(c -> c < 2, 2));
    for (int i = 0; i < x.dim(0); i++) {
      assertThat(corrected.scores(x).at(i, 3)).isEqualTo(learner.answers(x).at(i, 3));
    }
    assertThatThrownBy(() -> new LogitBias(new Finetune(learner), 0, Rng.of(1)))
        .hasMessageContaining("0 samples of each class");
  }

  /** Features x, and their double: what is changed between two tasks must show or not show. */
  @Test
  void theNearestMeanIsTheNearestByBruteForce() {
    Dataset train = blobs(c -> true, 2);
    UnaryOperator<Tensor> features = x -> x.mul(2);
    var nearest = NearestClassMean.byDay(new Finetune(learner), features, 5);
    nearest.endTask(0, blobs(c -> c < 2, 2));
    nearest.endTask(1, blobs(c -> c >= 2, 2));
    double[][] means = new double[4][3];
    for (int i = 0; i < train.size(); i++) {
      double[] unit = unit(ByHand.doubles(train.batch(i).inputs().toArray()));
      for (int j = 0; j < 3; j++) {
        means[train.label(i)][j] += unit[j] / 30;
      }
    }
    Batch test = blobs(c -> true, 5).all();
    Tensor scores = nearest.scores(test.inputs());
    for (int i = 0; i < test.size(); i++) {
      double[] x = unit(ByHand.doubles(test.inputs().slice(0, i, i + 1).toArray()));
      for (int c = 0; c < 4; c++) {
        double[] mean = unit(means[c]);
        double squares = 0;
        for (int j = 0; j < 3; j++) {
          squares += (x[j] - mean[j]) * (x[j] - mean[j]);
        }
        assertThat((double) scores.at(i, c)).isCloseTo(-squares, Offset.offset(1e-5));
      }
      assertThat(scores.at(i, 4)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
    assertThat(accuracy(nearest, blobs(c -> true, 5))).isGreaterThan(0.8);
    assertThat(learner.ledger().forwardSamples()).isEqualTo(120);
    assertThat(learner.ledger().bytes()).isEqualTo(8 * 5 * 3);
  }

  private static double[] unit(double[] x) {
    double length = 0;
    for (double value : x) {
      length += value * value;
    }
    double[] unit = x.clone();
    for (int j = 0; j < x.length; j++) {
      unit[j] /= Math.sqrt(length);
    }
    return unit;
  }

  /** Day's means are of the features as they were, memory's of the features as they are. */
  @Test
  void memoryKeepsMeansFresh() {
    float[] sign = {1};
    UnaryOperator<Tensor> features = x -> x.mul(sign[0]);
    var stale = NearestClassMean.byDay(new Finetune(learner), features, 4);
    var fresh = NearestClassMean.fromMemory(new Finetune(learner), features, 4, 10, Rng.of(1));
    Dataset old = blobs(c -> c < 2, 2);
    stale.endTask(0, old);
    fresh.endTask(0, old);
    sign[0] = -1;
    stale.endTask(1, blobs(c -> c >= 2, 2));
    fresh.endTask(1, blobs(c -> c >= 2, 2));
    assertThat(accuracy(fresh, blobs(c -> true, 5))).isGreaterThan(0.8);
    assertThat(accuracy(stale, blobs(c -> true, 5)))
        .isLessThan(accuracy(fresh, blobs(c -> true, 5)) - 0.2);
  }

  @Test
  void beforeTheFirstTaskHasEndedTheOutputsAnswer() {
    var nearest = NearestClassMean.byDay(new Finetune(learner), x -> x, 4);
    Tensor some = Tensor.ones(2, 3);
    assertThat(nearest.scores(some).toArray()).isEqualTo(learner.answers(some).toArray());
    nearest.endTask(0, blobs(c -> false, 2));
    assertThat(nearest.scores(some).toArray()).isEqualTo(learner.answers(some).toArray());
    assertThatThrownBy(() -> NearestClassMean.byDay(new Finetune(learner), x -> x, 0))
        .hasMessageContaining("0 classes");
  }
}
