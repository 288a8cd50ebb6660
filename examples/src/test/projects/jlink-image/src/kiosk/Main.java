package kiosk;

import io.reverie.io.Safetensors;
import io.reverie.io.StateDict;
import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Tells lying bars from standing ones in images full of noise. */
public class Main {
  public static void main(String[] args) throws IOException {
    Rng rng = Rng.of(7);
    int n = 100;
    int[] labels = new int[n];
    Tensor x = bars(labels, rng);
    Layer model = model(rng);
    var optimizer = AdamW.of(model, 1e-2f);
    for (int step = 0; step < 60; step++) {
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

  private static Tensor bars(int[] labels, Rng rng) {
    float[] pixels = Tensor.randn(rng, labels.length, 1, 8, 8).mul(0.3f).toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
      int at = rng.nextInt(8);
      for (int along = 0; along < 8; along++) {
        int pixel = labels[i] == 0 ? 8 * at + along : 8 * along + at;
        pixels[64 * i + pixel] += 1;
      }
    }
    return Tensor.of(pixels, labels.length, 1, 8, 8);
  }

  private static Layer model(Rng rng) {
    return Sequential.of(
        Conv2d.padded(1, 8, 3, 1, rng),
        Activation.RELU,
        MaxPool2d.of(2),
        Flatten.perSample(),
        Linear.of(8 * 4 * 4, 2, rng));
  }
}
