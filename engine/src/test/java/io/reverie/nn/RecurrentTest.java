package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.nn.Recurrent.Form;
import io.reverie.nn.Recurrent.Result;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Recurrent layers: names, laws of walking, errors. Their numbers are in the golden cases. */
class RecurrentTest {
  private static final Form TWO_WAYS = Form.stacked(2).inBothDirections();

  static final List<Recurrent> LAYERS =
      List.of(
          Rnn.of(3, 4, Rng.of(1)),
          Lstm.of(3, 4, Rng.of(1)),
          Gru.of(3, 4, Rng.of(1)),
          Rnn.rectified(3, 4, TWO_WAYS, Rng.of(2)),
          Lstm.of(3, 4, TWO_WAYS, Rng.of(2)),
          Gru.of(3, 4, TWO_WAYS.withoutBias(), Rng.of(2)));

  private final Tensor x = Tensor.randn(Rng.of(7), 2, 5, 3);

  @Test
  void namesAreThoseOfPyTorch() {
    assertThat(Lstm.of(3, 4, TWO_WAYS, Rng.of(1)).state().keySet())
        .startsWith(
            "weight_ih_l0",
            "weight_hh_l0",
            "bias_ih_l0",
            "bias_hh_l0",
            "weight_ih_l0_reverse",
            "weight_hh_l0_reverse",
            "bias_ih_l0_reverse",
            "bias_hh_l0_reverse",
            "weight_ih_l1")
        .hasSize(16);
    assertThat(Gru.of(3, 4, TWO_WAYS, Rng.of(1)).state().get("weight_ih_l1").shape().dims())
        .containsExactly(12, 8);
    assertThat(GruCell.of(3, 4, false, Rng.of(1)).state().keySet())
        .containsExactly("weight_ih", "weight_hh");
  }

  @Test
  void weightsStartWithinOneOverTheRootOfTheNeurons() {
    for (Tensor parameter : Lstm.of(3, 16, Rng.of(1)).state().values()) {
      float largest = 0;
      for (float value : parameter.toArray()) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isBetween(0.2f, 0.25f);
    }
  }

  @ParameterizedTest
  @FieldSource("LAYERS")
  void samplesThatEndEarlyAreAsIfTheyWereAlone(Recurrent layer) {
    int[] lengths = {3, 5};
    Result both = layer.run(x, lengths);
    for (int b = 0; b < 2; b++) {
      Tensor one = x.slice(0, b, b + 1).slice(1, 0, lengths[b]);
      Result alone = layer.run(one);
      near(both.y().slice(0, b, b + 1).slice(1, 0, lengths[b]), alone.y());
      for (int s = 0; s < alone.states().size(); s++) {
        near(both.states().get(s).slice(1, b, b + 1), alone.states().get(s));
      }
    }
    assertThat(both.y().slice(0, 0, 1).slice(1, 3, 5).toArray()).containsOnly(0f);
  }

  @ParameterizedTest
  @FieldSource("LAYERS")
  void timeFirstIsTheSameTurned(Recurrent layer) {
    Form form = layer.form().timeFirst();
    Recurrent turned =
        switch (layer) {
          case Rnn rnn -> new Rnn(rnn.cells(), form);
          case Lstm lstm -> new Lstm(lstm.cells(), form);
          case Gru gru -> new Gru(gru.cells(), form);
        };
    near(turned.forward(x.permute(1, 0, 2)).permute(1, 0, 2), layer.forward(x));
  }

  @Test
  void aSequenceInPartsIsTheSequence() {
    Lstm layer = Lstm.of(3, 4, Form.stacked(2), Rng.of(1));
    Result whole = layer.run(x);
    Result first = layer.run(x.slice(1, 0, 2));
    Result second = layer.run(x.slice(1, 2, 5), first.next());
    near(first.y().concat(1, second.y()), whole.y());
    near(second.h(), whole.h());
    near(second.c(), whole.c());
  }

  @Test
  void cellsStepAsTheLayersWalk() {
    LstmCell cell = LstmCell.of(3, 4, Rng.of(1));
    Result whole = new Lstm(List.of(cell), Form.plain()).run(x);
    List<Tensor> state = List.of();
    for (int t = 0; t < 5; t++) {
      Tensor now = x.slice(1, t, t + 1).reshape(2, 3);
      state = cell.step(now, state.toArray(Tensor[]::new));
      near(state.getFirst(), whole.y().slice(1, t, t + 1).reshape(2, 4));
    }
    near(state.getFirst(), whole.h().reshape(2, 4));
    near(state.get(1), whole.c().reshape(2, 4));
    near(cell.forward(x.slice(1, 0, 1).reshape(2, 3)), whole.y().slice(1, 0, 1).reshape(2, 4));
  }

  @Test
  void theForgetBiasIsThatOfTheSecondGate() {
    LstmCell cell = Lstm.of(3, 2, Rng.of(1)).forgetBias(1).cells().getFirst();
    assertThat(cell.biasIh().slice(0, 2, 4).toArray()).containsOnly(1f);
    assertThat(cell.biasHh().slice(0, 2, 4).toArray()).containsOnly(0f);
    assertThat(cell.biasIh().slice(0, 0, 2).toArray()).doesNotContain(1f);
    assertThatThrownBy(() -> LstmCell.of(3, 2, false, Rng.of(1)).forgetBias(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without biases");
  }

  @Test
  void dropoutIsBetweenLayersAndInTrainingOnly() {
    Gru one = Gru.of(3, 4, Form.plain().withDropout(0.5f), Rng.of(1));
    Gru two = Gru.of(3, 4, Form.stacked(2).withDropout(0.5f), Rng.of(1));
    float[] inUse = two.forward(x).toArray();
    float[] single = one.forward(x).toArray();
    try (var _ = Tape.train(Rng.of(3))) {
      assertThat(two.forward(x).toArray()).isNotEqualTo(inUse);
      assertThat(one.forward(x).toArray()).isEqualTo(single);
    }
    try (var _ = Tape.probe()) {
      assertThat(two.forward(x).toArray()).isEqualTo(inUse);
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    Lstm layer = Lstm.of(33, 70, Form.stacked(2).inBothDirections(), Rng.of(1));
    Tensor many = Tensor.randn(Rng.of(2), 130, 4, 33);
    float[] one = gradients(layer, many, 1);
    assertThat(gradients(layer, many, 3)).isEqualTo(one);
  }

  /** Threads walk with some samples each, which need nothing of the others. */
  @Test
  void manySamplesAreAsIfTheyWereAlone() {
    List<Recurrent> layers = List.of(Lstm.of(33, 70, Rng.of(1)), Gru.of(33, 70, Rng.of(1)));
    Tensor many = Tensor.randn(Rng.of(2), 35, 6, 33);
    for (Recurrent layer : layers) {
      Tensor y = layer.forward(many);
      Tensor slopes = inputGradient(layer, many);
      for (int b = 0; b < 35; b += 17) {
        Tensor one = many.slice(0, b, b + 1);
        near(y.slice(0, b, b + 1), layer.forward(one));
        near(slopes.slice(0, b, b + 1), inputGradient(layer, one));
      }
    }
  }

  private static Tensor inputGradient(Recurrent layer, Tensor x) {
    try (var tape = Tape.train()) {
      Tensor watched = tape.watch(x.copy());
      tape.backward(layer.forward(watched).square().sum());
      return watched.gradient().copy();
    }
  }

  private static float[] gradients(Lstm layer, Tensor x, int threads) {
    try (var compute = Compute.threads(threads)) {
      return compute.call(() -> {
        layer.parameters().clearGradients();
        try (var tape = Tape.train()) {
          tape.backward(layer.forward(x).square().sum());
        }
        return layer.parameters().gradients().clone();
      });
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    Gru layer = Gru.of(3, 4, Rng.of(1));
    refuses(() -> layer.forward(Tensor.zeros(2, 5)), "Gru", "[2, 5]", "[batch, time, in]", "3");
    refuses(() -> layer.forward(Tensor.zeros(2, 5, 4)), "[2, 5, 4]", "3 features");
    refuses(() -> layer.run(x, Tensor.zeros(2, 4)), "state [2, 4]", "[1, 2, 4]");
    refuses(() -> layer.run(x, new int[] {5, 6}), "[5, 6]", "0 to 5");
    refuses(() -> GruCell.of(3, 4, Rng.of(1)).step(x), "GruCell", "[2, 5, 3]", "[batch, in]");
    refuses(() -> Form.stacked(0), "0 layers");
    refuses(() -> Form.plain().withDropout(1), "p = 1.0");
    refuses(() -> new Gru(layer.cells(), Form.stacked(2)), "1 cells", "2 layers");
    assertThatThrownBy(() -> layer.run(x).c())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Lstm");
  }

  @Test
  void nanStaysNan() {
    Tensor broken = x.copy();
    broken.array()[0] = Float.NaN;
    for (Recurrent layer : LAYERS) {
      assertThat(layer.forward(broken).at(0, 0, 0)).isNaN();
      assertThat(layer.forward(broken).at(1, 0, 0)).isNotNaN();
    }
  }

  static void refuses(Runnable attempt, String... words) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words)
        .message()
        .doesNotContain("%s", "%d");
  }

  static void near(Tensor came, Tensor expected) {
    assertThat(came.shape()).isEqualTo(expected.shape());
    float[] a = came.toArray();
    float[] b = expected.toArray();
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).as("element " + i).isCloseTo(b[i], within(2e-5f));
    }
  }
}
