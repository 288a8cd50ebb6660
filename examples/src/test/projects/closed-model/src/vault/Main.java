package vault;

import io.reverie.data.Batch;
import io.reverie.data.Synthetic;
import io.reverie.io.Safetensors;
import io.reverie.io.StateDict;
import io.reverie.optim.AdamW;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Trains a model that is closed to reflection. */
public class Main {
  public static void main(String[] args) throws IOException {
    Rng rng = Rng.of(7);
    Batch moons = Synthetic.moons(300, 0.1f, rng).all();
    Mixer model = Mixer.of(2, rng);
    var optimizer = AdamW.of(model, 2e-2f);
    for (int step = 0; step < 400; step++) {
      try (var tape = Tape.train()) {
        tape.backward(model.forward(moons.inputs()).crossEntropy(moons.labels()));
        optimizer.step();
      }
    }
    Path file = Path.of("model.safetensors");
    Safetensors.write(file, StateDict.of(model));
    Mixer loaded = Mixer.of(2, Rng.of(8));
    StateDict.load(loaded, Safetensors.read(file)).requireComplete();

    int[] answers = loaded.forward(moons.inputs()).argmax().values();
    int right = 0;
    for (int i = 0; i < answers.length; i++) {
      right += answers[i] == moons.labels()[i] ? 1 : 0;
    }
    boolean same =
        Arrays.equals(
            model.forward(moons.inputs()).toArray(), loaded.forward(moons.inputs()).toArray());
    System.out.println(Compute.describe());
    System.out.println("loaded " + (same ? "the same" : "something else"));
    System.out.println("parts " + model.state().keySet());
    System.out.println("accuracy " + 100.0 * right / answers.length);
  }
}
