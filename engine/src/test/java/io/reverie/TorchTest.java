package io.reverie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Whole trainings against PyTorch's: the same first weights and batches give the same losses and
 * last weights. What PyTorch gave stands in the resources beside this class.
 */
class TorchTest {
  private static final double TOLERANCE = 1e-4;

  @Test
  void perceptron() throws IOException {
    Rng rng = Rng.of(1);
    Layer model = Sequential.of(Linear.of(12, 16, rng), Activation.RELU, Linear.of(16, 4, rng));
    Optimizer adam = AdamW.of(model, 0.01f).weightDecay(0);
    compare(model, adam, numbers("train_mlp.txt"), 10, 12);
  }

  @Test
  void convolutionalNetwork() throws IOException {
    Rng rng = Rng.of(1);
    var stride = new io.reverie.op.Conv2d(2, 1, 1, 1);
    Layer model =
        Sequential.of(
            Conv2d.padded(1, 3, 3, 1, rng),
            Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.of(3, 4, 3, stride, rng),
            Activation.TANH,
            Flatten.perSample(),
            Linear.of(16, 3, rng));
    Optimizer sgd = Sgd.of(model, 0.05f).momentum(0.9f);
    compare(model, sgd, numbers("train_cnn.txt"), 6, 1, 8, 8);
  }

  private static void compare(
      Layer model, Optimizer optimizer, Map<String, float[]> torch, int... inputs) {
    model
        .parameters()
        .named()
        .forEach((name, parameter) -> {
          float[] start = Objects.requireNonNull(torch.get(name), name);
          assertThat(start).as(name).hasSize(parameter.size());
          System.arraycopy(start, 0, parameter.array(), parameter.offset(), start.length);
        });
    Tensor x = Tensor.of(torch.get("x"), inputs);
    float[] y = torch.get("y");
    int[] labels = new int[y.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) y[i];
    }
    float[] losses = torch.get("losses");
    for (int step = 0; step < losses.length; step++) {
      try (var tape = Tape.train()) {
        Tensor loss = model.forward(x).crossEntropy(labels);
        assertThat((double) loss.item())
            .as("loss of step %d", step)
            .isCloseTo(losses[step], within(TOLERANCE));
        tape.backward(loss);
        optimizer.step();
      }
    }
    model
        .parameters()
        .named()
        .forEach((name, parameter) ->
            assertThat(parameter.toArray())
                .as(name)
                .containsExactly(torch.get("trained." + name), within((float) TOLERANCE)));
  }

  /** Lines of a name and its numbers. */
  private static Map<String, float[]> numbers(String resource) throws IOException {
    Map<String, float[]> numbers = new HashMap<>();
    InputStream in = Objects.requireNonNull(TorchTest.class.getResourceAsStream(resource));
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(words -> {
            float[] values = new float[words.length - 1];
            for (int i = 0; i < values.length; i++) {
              values[i] = Float.parseFloat(words[i + 1]);
            }
            numbers.put(words[0], values);
          });
    }
    return numbers;
  }
}
