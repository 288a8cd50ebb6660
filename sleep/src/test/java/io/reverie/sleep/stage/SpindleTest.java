package io.reverie.sleep.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.data.Transform;
import io.reverie.nn.AttentionMask;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Noise.Place;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Noise within the network and on its weights: there by night, gone by day. */
class SpindleTest {
  private static final Noise CONSTANT = Noise.gaussian(0.5f).over(Noise.constant());

  private final List<Tensor> heard = new ArrayList<>();
  private final Layer microphone =
      x -> {
        heard.add(x.copy());
        return x;
      };

  private static Learner learner(Layer model) {
    return Learner.of(model, Sgd.of(model, 0.1f), Rng.of(0));
  }

  private static Night night(Learner learner) {
    return new Night(learner, Toys.memory(3, 0, 1, 2), Rng.of(1), 0.1f, 10);
  }

  private static Night settled(Learner learner, List<Tensor> heard) {
    Night night = night(learner);
    night.settle();
    heard.clear();
    return night;
  }

  private Learner listening(Spindle spindle) {
    return learner(Sequential.of(spindle, microphone, Toys.linear(3, 3, 1)));
  }

  /** How far what was heard is from one-hot inputs, as a deviation. */
  private double noise() {
    double squares = 0;
    int n = 0;
    for (Tensor x : heard) {
      for (float value : x.toArray()) {
        double miss = Math.min(Math.abs(value), Math.abs(value - 1));
        squares += miss * miss;
        n++;
      }
    }
    return Math.sqrt(squares / n);
  }

  @Test
  void byDayItIsTheIdentityItself() {
    Tensor x = Tensor.ones(2, 3);
    for (Spindle spindle : List.of(Spindle.hidden(), Spindle.embedding())) {
      assertThat(spindle.forward(x)).isSameAs(x);
      try (var _ = Tape.train(Rng.of(1))) {
        assertThat(spindle.forward(x)).isSameAs(x);
      }
      assertThat(spindle.state()).isEmpty();
      assertThat(spindle.copy()).isSameAs(spindle);
    }
    AttentionMask mask = AttentionMask.forCausal();
    assertThat(Spindle.scores(mask, 2, 3, 3)).isSameAs(mask);
  }

  @Test
  void byNightItHearsTheNoiseOfItsPlaceAlone() {
    for (Place place : List.of(Place.HIDDEN, Place.EMBEDDING)) {
      Replay replay = Replay.of(6).noisy(CONSTANT.on(place));
      replay.sleep(settled(listening(new Spindle(place)), heard), 5);
      assertThat(heard).hasSize(5);
      assertThat(noise()).isGreaterThan(0.2);
      Place other = place == Place.HIDDEN ? Place.EMBEDDING : Place.HIDDEN;
      replay.sleep(settled(listening(new Spindle(other)), heard), 5);
      assertThat(noise()).as("another place's spindle").isZero();
    }
  }

  @Test
  void canariesTeachersAndOtherThreadsHearNothing() {
    Tensor x = Tensor.ones(2, 3);
    AtomicReference<Tensor> elsewhere = new AtomicReference<>();
    Lesson asksOnAnotherThread =
        (night, seen, recalled) ->
            outputs -> {
              elsewhere.set(inAnotherThread(() -> Spindle.hidden().forward(x)));
              return outputs.crossEntropy(seen.labels());
            };
    Lesson lesson = asksOnAnotherThread.plus(1, Lesson.distillation(Teacher.bedtime(), 2));
    Night night = night(listening(Spindle.hidden()));
    Replay.of(6).noisy(CONSTANT.on(Place.HIDDEN)).teaching(lesson).sleep(night, 1);
    // At bedtime the canaries, then the teacher, then the step itself.
    assertThat(heard).hasSize(3);
    Tensor step = heard.removeLast();
    assertThat(noise()).isZero();
    heard.clear();
    heard.add(step);
    assertThat(noise()).isGreaterThan(0.2);
    assertThat(elsewhere.get()).isSameAs(x);
  }

  private static Tensor inAnotherThread(Supplier<Tensor> question) {
    return CompletableFuture.supplyAsync(
            () -> {
              try (var _ = Tape.train(Rng.of(1))) {
                return question.get();
              }
            })
        .join();
  }

  @Test
  void attentionScoresAreNoisyByNightAndTheEncodersOwnByDay() {
    TransformerEncoder encoder = TransformerEncoder.of(TransformerForm.of(4, 2), 1, Rng.of(5));
    Layer restless = Spindle.scores(encoder, AttentionMask.none());
    Tensor x = Tensor.randn(Rng.of(6), 2, 3, 4);
    assertThat(restless.forward(x).toArray()).isEqualTo(encoder.forward(x).toArray());
    assertThat(restless.state().keySet()).isEqualTo(encoder.state().keySet());
    assertThat(restless.copy().forward(x).toArray()).isEqualTo(encoder.forward(x).toArray());

    Tensor plain = step(encoder, x, List.of());
    assertThat(step(restless, x, List.of()).toArray()).isEqualTo(plain.toArray());
    Tensor noisy = step(restless, x, List.of(CONSTANT.on(Place.ATTENTION)));
    assertThat(noisy.toArray()).isNotEqualTo(plain.toArray());
    // Where keys are all the same, whom one attends to does not matter: noise on scores is all.
    Tensor same = Tensor.ones(2, 3, 4);
    assertThat(step(restless, same, List.of(CONSTANT.on(Place.ATTENTION))).toArray())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(step(encoder, same, List.of()).toArray());
  }

  private static Tensor step(Layer layer, Tensor x, List<Noise> noises) {
    return Spindle.under(
        noises,
        0,
        () -> {
          try (var _ = Tape.train(Rng.of(2))) {
            return layer.forward(x).copy();
          }
        });
  }

  /** w − η·∇L(w + noise), in doubles, with the noise of the night's stream. */
  @Test
  void noiseOnWeightsIsForTheGradientAlone() {
    Linear linear = Toys.linear(3, 3, 1);
    Learner learner = learner(linear);
    ReplayBuffer memory = Toys.memory(3, 1);
    float[] then = learner.parameters().snapshot();
    Rng rng = Rng.of(1);
    Night night = new Night(learner, memory, rng, 0.1f, 10);
    Rng stream = Rng.of(1);
    memory.draw(Draw.balanced(), 1, stream);
    Replay.of(1).noisy(CONSTANT.on(Place.WEIGHTS)).sleep(night, 1);

    double[] noisy = ByHand.doubles(then);
    for (int i = 0; i < 9; i++) { // biases have none
      noisy[i] += 0.5 * stream.nextGaussian();
    }
    double[] gradient =
        ByHand.gradient(w -> ByHand.crossEntropy(ByHand.logits(w, 0, 1, 0), 1), noisy);
    for (int i = 0; i < then.length; i++) {
      assertThat((double) learner.parameters().values()[i])
          .isCloseTo(then[i] - 0.1 * gradient[i], Offset.offset(1e-5));
    }
  }

  @Test
  void weightsComeBackExactlyAtRateZeroAndAfterAFailure() {
    Learner learner = learner(Toys.linear(3, 3, 1));
    float[] then = learner.parameters().snapshot();
    Noise noise = Noise.gaussian(3).on(Place.WEIGHTS);
    Night sham = new Night(learner, Toys.memory(3, 0, 1, 2), Rng.of(1), 0, 10);
    new N3(Replay.of(4).noisy(noise, Noise.dropout(0.5f).on(Place.WEIGHTS)), Homeostasis.none())
        .sleep(sham, 5);
    assertThat(learner.parameters().values()).isEqualTo(then);
    Night failing = night(learner);
    Lesson nightmare =
        (tonight, seen, recalled) ->
            outputs -> {
              throw new IllegalStateException("nightmare");
            };
    try {
      Replay.of(4).changed(Transform.none()).noisy(noise).teaching(nightmare).sleep(failing, 1);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("nightmare");
    }
    assertThat(learner.parameters().values()).isEqualTo(then);
  }
}
