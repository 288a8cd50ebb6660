package io.reverie.sleep.dawn;

import io.reverie.nn.Layer;

/**
 * Makes a smaller model of a model: a copy with fewer different numbers, the original as it was.
 *
 * <p>Those here touch weights, that is parameters of rank 2 and more, and leave biases and norms'
 * gains alone. The copy still computes in floats: it says what compression costs in accuracy, and
 * {@link Quantisation#bytes} what it saves.
 */
@FunctionalInterface
public interface Compression {
  /** The compressed copy. */
  Layer of(Layer model);

  /** First this one, then another: pruned, then quantised. */
  default Compression then(Compression next) {
    return model -> next.of(of(model));
  }

  /** A copy as it is. */
  static Compression none() {
    return Layer::copy;
  }

  /**
   * Global magnitude pruning (Han et al. 2015): of all weights together, this share of the smallest
   * becomes 0. Ties fall in the order of the parameters.
   *
   * <p>Weights of layers are compared as they are: a layer whose weights are all small, as before a
   * norm, can lose everything at high shares.
   *
   * @param share 0 to 1
   */
  static Compression prune(double share) {
    return new Pruning(share);
  }

  /**
   * Symmetric rounding of weights to whole numbers of so many bits, each output channel by a scale
   * of its own, after training: INT8 of 8, INT4 of 4, ternary of 2.
   *
   * @param bits 2 to 16
   */
  static Compression quantise(int bits) {
    return new Quantisation(bits);
  }
}
