package io.reverie.sleep.dawn;

import io.reverie.nn.Layer;
import io.reverie.tensor.Parameter;
import java.util.List;

/**
 * Weights as whole numbers q of a few bits: w ≈ s·q with s = max|w| / (2^(bits−1) − 1) for each
 * output channel, the first axis; so 0 stays 0 and −128 is not used. PyTorch's symmetric observers
 * divide by half a step more (127.5). A transposed convolution's first axis is its input: there it
 * is a scale for each input channel.
 *
 * @param bits 2 to 16
 */
public record Quantisation(int bits) implements Compression {
  /** Checks the bits. */
  public Quantisation {
    if (bits < 2 || bits > 16) {
      throw new IllegalArgumentException(
          "weights of " + bits + " bits: 2 to 16 are possible; with 1 there is no zero");
    }
  }

  /** All weights of a model that compression may touch. */
  static List<Parameter> weights(Layer model) {
    return model.parameters().named().values().stream()
        .filter(parameter -> parameter.shape().rank() >= 2)
        .toList();
  }

  @Override
  public Layer of(Layer model) {
    Layer copy = model.copy();
    for (Parameter weight : weights(copy)) {
      round(weight.array(), weight.offset(), weight.dim(0), weight.size() / weight.dim(0));
    }
    return copy;
  }

  /** The same of a plain matrix of rows, one channel a row; a new array. */
  public float[] of(float[] weights, int rows) {
    if (rows < 1 || weights.length % rows != 0) {
      throw new IllegalArgumentException(
          "%d weights in %d rows: the one must divide by the other"
              .formatted(weights.length, rows));
    }
    float[] rounded = weights.clone();
    round(rounded, 0, rows, weights.length / rows);
    return rounded;
  }

  private void round(float[] array, int offset, int rows, int length) {
    int most = (1 << (bits - 1)) - 1;
    for (int row = 0; row < rows; row++) {
      int from = offset + row * length;
      float largest = 0;
      for (int i = from; i < from + length; i++) {
        largest = Math.max(largest, Math.abs(array[i]));
      }
      double scale = (double) largest / most;
      for (int i = from; i < from + length && scale > 0; i++) {
        array[i] = (float) (Math.rint(array[i] / scale) * scale);
      }
    }
  }

  /**
   * How many bytes the model takes when stored so: weights at so many bits, a float a channel for
   * the scale, and everything else in floats.
   */
  public long bytes(Layer model) {
    long bytes = 4L * model.parameters().size();
    for (Parameter weight : weights(model)) {
      bytes += ((long) weight.size() * bits + 7) / 8 + 4L * weight.dim(0) - 4L * weight.size();
    }
    return bytes;
  }
}
