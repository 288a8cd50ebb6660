package io.reverie.examples;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.examples.data.FashionMnist;
import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Dropout;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import io.reverie.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A small convolutional network in the manner of LeNet, on pictures of clothes. */
@Command(
    name = "FashionCnn",
    description = "Trains a small convolutional network on Fashion-MNIST.")
public final class FashionCnn implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where Fashion-MNIST's four files are.")
  private Path data;

  @Option(names = "--epochs", defaultValue = "1", description = "Epochs (${DEFAULT-VALUE}).")
  private int epochs;

  @Option(names = "--batch", defaultValue = "64", description = "Batch size (${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--seed", defaultValue = "0", description = "The seed (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    FashionMnist fashion = FashionMnist.load(data);
    System.out.println(fashion.source());
    Dataset train = Dataset.ofImages(fashion.trainImages(), fashion.trainLabels());
    Dataset test = Dataset.ofImages(fashion.testImages(), fashion.testLabels());
    Rng rng = Rng.of(seed);
    Layer model = lenet(rng.split("weights"));
    var optimizer = AdamW.of(model, 1e-3f);
    Rng noise = rng.split("dropout");
    for (int epoch = 1; epoch <= epochs; epoch++) {
      try (var progress = Progress.of("epoch " + epoch, train.size())) {
        for (Batch samples : train.batches(batch, rng.split(epoch))) {
          try (var tape = Tape.train(noise)) {
            Tensor loss = model.forward(samples.inputs()).crossEntropy(samples.labels());
            tape.backward(loss);
            optimizer.step();
            progress.advance(samples.size(), "loss %.3f".formatted(loss.item()));
          }
        }
      }
      System.out.printf("epoch %d  test accuracy %.2f %%%n", epoch, 100 * accuracy(model, test));
    }
    return 0;
  }

  private static Layer lenet(Rng rng) {
    return Sequential.of(
        Conv2d.padded(1, 16, 5, 2, rng),
        Activation.RELU,
        MaxPool2d.of(2),
        Conv2d.padded(16, 32, 5, 2, rng),
        Activation.RELU,
        MaxPool2d.of(2),
        Flatten.perSample(),
        new Dropout(0.25f),
        Linear.of(32 * 7 * 7, 128, rng),
        Activation.RELU,
        Linear.of(128, 10, rng));
  }

  private static double accuracy(Layer model, Dataset test) {
    int right = 0;
    for (Batch samples : test.batches(500)) {
      try (var _ = Tape.infer()) {
        int[] answers = model.forward(samples.inputs()).argmax().values();
        for (int i = 0; i < answers.length; i++) {
          right += answers[i] == samples.labels()[i] ? 1 : 0;
        }
      }
    }
    return (double) right / test.size();
  }
}
