package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.inspect.GradientCheck;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Losses as tensors offer them, against PyTorch's values where the golden cases do not go. */
class LossTest {
  private static final Tensor A = wave(i -> Math.sin(0.9 * i), 3, 4);
  private static final Tensor B = wave(i -> Math.cos(0.7 * i), 3, 4);
  private static final Tensor C = wave(i -> Math.sin(0.4 * i + 1), 3, 4);
  private static final Indices SIGNS = Indices.of(1, -1, -1);

  /** Logits of two images of 2×2, three classes each; the labels leave one out. */
  private static final Tensor IMAGES = wave(i -> Math.sin(0.9 * i), 2, 3, 2, 2);

  private static final Indices PIXELS = Indices.of(new int[] {0, 1, 2, -100, 1, 1, 0, 2}, 2, 2, 2);

  private static Tensor wave(DoubleUnaryOperator f, int... dims) {
    Tensor x = Tensor.zeros(dims);
    for (int i = 0; i < x.size(); i++) {
      x.array()[i] = (float) f.applyAsDouble(i);
    }
    return x;
  }

  private static Tensor abs(Tensor x) {
    Tensor y = x.copy();
    for (int i = 0; i < y.size(); i++) {
      y.array()[i] = Math.abs(y.array()[i]);
    }
    return y;
  }

  private static void assertIs(Tensor loss, double... expected) {
    float[] wanted = new float[expected.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (float) expected[i];
    }
    float largest = 1;
    for (float value : wanted) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(loss.toArray()).containsExactly(wanted, within(2e-6f * largest));
  }

  @Test
  void crossEntropyOfImagesHasItsClassesOnAxis1() {
    CrossEntropy loss = CrossEntropy.of(PIXELS).weights(0.5f, 2, 1).smoothing(0.2f);
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(IMAGES);
      Tensor y = x.crossEntropy(loss);
      assertIs(y, 1.184858);
      tape.backward(y);
      assertIs(
          x.gradient(),
          -0.02988867,
          0.08199419,
          0.06210837,
          0,
          -0.003084645,
          -0.1778613,
          -0.00333958,
          0,
          0.03297331,
          0.09586716,
          -0.05876879,
          0,
          0.01828664,
          0.02793129,
          -0.02955358,
          0.04540976,
          -0.03855487,
          -0.09180775,
          -0.003604609,
          -0.006597169,
          0.02026823,
          0.06387646,
          0.03315819,
          -0.03881259);
    }
    Tensor each = IMAGES.crossEntropy(loss.reduced(Reduction.NONE));
    assertThat(each.shape()).isEqualTo(PIXELS.shape());
    assertIs(each, 0.8605138, 4.627085, 1.294781, 0, 0.6916893, 1.351789, 0.8583743, 0.9794876);
  }

  @Test
  void softCrossEntropyAndLikelihoodOfImagesToo() {
    Tensor turned = wave(i -> Math.cos(0.7 * i), 2, 3, 2, 2).permute(0, 2, 3, 1);
    Tensor shares = turned.softmax().permute(0, 3, 1, 2);
    SoftCrossEntropy loss = SoftCrossEntropy.of().weights(0.5f, 2, 1).smoothing(0.2f);
    assertIs(IMAGES.crossEntropy(shares, loss), 1.733961);
    Tensor each = IMAGES.crossEntropy(shares, loss.reduced(Reduction.NONE));
    assertThat(each.shape()).isEqualTo(PIXELS.shape());
    assertIs(each, 0.9930885, 1.160056, 1.527395, 1.589592, 1.224946, 1.252281, 2.718165, 3.406168);
    Tensor logs = IMAGES.permute(0, 2, 3, 1).logSoftmax().permute(0, 3, 1, 2);
    assertIs(logs.nll(NegativeLogLikelihood.of(PIXELS).weights(0.5f, 2, 1)), 1.152194);
  }

  @Test
  void theMeanOfNothingButIgnoredRowsIsNaN() {
    assertThat(A.crossEntropy(CrossEntropy.of(-100, -100, -100)).item()).isNaN();
    assertThat(A.crossEntropy(CrossEntropy.of(-100, -100, -100).reduced(Reduction.SUM)).item())
        .isZero();
  }

  @Test
  void impossibleClassesDoNotSpoilTheOthers() {
    Tensor x = Tensor.of(new float[] {0, Float.NEGATIVE_INFINITY, 0}, 1, 3);
    assertIs(x.crossEntropy(0), Math.log(2));
    assertThat(x.crossEntropy(1).item()).isEqualTo(Float.POSITIVE_INFINITY);
    assertIs(x.crossEntropy(Tensor.of(new float[] {1, 0, 0}, 1, 3)), Math.log(2));
    assertThat(Tensor.of(new float[] {Float.NaN, 0}, 1, 2).crossEntropy(0).item()).isNaN();
  }

  @Test
  void extremeLogitsAreExact() {
    Tensor x = Tensor.of(1000, -1000, 1000, -1000);
    Tensor t = Tensor.of(1, 0, 0, 1);
    assertThat(x.bceWithLogits(t, Reduction.NONE).toArray()).containsExactly(0, 0, 1000, 1000);
    assertThat(Tensor.of(0, 1).bce(Tensor.of(1, 1), Reduction.NONE).toArray())
        .containsExactly(100, 0);
  }

  @Test
  void theLabelsMayBeRefilledBeforeTheWayBack() {
    int[] labels = {1, 2, 3};
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(A);
      Tensor loss = x.crossEntropy(labels);
      Arrays.fill(labels, 0);
      tape.backward(loss);
      assertThat(x.gradient().at(0, 1)).isNegative();
      assertThat(x.gradient().at(0, 0)).isPositive();
    }
  }

  @Test
  void ctcThroughLogSoftmaxIsPyTorchs() {
    Tensor logits = wave(i -> Math.sin(0.9 * i), 7, 3, 4);
    Indices labels = Indices.of(new int[] {1, 2, 2, 3, 1, 1, 2, 2, 2}, 3, 3);
    Ctc ctc = Ctc.of(labels, new int[] {7, 6, 4}, new int[] {3, 1, 3});
    assertThat(logits.logSoftmax().ctc(ctc.reduced(Reduction.NONE)).toArray())
        .containsExactly(
            new float[] {5.775159f, 4.763453f, Float.POSITIVE_INFINITY}, within(5e-6f));
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(logits);
      Tensor loss = x.logSoftmax().ctc(ctc.withoutInfinity());
      assertIs(loss, 2.229502);
      tape.backward(loss);
      float[] gradient = x.gradient().toArray();
      assertThat(Arrays.copyOf(gradient, 12))
          .containsExactly(
              new float[] {
                0.007449952f,
                -0.07048775f,
                0.03992283f,
                0.02311497f,
                -0.1940052f,
                0.05021855f,
                0.06163009f,
                0.08215657f,
                0,
                0,
                0,
                0
              },
              within(2e-6f));
      double sum = 0;
      for (float g : gradient) {
        sum += Math.abs(g);
      }
      assertThat(sum).isCloseTo(2.735653, within(1e-5));
    }
  }

  @Test
  void embeddingLossesArePyTorchs() {
    assertIs(A.tripletMargin(B, C), 0.5468202);
    assertIs(A.tripletMargin(B, C, 0.5f, true, Reduction.SUM), 1.14046);
    assertIs(A.cosineEmbedding(B, SIGNS, 0, Reduction.MEAN), 0.8288753);
    assertIs(A.cosineEmbedding(B, SIGNS, -0.9f, Reduction.NONE), 0.6960147, 1.807664, 1.782947);
    Tensor a = A.slice(1, 0, 1).reshape(3);
    Tensor b = B.slice(1, 0, 1).reshape(3);
    Tensor signs = Tensor.of(1, -1, -1);
    assertIs(a.hingeEmbedding(SIGNS, 0.6f, Reduction.MEAN), 0.3475068);
    assertIs(a.marginRanking(b, signs, 0.3f, Reduction.MEAN), 0.8059346);
    assertIs(a.softMargin(signs, Reduction.MEAN), 0.7853503);
    assertIs(A.contrastive(B, 0.5f), 0.7364696);
  }

  @Test
  void otherLossesArePyTorchs() {
    assertIs(A.gaussian(B, abs(C), Reduction.MEAN), -0.03988539);
    Tensor variance = Tensor.of(new float[] {0.5f, 0, 2}, 3, 1);
    assertIs(A.gaussian(B, variance, Reduction.SUM).mul(1e-3f), 179.9725);
    assertIs(A.poisson(abs(B)), 1.313442);
    assertIs(A.bceWithLogits(abs(B), Tensor.of(0.5f, 2, 0, 3), Reduction.MEAN), 0.8070525);
    assertIs(A.multiMargin(Indices.of(0, 3, 1)), 0.6006087);
    float[] weights = {1, 2, 3, 4};
    MultiMargin squares = new MultiMargin(Indices.of(0, 3, 1), 2, 0.5f, weights, Reduction.MEAN);
    assertIs(A.multiMargin(squares), 0.4079556);
    assertIs(A.smoothL1(B, 0), A.l1(B).item());
  }

  @Test
  void compositionsHaveTheSlopesOfTheirValues() {
    GradientCheck.check(
        in -> in[0].tripletMargin(in[1], in[2], 2, true, Reduction.NONE), 2e-3, A, B, C);
    GradientCheck.check(
        in -> in[0].cosineEmbedding(in[1], SIGNS, -0.9f, Reduction.NONE), 2e-3, A, B);
    GradientCheck.check(in -> in[0].contrastive(in[1], 0.5f), 2e-3, A, B);
    GradientCheck.check(
        in -> in[0].gaussian(in[1], in[2], Reduction.NONE), 2e-3, A, B, abs(C).add(0.5f));
    GradientCheck.check(
        in -> in[0].bceWithLogits(in[1], Tensor.of(0.5f, 2, 0, 3), Reduction.SUM), 2e-3, A, B);
    GradientCheck.check(
        in -> Reduction.BATCH_MEAN.of(in[0].mse(in[1], Reduction.NONE)), 2e-3, A, B);
  }

  @Test
  void embeddingLossesSayWhatFits() {
    assertThatThrownBy(() -> A.cosineEmbedding(B, Indices.of(1, 1), 0, Reduction.MEAN))
        .hasMessageContainingAll("[3]", "[2]", "one sign");
    assertThatThrownBy(() -> A.cosineEmbedding(B, Indices.of(1, 0, 1), 0, Reduction.MEAN))
        .hasMessageContainingAll("sign 0", "place 1");
    assertThatThrownBy(() -> A.contrastive(Tensor.ones(2, 4), 1))
        .hasMessageContainingAll("[3, 4]", "[2, 4]");
    assertThatThrownBy(() -> A.contrastive(B, 0)).hasMessageContaining("temperature 0");
  }

  @Test
  void equalRowsAtNoDistanceHaveNoGradient() {
    try (var tape = Tape.probe()) {
      Tensor x = tape.watch(A);
      tape.backward(Tensor.apply(new PairwiseDistance(2, 0), x, A).sum());
      assertThat(x.gradient().toArray()).containsOnly(0f);
    }
  }
}
