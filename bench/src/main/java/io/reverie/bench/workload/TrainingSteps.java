package io.reverie.bench.workload;

import io.reverie.nn.Layer;
import io.reverie.optim.Adam;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whole steps of learning: forward, cross-entropy, backward, optimizer.
 *
 * <p>Architectures, batches and optimizers are those of {@code torch_bench.py}; inputs are random
 * and the same in every step, as there.
 */
public final class TrainingSteps {
  private static final int CLASSES = 10;
  private static final int TOKENS = 96;

  private TrainingSteps() {}

  static List<Workload> all() {
    return List.of(
        ofSamples("mlp 784-512-256-10 b128", 128, TrainingSteps::mlp),
        ofSamples("mlp 784-100-100-10 b10 sgd", 10, TrainingSteps::smallMlp),
        ofSamples("cnn 28x28 b64", 64, TrainingSteps::cnn),
        ofSamples("resnet-ish 32x32 b32", 32, TrainingSteps::resnet),
        ofTokens("lstm e128 h256 t64 b32", 32 * 64, TrainingSteps::lstm),
        ofTokens("gru e128 h256 t64 b32", 32 * 64, TrainingSteps::gru),
        ofTokens("gpt d128 l4 t128 b16", 16 * 128, TrainingSteps::smallGpt),
        ofTokens("gpt d384 l6 t256 b4", 4 * 256, TrainingSteps::largeGpt));
  }

  private static Workload ofSamples(String name, int batch, Supplier<Runnable> step) {
    return Workload.ofRate("train " + name, batch, "samples", step);
  }

  private static Workload ofTokens(String name, int batch, Supplier<Runnable> step) {
    return Workload.ofRate("train " + name, batch, "tokens", step);
  }

  private static Runnable mlp() {
    Rng rng = Rng.of(0);
    Layer model = Models.mlp(rng, 784, 512, 256, CLASSES);
    return ofImages(model, Adam.of(model, 1e-3f), Tensor.randn(rng, 128, 784), rng);
  }

  /** The setting of continual learning: small, in batches of ten. */
  private static Runnable smallMlp() {
    Rng rng = Rng.of(0);
    Layer model = Models.mlp(rng, 784, 100, 100, CLASSES);
    return ofImages(model, Sgd.of(model, 0.1f), Tensor.randn(rng, 10, 784), rng);
  }

  private static Runnable cnn() {
    Rng rng = Rng.of(0);
    Layer model = Models.cnn(rng);
    return ofImages(model, Adam.of(model, 1e-3f), Tensor.randn(rng, 64, 1, 28, 28), rng);
  }

  private static Runnable resnet() {
    Rng rng = Rng.of(0);
    Layer model = Models.resnet(rng);
    Optimizer optimizer = Sgd.of(model, 0.1f).momentum(0.9f);
    return ofImages(model, optimizer, Tensor.randn(rng, 32, 3, 32, 32), rng);
  }

  private static Runnable lstm() {
    Rng rng = Rng.of(0);
    CharRnn model = CharRnn.lstm(TOKENS, 128, 256, rng);
    return ofText(model::forward, Adam.of(model, 1e-3f), rng, 32, 64);
  }

  private static Runnable gru() {
    Rng rng = Rng.of(0);
    CharRnn model = CharRnn.gru(TOKENS, 128, 256, rng);
    return ofText(model::forward, Adam.of(model, 1e-3f), rng, 32, 64);
  }

  private static Runnable smallGpt() {
    Rng rng = Rng.of(0);
    Gpt model = Gpt.of(TOKENS, 128, 128, 4, 4, rng);
    return ofText(model::forward, AdamW.of(model, 1e-3f), rng, 16, 128);
  }

  private static Runnable largeGpt() {
    Rng rng = Rng.of(0);
    Gpt model = Gpt.of(TOKENS, 256, 384, 6, 6, rng);
    return ofText(model::forward, AdamW.of(model, 1e-3f), rng, 4, 256);
  }

  private static Runnable ofImages(Layer model, Optimizer optimizer, Tensor images, Rng rng) {
    Indices labels = numbers(rng, CLASSES, images.dim(0));
    return () -> {
      try (var tape = Tape.train()) {
        Tensor loss = model.forward(images).crossEntropy(labels);
        tape.backward(loss);
        optimizer.step();
      }
    };
  }

  private static Runnable ofText(
      Function<Indices, Tensor> model, Optimizer optimizer, Rng rng, int batch, int time) {
    Indices text = numbers(rng, TOKENS, batch, time);
    Indices next = numbers(rng, TOKENS, batch * time);
    return () -> {
      try (var tape = Tape.train()) {
        Tensor loss = model.apply(text).reshape(-1, TOKENS).crossEntropy(next);
        tape.backward(loss);
        optimizer.step();
      }
    };
  }

  private static Indices numbers(Rng rng, int bound, int... dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    int[] numbers = new int[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = rng.nextInt(bound);
    }
    return Indices.of(numbers, dims);
  }
}
