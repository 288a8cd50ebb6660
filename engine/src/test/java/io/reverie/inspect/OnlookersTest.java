package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Activation;
import io.reverie.nn.AttentionMask;
import io.reverie.nn.BatchNorm2d;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Dropout;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Residual;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever looks on changes nothing, not a bit, and sees nothing wrong where nothing is. */
class OnlookersTest {
  enum Model {
    IMAGES(
        rng ->
            Sequential.of(
                Conv2d.padded(1, 4, 3, 1, rng),
                new Residual(Sequential.of(Conv2d.padded(4, 4, 3, 1, rng), BatchNorm2d.of(4))),
                Activation.RELU,
                MaxPool2d.of(2),
                new Flatten(1),
                new Dropout(0.2f),
                Linear.of(64, 3, rng)),
        8,
        1,
        8,
        8),
    SEQUENCES(
        rng -> Sequential.of(Lstm.of(5, 6, rng), x -> x.mean(1), Linear.of(6, 3, rng)), 8, 7, 5),
    TOKENS(
        rng -> {
          var body =
              TransformerEncoder.of(TransformerForm.of(8, 2).preNorm().withDropout(0.1f), 2, rng);
          record Causal(TransformerEncoder encoder) implements Layer {
            @Override
            public Tensor forward(Tensor x) {
              return encoder.forward(x, AttentionMask.forCausal());
            }
          }
          var causal = new Checkpointed(new Causal(body));
          return Sequential.of(causal, x -> x.mean(1), Linear.of(8, 3, rng));
        },
        8,
        5,
        8);

    private final Function<Rng, Layer> make;
    private final int[] dims;

    Model(Function<Rng, Layer> make, int... dims) {
      this.make = make;
      this.dims = dims;
    }
  }

  /** Weights after some steps. */
  private static float[] train(Model which, boolean watched) {
    Rng rng = Rng.of(5);
    Layer model = which.make.apply(rng);
    var optimizer = Sgd.of(model, 0.1f);
    Tensor x = Tensor.randn(rng, which.dims);
    var profile = Profile.of(model);
    var statistics = Statistics.of(model);
    for (int step = 0; step < 4; step++) {
      try (var tape = Tape.train(rng)) {
        if (watched) {
          profile.on(tape);
          statistics.on(tape);
          NanTrace.of(model).on(tape);
        }
        tape.backward(model.forward(x).crossEntropy(0, 1, 2, 0, 1, 2, 0, 1));
        optimizer.step();
      }
    }
    if (watched) {
      assertThat(profile.rows()).hasSameSizeAs(statistics.values().keySet());
      assertThat(profile.rows()).hasSizeGreaterThan(4);
      assertThat(statistics.values().values()).allMatch(seen -> seen.notFinite() == 0);
      assertThat(Summary.of(model, x).svg()).contains("Linear");
    }
    return model.parameters().values();
  }

  @ParameterizedTest
  @EnumSource
  void changeNothing(Model which) throws Exception {
    float[] alone = train(which, false);
    assertThat(train(which, true)).isEqualTo(alone);
    // And on another thread at the same time.
    Callable<float[]> work = () -> train(which, true);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var first = threads.submit(work);
      var second = threads.submit(work);
      assertThat(first.get()).isEqualTo(alone);
      assertThat(second.get()).isEqualTo(alone);
    }
  }
}
