package io.reverie.sleep.dream;

import io.reverie.nn.Layer;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;

/**
 * Inputs made out of noise by asking a network what it takes for a class: gradient descent on the
 * input (Mahendran &amp; Vedaldi 2015; as dreams for learning, Yin et al. 2020, "DeepInversion").
 *
 * <p>Goes down the cross-entropy to the wanted class + smoothness · the squared differences of
 * neighbouring pixels. Each sample's gradient is scaled to a mean square of 1, so that the rate is
 * in units of the input; the rate falls to zero in a straight line, and inputs are kept in their
 * range.
 *
 * <p>The network is the only source: nothing comes back that its weights have lost. Plain
 * perceptrons are known to give inputs that they are sure of and that look like nothing.
 *
 * @param steps how many steps of descent
 * @param rate how far an element moves in a step, at the start
 * @param smoothness what differences of neighbours cost; 0 for inputs that are no pictures
 * @param height the pictures' height; any where smoothness is 0
 * @param width the pictures' width
 * @param low the least value of an element
 * @param high the largest
 */
public record Inversion(
    int steps, float rate, float smoothness, int height, int width, float low, float high) {
  /** Checks the numbers. */
  public Inversion {
    if (steps < 0 || !(rate > 0) || !(smoothness >= 0) || !(low < high)) {
      throw new IllegalArgumentException(
          "an inversion of %d steps at rate %s with smoothness %s into %s to %s: 0 steps or more, a"
                  .formatted(steps, rate, smoothness, low, high)
              + " positive rate, a smoothness of 0 or more and a range are needed");
    }
  }

  /** For grey pictures from 0 to 1: 20 steps at rate 0.1 with smoothness 0.01, by a few trials. */
  public static Inversion ofPictures(int height, int width) {
    return new Inversion(20, 0.1f, 0.01f, height, width, 0, 1);
  }

  /**
   * One input for each of these classes, {@code [n, …]}, from noise in the middle of the range.
   *
   * @param model who is asked; the gradients of its parameters are zero afterwards, so give it a
   *     copy that nobody is training
   * @param ledger pays n gradient samples for each step
   */
  public Tensor invert(Layer model, int[] labels, Shape sample, Rng rng, Ledger ledger) {
    Tensor x = Tensor.randn(rng, sample.prepend(labels.length).dims());
    float middle = (low + high) / 2;
    for (int i = 0; i < x.size(); i++) {
      x.array()[i] = clamp(middle + 0.1f * (high - low) * x.array()[i]);
    }
    for (int step = 0; step < steps; step++) {
      ledger.gradientSamples(labels.length);
      try (var tape = Tape.probe()) {
        Tensor input = tape.watch(x);
        tape.backward(loss(model, input, labels));
        descend(x, input.gradient(), labels.length, rate * (steps - step) / steps);
      }
    }
    model.parameters().clearGradients();
    return x;
  }

  private Tensor loss(Layer model, Tensor x, int[] labels) {
    // A sum, so that a sample's gradient does not depend on who is beside it.
    Tensor loss = model.forward(x).crossEntropy(labels).mul(labels.length);
    return smoothness == 0 ? loss : loss.add(roughness(x).mul(smoothness));
  }

  /** The squared differences of neighbouring pixels, added up over all pictures. */
  private Tensor roughness(Tensor x) {
    Tensor pictures = x.reshape(-1, height, width);
    Tensor down = pictures.slice(1, 1, height).sub(pictures.slice(1, 0, height - 1));
    Tensor right = pictures.slice(2, 1, width).sub(pictures.slice(2, 0, width - 1));
    return down.square().sum().add(right.square().sum());
  }

  private void descend(Tensor x, Tensor gradient, int n, float by) {
    int size = x.size() / n;
    for (int i = 0; i < n; i++) {
      int from = gradient.offset() + i * size;
      double squares = 0;
      for (int j = from; j < from + size; j++) {
        squares += (double) gradient.array()[j] * gradient.array()[j];
      }
      // A sample of which the network is sure already has no gradient, and stays.
      float scale = squares > 0 ? (float) (by / Math.sqrt(squares / size)) : 0;
      for (int j = 0; j < size; j++) {
        float moved = x.array()[i * size + j] - scale * gradient.array()[from + j];
        x.array()[i * size + j] = clamp(moved);
      }
    }
  }

  private float clamp(float value) {
    return Math.max(low, Math.min(high, value));
  }
}
