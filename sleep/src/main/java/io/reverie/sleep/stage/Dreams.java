package io.reverie.sleep.stage;

import io.reverie.nn.Layer;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Some dreams, to be learned together.
 *
 * @param source what made them, for the report
 * @param inputs {@code [n, …]}, in memory of their own
 * @param targets how much of each class each is, {@code [n, classes]}, rows adding up to 1; {@code
 *     null} where the source does not know, and a {@link Judge} must say
 * @param parents the memories that dream i was made of; only asked for a few
 * @param part the part of the network that takes these inputs: for most all of it, for dreams of a
 *     hidden layer what comes after it
 */
public record Dreams(
    String source,
    Tensor inputs,
    @Nullable Tensor targets,
    IntFunction<List<Dream.Parent>> parents,
    UnaryOperator<Layer> part) {
  /** Dreams of the whole network's inputs, made of no memory. */
  public static Dreams of(String source, Tensor inputs, @Nullable Tensor targets) {
    return new Dreams(source, inputs, targets, i -> List.of(), UnaryOperator.identity());
  }

  /** How many there are. */
  public int size() {
    return inputs.dim(0);
  }

  /** The same with these targets. */
  public Dreams learnedAs(Tensor others) {
    return new Dreams(source, inputs, others, parents, part);
  }

  /** Those at these places, in this order. */
  public Dreams select(int... places) {
    return new Dreams(
        source,
        rows(inputs, places),
        targets == null ? null : rows(targets, places),
        i -> parents.apply(places[i]),
        part);
  }

  /** These, then those of the same source. */
  public Dreams and(Dreams more) {
    int n = size();
    return new Dreams(
        source,
        inputs.concat(0, more.inputs),
        targets == null || more.targets == null ? null : targets.concat(0, more.targets),
        i -> i < n ? parents.apply(i) : more.parents.apply(i - n),
        part);
  }

  /** The numbers of dream i. */
  float[] image(int i) {
    return row(inputs, i);
  }

  static float[] row(Tensor tensor, int i) {
    int size = tensor.size() / tensor.dim(0);
    int from = tensor.offset() + i * size;
    return Arrays.copyOfRange(tensor.array(), from, from + size);
  }

  private static Tensor rows(Tensor tensor, int[] places) {
    int size = tensor.size() / Math.max(1, tensor.dim(0));
    float[] chosen = new float[places.length * size];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(tensor.array(), tensor.offset() + places[i] * size, chosen, i * size, size);
    }
    return Tensor.of(chosen, 0, tensor.shape().with(0, places.length));
  }
}
