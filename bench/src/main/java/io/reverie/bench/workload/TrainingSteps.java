package io.reverie.bench.workload;

import io.reverie.nn.Layer;
import io.reverie.optim.Adam;
import io.reverie.optim.AdamW;
import io.reverie.optim.Optimizer;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
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

  /**
   * A model, its data and its optimizer.
   *
   * @param name as {@code torch_bench.py} has it, without "train"
   * @param count samples or tokens in a step
   * @param unit samples or tokens
   * @param flop the floating-point operations of all products in a step
   * @param preparation makes model and data
   */
  public record Step(
      String name, int count, String unit, double flop, Supplier<Training> preparation) {
    Workload workload() {
      return Workload.ofRate("train " + name, count, unit, preparation::get);
    }

    /** Makes model and data. */
    public Training prepare() {
      return preparation.get();
    }
  }

  static List<Workload> all() {
    return steps().stream().map(Step::workload).toList();
  }

  /** All of them, in the order of {@code torch_bench.py}. */
  public static List<Step> steps() {
    return List.of(
        ofSamples(
            "mlp 784-512-256-10 b128", 128, 784 * 512, 512 * 256 + 256 * 10, TrainingSteps::mlp),
        ofSamples(
            "mlp 784-100-100-10 b10 sgd",
            10,
            784 * 100,
            100 * 100 + 100 * 10,
            TrainingSteps::smallMlp),
        ofSamples(
            "cnn 28x28 b64",
            64,
            784 * 32 * 9,
            196 * 64 * 32 * 9 + 64 * 49 * 128 + 128 * 10,
            TrainingSteps::cnn),
        ofSamples(
            "resnet-ish 32x32 b32",
            32,
            1024 * 32 * 3 * 9,
            4 * 1024 * 32 * 32 * 9 + 256 * 64 * 32 * 9 + 2 * 256 * 64 * 64 * 9 + 64 * 10,
            TrainingSteps::resnet),
        ofTokens("lstm e128 h256 t64 b32", 32 * 64, recurrent(4), TrainingSteps::lstm),
        ofTokens("gru e128 h256 t64 b32", 32 * 64, recurrent(3), TrainingSteps::gru),
        ofTokens(
            "gpt d128 l4 t128 b16", 16 * 128, transformer(4, 128, 128), TrainingSteps::smallGpt),
        ofTokens(
            "gpt d384 l6 t256 b4", 4 * 256, transformer(6, 384, 256), TrainingSteps::largeGpt));
  }

  /** The one of this name. */
  public static Step named(String name) {
    return steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + ": no such training step"));
  }

  /** The multiply-adds of a token in cells of so many gates, and of its scores. */
  private static double recurrent(int gates) {
    return gates * 256 * (128 + 256) + 256 * TOKENS;
  }

  /** The multiply-adds of a token: 12 squares of the width a block, and half of the scores. */
  private static double transformer(int blocks, int width, int time) {
    return blocks * (12.0 * width * width + (double) width * time) + width * TOKENS;
  }

  /**
   * @param first multiply-adds of a sample in the first layer, which needs no gradient of images
   * @param rest multiply-adds of a sample in the other layers
   */
  private static Step ofSamples(
      String name, int batch, double first, double rest, Supplier<Training> preparation) {
    return new Step(name, batch, "samples", batch * (4 * first + 6 * rest), preparation);
  }

  private static Step ofTokens(
      String name, int count, double each, Supplier<Training> preparation) {
    return new Step(name, count, "tokens", 6 * each * count, preparation);
  }

  private static Training mlp() {
    Rng rng = Rng.of(0);
    Layer model = Models.mlp(rng, 784, 512, 256, CLASSES);
    return ofImages(model, Adam.of(model, 1e-3f), rng, 128, 784);
  }

  /** The setting of continual learning: small, in batches of ten. */
  private static Training smallMlp() {
    Rng rng = Rng.of(0);
    Layer model = Models.mlp(rng, 784, 100, 100, CLASSES);
    return ofImages(model, Sgd.of(model, 0.1f), rng, 10, 784);
  }

  private static Training cnn() {
    Rng rng = Rng.of(0);
    Layer model = Models.cnn(rng);
    return ofImages(model, Adam.of(model, 1e-3f), rng, 64, 1, 28, 28);
  }

  private static Training resnet() {
    Rng rng = Rng.of(0);
    Layer model = Models.resnet(rng);
    return ofImages(model, Sgd.of(model, 0.1f).momentum(0.9f), rng, 32, 3, 32, 32);
  }

  private static Training lstm() {
    Rng rng = Rng.of(0);
    CharRnn model = CharRnn.lstm(TOKENS, 128, 256, rng);
    return ofText(model::forward, Adam.of(model, 1e-3f), rng, 32, 64);
  }

  private static Training gru() {
    Rng rng = Rng.of(0);
    CharRnn model = CharRnn.gru(TOKENS, 128, 256, rng);
    return ofText(model::forward, Adam.of(model, 1e-3f), rng, 32, 64);
  }

  private static Training smallGpt() {
    Rng rng = Rng.of(0);
    Gpt model = Gpt.of(TOKENS, 128, 128, 4, 4, rng);
    return ofText(model::forward, AdamW.of(model, 1e-3f), rng, 16, 128);
  }

  private static Training largeGpt() {
    Rng rng = Rng.of(0);
    Gpt model = Gpt.of(TOKENS, 256, 384, 6, 6, rng);
    return ofText(model::forward, AdamW.of(model, 1e-3f), rng, 4, 256);
  }

  private static Training ofImages(Layer model, Optimizer optimizer, Rng rng, int... dims) {
    Tensor images = Tensor.randn(rng, dims);
    Indices labels = numbers(rng, CLASSES, dims[0]);
    return new Training(() -> model.forward(images).crossEntropy(labels), optimizer);
  }

  private static Training ofText(
      Function<Indices, Tensor> model, Optimizer optimizer, Rng rng, int batch, int time) {
    Indices text = numbers(rng, TOKENS, batch, time);
    Indices next = numbers(rng, TOKENS, batch * time);
    return new Training(() -> model.apply(text).reshape(-1, TOKENS).crossEntropy(next), optimizer);
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
