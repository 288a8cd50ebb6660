package first;

import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/** A perceptron for digits, its first step, and the time of day. */
public class Main {
  public static void main(String[] args) {
    Rng rng = Rng.of(1);
    var model = Sequential.of(Linear.of(784, 100, rng), Activation.RELU, Linear.of(100, 10, rng));
    var optimizer = Sgd.of(model, 0.1f);
    Tensor x = Tensor.randn(rng, 10, 784);
    int[] labels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    try (var tape = Tape.train()) {
      tape.backward(model.forward(x).crossEntropy(labels));
      optimizer.step();
    }
    System.out.println(System.currentTimeMillis());
  }
}
