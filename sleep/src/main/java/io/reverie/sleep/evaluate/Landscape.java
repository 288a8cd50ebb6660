package io.reverie.sleep.evaluate;

import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;

/**
 * The loss around a model, along random directions that are normalised filter by filter (Li et al.
 * 2018): each row of a weight's direction is as long as that row of the weight, and biases and
 * gains do not move. So pictures of two models can be compared though their weights differ in
 * scale.
 *
 * <p>The model is left as it was. Losses are mean cross-entropies in nats.
 */
public final class Landscape {
  private Landscape() {}

  /**
   * A direction: one number a parameter, in the order of {@link Parameters#values}.
   *
   * <p>Rows of length 0, as after pruning, do not move.
   */
  public static float[] direction(Layer model, Rng rng) {
    Parameters parameters = model.parameters();
    float[] direction = new float[parameters.size()];
    int at = 0;
    for (Parameter parameter : parameters.named().values()) {
      if (parameter.shape().rank() >= 2) {
        fill(direction, at, parameter, rng);
      }
      at += parameter.size();
    }
    return direction;
  }

  private static void fill(float[] direction, int at, Parameter weight, Rng rng) {
    int rows = weight.dim(0);
    int length = weight.size() / rows;
    float[] values = weight.toArray();
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      double drawn = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        direction[at + i] = rng.nextGaussian();
        drawn += (double) direction[at + i] * direction[at + i];
        squares += (double) values[i] * values[i];
      }
      float scale = (float) Math.sqrt(squares / drawn);
      for (int i = row * length; i < (row + 1) * length; i++) {
        direction[at + i] *= scale;
      }
    }
  }

  /** The loss at {@code w + a·direction} for each a. */
  public static double[] line(Objective objective, float[] direction, double... places) {
    double[][] grid = grid(objective, direction, new float[direction.length], places, 0);
    double[] line = new double[places.length];
    for (int i = 0; i < line.length; i++) {
      line[i] = grid[i][0];
    }
    return line;
  }

  /** The loss at {@code w + places[i]·one + places[j]·other}, as row i, column j. */
  public static double[][] plane(
      Objective objective, float[] one, float[] other, double... places) {
    return grid(objective, one, other, places, places);
  }

  private static double[][] grid(
      Objective objective, float[] one, float[] other, double[] rows, double... columns) {
    Parameters parameters = objective.model().parameters();
    float[] start = parameters.snapshot();
    if (one.length != start.length || other.length != start.length) {
      throw new IllegalArgumentException(
          "directions of %d and %d numbers for %d parameters: one each is needed"
              .formatted(one.length, other.length, start.length));
    }
    double[][] losses = new double[rows.length][columns.length];
    try {
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns.length; j++) {
          float[] values = parameters.values();
          for (int k = 0; k < start.length; k++) {
            values[k] = (float) (start[k] + rows[i] * one[k] + columns[j] * other[k]);
          }
          losses[i][j] = objective.loss();
        }
      }
    } finally {
      parameters.restore(start);
    }
    return losses;
  }

  /**
   * The barrier between two models of one form: by how much the loss on the straight way from one
   * to the other rises above the line between their own losses, at most, over {@code places} equal
   * steps (Frankle et al. 2020). 0 where there is none: both lie in one basin.
   *
   * <p>Parameters alone are mixed; running statistics stay those of the first.
   */
  public static double barrier(Layer first, Layer second, Dataset data, int places) {
    Layer mixed = first.copy();
    Objective objective = new Objective(mixed, data);
    float[] from = first.parameters().snapshot();
    float[] way = second.parameters().snapshot();
    if (from.length != way.length || places < 1) {
      throw new IllegalArgumentException(
          "a way in %d steps from a model of %d parameters to one of %d: equal models are needed"
              .formatted(places, from.length, way.length));
    }
    for (int i = 0; i < way.length; i++) {
      way[i] -= from[i];
    }
    double[] shares = new double[places + 1];
    for (int i = 0; i <= places; i++) {
      shares[i] = (double) i / places;
    }
    double[] losses = line(objective, way, shares);
    double barrier = 0;
    for (int i = 0; i <= places; i++) {
      double straight = (1 - shares[i]) * losses[0] + shares[i] * losses[places];
      barrier = Math.max(barrier, losses[i] - straight);
    }
    return barrier;
  }
}
