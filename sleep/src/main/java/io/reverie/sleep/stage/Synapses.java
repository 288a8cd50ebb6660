package io.reverie.sleep.stage;

import io.reverie.tensor.Parameter;
import java.util.function.DoubleUnaryOperator;

/** Loops over the weights of a sleeping network: its parameters of two axes and more. */
final class Synapses {
  /** What a group of weights is multiplied by, given its norm and that at bedtime. */
  @FunctionalInterface
  interface Factor {
    double of(double norm, double bedtime);
  }

  private Synapses() {}

  /** Multiplies each tensor by its factor. */
  static void tensors(Night night, Factor factor) {
    groups(night, false, factor);
  }

  /** Multiplies each row of each tensor by its factor. */
  static void rows(Night night, Factor factor) {
    groups(night, true, factor);
  }

  private static void groups(Night night, boolean rows, Factor factor) {
    float[] values = night.learner().parameters().values();
    float[] bedtime = night.bedtime();
    int place = 0;
    for (Parameter weight : night.learner().parameters().named().values()) {
      if (weight.shape().rank() > 1) {
        int width = rows ? weight.size() / Math.max(1, weight.dim(0)) : weight.size();
        for (int from = place; width > 0 && from < place + weight.size(); from += width) {
          double norm = norm(values, from, width);
          scale(values, from, width, (float) factor.of(norm, norm(bedtime, from, width)));
        }
      }
      place += weight.size();
    }
  }

  private static void scale(float[] values, int from, int n, float factor) {
    for (int i = from; i < from + n; i++) {
      values[i] *= factor;
    }
  }

  /** Changes each weight. */
  static void elements(Night night, DoubleUnaryOperator change) {
    float[] values = night.learner().parameters().values();
    int place = 0;
    for (Parameter weight : night.learner().parameters().named().values()) {
      if (weight.shape().rank() > 1) {
        for (int i = place; i < place + weight.size(); i++) {
          values[i] = (float) change.applyAsDouble(values[i]);
        }
      }
      place += weight.size();
    }
  }

  /** |w| of every number. */
  static float[] sizes(Night night) {
    float[] sizes = night.learner().parameters().snapshot();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(sizes[i]);
    }
    return sizes;
  }

  /** The common norm of all weights. */
  static double norm(Night night) {
    float[] values = night.learner().parameters().values();
    double squares = 0;
    int place = 0;
    for (Parameter weight : night.learner().parameters().named().values()) {
      if (weight.shape().rank() > 1) {
        double norm = norm(values, place, weight.size());
        squares += norm * norm;
      }
      place += weight.size();
    }
    return Math.sqrt(squares);
  }

  private static double norm(float[] values, int from, int n) {
    double squares = 0;
    for (int i = from; i < from + n; i++) {
      squares += (double) values[i] * values[i];
    }
    return Math.sqrt(squares);
  }
}
