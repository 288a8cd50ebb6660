package app;

import io.reverie.io.Safetensors;
import io.reverie.io.StateDict;
import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A program without modules: do two numbers have the same sign? */
public class Main {
  public static void main(String[] args) throws IOException {
    Rng rng = Rng.of(7);
    int n = 600;
    Tensor x = Tensor.randn(rng, n, 20);
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = x.at(i, 0) * x.at(i, 1) > 0 ? 1 : 0;
    }
    Layer model = model(rng);
    var optimizer = Sgd.of(model, 0.1f).momentum(0.9f);
    for (int step = 0; step < 200; step++) {
      try (var tape = Tape.train()) {
        tape.backward(model.forward(x).crossEntropy(labels));
        optimizer.step();
      }
    }
    Path file = Path.of("model.safetensors");
    Safetensors.write(file, StateDict.of(model));
    Layer loaded = model(Rng.of(8));
    StateDict.load(loaded, Safetensors.read(file)).requireComplete();

    int[] answers = loaded.forward(x).argmax().values();
    int right = 0;
    for (int i = 0; i < n; i++) {
      right += answers[i] == labels[i] ? 1 : 0;
    }
    boolean same = Arrays.equals(model.forward(x).toArray(), loaded.forward(x).toArray());
    System.out.println(Compute.describe());
    System.out.println("loaded " + (same ? "the same" : "something else"));
    System.out.println("accuracy " + 100.0 * right / n);
  }

  private static Layer model(Rng rng) {
    return Sequential.of(Linear.of(20, 64, rng), Activation.RELU, Linear.of(64, 2, rng));
  }
}
