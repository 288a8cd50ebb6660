package io.reverie.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Metrics against their definitions, computed the slow way, and against scikit-learn's manual. */
class MetricsTest {
  private static final int N = 300;
  private static final int CLASSES = 5;

  private final Rng rng = Rng.of(11);

  /** Few different values, so that there are ties. */
  private final Tensor outputs = coarse(N, CLASSES);

  private final int[] labels = IntStream.generate(() -> rng.nextInt(4)).limit(N).toArray();

  private Tensor coarse(int... dims) {
    Tensor coarse = Tensor.zeros(dims);
    for (int i = 0; i < coarse.size(); i++) {
      coarse.array()[i] = rng.nextInt(9) - 4;
    }
    return coarse;
  }

  /** The classes of a row, best first, of equals the first: a stable sort. */
  private int[] ranking(int row) {
    return IntStream.range(0, CLASSES)
        .boxed()
        .sorted((a, b) -> Float.compare(outputs.at(row, b), outputs.at(row, a)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int[] part(int from, int to) {
    return Arrays.copyOfRange(labels, from, to);
  }

  @Test
  void accuracyIsTheShareOfLabelsAmongTheBest() {
    for (int k = 1; k < CLASSES; k++) {
      Accuracy whole = Accuracy.top(k);
      whole.add(outputs, labels);
      Accuracy first = Accuracy.top(k);
      first.add(outputs.slice(0, 0, 100), part(0, 100));
      Accuracy rest = Accuracy.top(k);
      rest.add(outputs.slice(0, 100, N), part(100, N));
      first.merge(rest);
      int right = 0;
      for (int i = 0; i < N; i++) {
        int own = labels[i];
        right += IntStream.of(ranking(i)).limit(k).anyMatch(c -> c == own) ? 1 : 0;
      }
      assertThat(whole.value()).as("top %d", k).isEqualTo((double) right / N);
      assertThat(first.value()).isEqualTo(whole.value());
    }
    Accuracy tokens = Accuracy.of();
    tokens.add(outputs.reshape(10, 30, CLASSES), labels);
    Accuracy flat = Accuracy.of();
    flat.add(outputs, labels);
    assertThat(tokens.value()).isEqualTo(flat.value());
    assertThat(Accuracy.of().value()).isNaN();
  }

  @Test
  void confusionCountsAndMeasuresByDefinition() {
    Confusion whole = Confusion.of(CLASSES);
    whole.add(outputs, labels);
    Confusion first = Confusion.of(CLASSES);
    first.add(outputs.slice(0, 0, 7), part(0, 7));
    Confusion rest = Confusion.of(CLASSES);
    rest.add(IntStream.range(7, N).map(i -> ranking(i)[0]).toArray(), part(7, N));
    first.merge(rest);
    double macro = 0;
    double weighted = 0;
    int occur = 0;
    for (int c = 0; c < CLASSES; c++) {
      double found = 0;
      double answered = 0;
      double labelled = 0;
      for (int i = 0; i < N; i++) {
        int answer = ranking(i)[0];
        found += answer == c && labels[i] == c ? 1 : 0;
        answered += answer == c ? 1 : 0;
        labelled += labels[i] == c ? 1 : 0;
        if (i == 0) {
          assertThat(whole.count(labels[0], answer)).isPositive();
        }
      }
      double precision = answered == 0 ? 0 : found / answered;
      double recall = labelled == 0 ? 0 : found / labelled;
      double f1 = found == 0 ? 0 : 2 * precision * recall / (precision + recall);
      assertThat(whole.precision(c)).isEqualTo(precision);
      assertThat(whole.recall(c)).isEqualTo(recall);
      assertThat(whole.f1(c)).isCloseTo(f1, within(1e-15));
      assertThat(whole.labelled(c)).isEqualTo((long) labelled);
      assertThat(first.f1(c)).isEqualTo(whole.f1(c));
      macro += f1;
      weighted += f1 * labelled / N;
      occur += labelled + answered > 0 ? 1 : 0;
    }
    assertThat(whole.macro(whole::f1)).isCloseTo(macro / occur, within(1e-15));
    assertThat(whole.weighted(whole::f1)).isCloseTo(weighted, within(1e-15));
    assertThat(whole.weighted(whole::recall)).isCloseTo(whole.accuracy(), within(1e-15));
    Accuracy accuracy = Accuracy.of();
    accuracy.add(outputs, labels);
    assertThat(whole.accuracy()).isEqualTo(accuracy.value());
  }

  @Test
  void confusionIsThatOfTheManual() {
    Confusion confusion = Confusion.of(4); // the fourth class never occurs and counts for nothing
    confusion.add(new int[] {0, 2, 1, 0, 0, 1}, new int[] {0, 1, 2, 0, 1, 2});
    assertThat(confusion.macro(confusion::f1)).isCloseTo(0.26666667, within(1e-8));
    assertThat(confusion.weighted(confusion::f1)).isCloseTo(0.26666667, within(1e-8));
    assertThat(confusion.macro(confusion::precision)).isCloseTo(0.22222222, within(1e-8));
    assertThat(confusion.macro(confusion::recall)).isCloseTo(0.33333333, within(1e-8));
    assertThat(confusion.f1(0)).isCloseTo(0.8, within(1e-15));
    assertThat(confusion.accuracy()).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(confusion.toString().lines())
        .containsExactly(
            "label   0  1  2  3   samples  precision  recall     F1",
            "    0   2  0  0  0         2     0.6667  1.0000 0.8000",
            "    1   1  0  1  0         2     0.0000  0.0000 0.0000",
            "    2   0  2  0  0         2     0.0000  0.0000 0.0000",
            "    3   0  0  0  0         0     0.0000  0.0000 0.0000",
            "accuracy 0.3333, F1 macro 0.2667, weighted 0.2667");
    assertThat(Confusion.of(30).toString().lines()).hasSize(32);
    assertThat(Confusion.of(2).accuracy()).isNaN();
    assertThat(Confusion.of(2).macro(confusion::f1)).isNaN();
    assertThat(Confusion.of(2).weighted(confusion::f1)).isNaN();
  }

  @Test
  void aucIsTheShareOfPairsInOrder() {
    Tensor scores = coarse(N);
    scores.array()[3] = -0f;
    scores.array()[4] = Float.POSITIVE_INFINITY;
    scores.array()[5] = Float.NEGATIVE_INFINITY;
    scores.array()[6] = Float.MIN_VALUE;
    scores.array()[7] = -1e30f;
    int[] ones = IntStream.of(labels).map(label -> label % 2).toArray();
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        if (ones[i] == 1 && ones[j] == 0) {
          pairs++;
          won += scores.at(i) > scores.at(j) ? 1 : scores.at(i) == scores.at(j) ? 0.5 : 0;
        }
      }
    }
    Auc whole = new Auc();
    whole.add(scores, ones);
    assertThat(whole.value()).isEqualTo(won / pairs);
    Auc first = new Auc();
    first.add(scores.slice(0, 0, 9), Arrays.copyOf(ones, 9));
    Auc rest = new Auc();
    rest.add(scores.slice(0, 9, N).reshape(N - 9, 1), Arrays.copyOfRange(ones, 9, N));
    first.merge(rest);
    assertThat(first.value()).isEqualTo(whole.value());
    Auc manual = new Auc();
    manual.add(Tensor.of(0.1f, 0.4f, 0.35f, 0.8f), 0, 0, 1, 1);
    assertThat(manual.value()).isEqualTo(0.75);
    Auc one = new Auc();
    assertThat(one.value()).isNaN();
    one.add(Tensor.of(1, 2), 1, 1);
    assertThat(one.value()).isNaN();
    one.merge(one);
    one.add(Tensor.of(1.5f), 0);
    assertThat(one.value()).isEqualTo(0.5);
  }

  @Test
  void meansAreWeighted() {
    Mean mean = new Mean();
    assertThat(mean.value()).isNaN();
    mean.add(Double.NaN, 0);
    mean.add(2, 3);
    mean.add(6);
    assertThat(mean.value()).isEqualTo(3);
    assertThat(mean.weight()).isEqualTo(4);
    assertThat(mean.perplexity()).isCloseTo(20.0855369, within(1e-7));
    Mean other = new Mean();
    other.restore(mean.state());
    other.add(8, 4);
    mean.merge(other);
    assertThat(mean.value()).isEqualTo((12 + 44) / 12.0);
    mean.add(Double.NaN);
    assertThat(mean.value()).isNaN();
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> mean.add(1, weight)).hasMessageContaining("weight " + weight);
    }
    assertThatThrownBy(() -> other.restore("7")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> other.restore("7 x")).isInstanceOf(NumberFormatException.class);
    assertThat(other.value()).isEqualTo(44 / 8.0);
  }

  @Test
  void regressionByDefinition() {
    Tensor targets = Tensor.randn(rng, N, 2);
    Tensor answers = targets.add(Tensor.randn(rng, N, 2).mul(0.5f));
    Regression whole = new Regression();
    whole.add(answers, targets);
    Regression first = new Regression();
    first.merge(new Regression());
    first.merge(of(answers, targets, 0, 11));
    first.add(answers.slice(0, 11, 200), targets.slice(0, 11, 200));
    first.merge(of(answers, targets, 200, N));
    double r2 = 0;
    double mse = 0;
    double mae = 0;
    for (int c = 0; c < 2; c++) {
      double mean = 0;
      for (int i = 0; i < N; i++) {
        mean += targets.at(i, c) / (double) N;
      }
      double errors = 0;
      double spread = 0;
      for (int i = 0; i < N; i++) {
        double error = (double) answers.at(i, c) - targets.at(i, c);
        errors += error * error;
        spread += Math.pow(targets.at(i, c) - mean, 2);
        mae += Math.abs(error) / (2 * N);
      }
      r2 += (1 - errors / spread) / 2;
      mse += errors / (2 * N);
    }
    double[] expected = {r2, mse, mae};
    for (Regression regression : new Regression[] {whole, first}) {
      assertThat(new double[] {regression.r2(), regression.mse(), regression.mae()})
          .containsExactly(expected, within(1e-12));
    }
  }

  private static Regression of(Tensor answers, Tensor targets, int from, int to) {
    Regression regression = new Regression();
    regression.add(answers.slice(0, from, to), targets.slice(0, from, to));
    return regression;
  }

  @Test
  void regressionIsThatOfTheManual() {
    assertThat(r2(Tensor.of(2.5f, 0, 2, 8), Tensor.of(3, -0.5f, 2, 7)))
        .isCloseTo(0.9486081370449679, within(1e-15));
    assertThat(
            r2(
                Tensor.of(new float[] {0, 2, -1, 2, 8, -5}, 3, 2),
                Tensor.of(new float[] {0.5f, 1, -1, 1, 7, -6}, 3, 2)))
        .isCloseTo(0.9368005266622779, within(1e-15));
    assertThat(r2(Tensor.of(-2, -2, -2), Tensor.of(-2, -2, -2))).isEqualTo(1);
    assertThat(r2(Tensor.of(-2, -2, -1), Tensor.of(-2, -2, -2))).isEqualTo(0);
    assertThat(r2(Tensor.of(1), Tensor.of(1))).isNaN();
    assertThat(r2(Tensor.of(1, Float.NaN), Tensor.of(1, 2))).isNaN();
    assertThat(new Regression().r2()).isNaN();
    assertThat(new Regression().mse()).isNaN();
    assertThat(new Regression().mae()).isNaN();
    // Far from zero: the difference of two large sums would have lost it.
    Tensor far = Tensor.of(16_000_001, 16_000_002, 16_000_003);
    assertThat(r2(Tensor.of(16_000_001, 16_000_002, 16_000_004), far)).isEqualTo(0.5);
  }

  private static double r2(Tensor answers, Tensor targets) {
    Regression regression = new Regression();
    regression.add(answers, targets);
    return regression.r2();
  }

  @Test
  void whatDoesNotFitIsRefusedAndNotCounted() {
    Accuracy accuracy = Accuracy.of();
    Confusion confusion = Confusion.of(2);
    Tensor two = Tensor.of(new float[] {1, 2, 3, Float.NaN}, 2, 2);
    Tensor sound = Tensor.zeros(2, 2);
    assertThatThrownBy(() -> accuracy.add(two, 0, 1)).hasMessageContaining("output 3 of [2, 2]");
    assertThatThrownBy(() -> confusion.add(two, 0, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> accuracy.add(sound, 0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("label 2 at place 1");
    assertThatThrownBy(() -> confusion.add(sound, -1, 0)).hasMessageContaining("label -1");
    assertThatThrownBy(() -> confusion.add(new int[] {0, 2}, new int[] {0, 1}))
        .hasMessageContaining("answer 2");
    assertThatThrownBy(() -> confusion.add(new int[2], new int[1]))
        .hasMessageContaining("2 answers with 1 labels");
    assertThatThrownBy(() -> accuracy.add(sound, 1)).hasMessageContaining("[2, 2] with 1 labels");
    assertThatThrownBy(() -> accuracy.add(Tensor.zeros(2), 1, 1)).hasMessageContaining("[2] with");
    assertThatThrownBy(() -> accuracy.add(Tensor.zeros(2, 0), 1, 1)).hasMessageContaining("[2, 0]");
    assertThatThrownBy(() -> confusion.add(Tensor.zeros(1, 3), 1))
        .hasMessageContaining("[1, 3] for a confusion matrix of 2");
    assertThatThrownBy(() -> Accuracy.top(2).add(sound, 0, 0)).hasMessageContaining("top 2 of 2");
    assertThatThrownBy(() -> Accuracy.top(0)).hasMessageContaining("top 0");
    assertThatThrownBy(() -> accuracy.merge(Accuracy.top(2))).hasMessageContaining("top 1");
    assertThatThrownBy(() -> confusion.merge(Confusion.of(3))).hasMessageContaining("2 and 3");
    assertThatThrownBy(() -> Confusion.of(0)).hasMessageContaining("0 classes");
    assertThatThrownBy(() -> Confusion.of(1 << 20)).hasMessageContaining("10000");
    assertThatThrownBy(() -> confusion.count(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(accuracy.value()).as("nothing was counted").isNaN();
    assertThat(confusion.accuracy()).as("nothing was counted").isNaN();

    Auc auc = new Auc();
    assertThatThrownBy(() -> auc.add(Tensor.of(Float.NaN), 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> auc.add(Tensor.of(1), 2)).hasMessageContaining("label 2");
    assertThatThrownBy(() -> auc.add(Tensor.of(1, 2), 1)).hasMessageContaining("[2] with 1");
    Regression regression = new Regression();
    assertThatThrownBy(() -> regression.add(Tensor.zeros(2), Tensor.zeros(2, 1)))
        .hasMessageContaining("[2] with targets [2, 1]");
    assertThatThrownBy(() -> regression.add(Tensor.scalar(1), Tensor.scalar(1)))
        .hasMessageContaining("[n, …]");
    regression.add(Tensor.zeros(0, 7), Tensor.zeros(0, 7));
    regression.add(Tensor.zeros(2, 3), Tensor.zeros(2, 3));
    assertThatThrownBy(() -> regression.add(Tensor.zeros(2, 1), Tensor.zeros(2, 1)))
        .hasMessageContaining("1 numbers after rows of 3");
  }

  @Test
  void emptyBatchesChangeNothing() {
    Accuracy accuracy = Accuracy.of();
    accuracy.add(Tensor.zeros(0, 3));
    assertThat(accuracy.value()).isNaN();
    Confusion confusion = Confusion.of(3);
    confusion.add(Tensor.zeros(0, 3));
    assertThat(confusion.accuracy()).isNaN();
  }
}
