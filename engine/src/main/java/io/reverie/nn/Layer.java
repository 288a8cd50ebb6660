package io.reverie.nn;

import io.reverie.tensor.Parameters;
import io.reverie.tensor.Tensor;
import java.util.SequencedMap;

/**
 * A function of a tensor that may have parameters.
 *
 * <p>Any {@code Tensor -> Tensor} is a layer: {@code Tensor::relu} is one without parameters. Those
 * with parameters are records, so that their parts need no registration:
 *
 * <pre>{@code
 * record Perceptron(Linear hidden, Linear out) implements Layer {
 *   public Tensor forward(Tensor x) {
 *     return out.forward(hidden.forward(x).relu());
 *   }
 * }
 * }</pre>
 *
 * <p>A layer has no mode: whether dropout drops is the affair of the {@link
 * io.reverie.tensor.Tape}. Layers are immutable but for the numbers in their parameters, and
 * forward may run on many threads at once as long as nobody trains.
 */
@FunctionalInterface
public interface Layer {
  /** The layer's value at x. */
  Tensor forward(Tensor x);

  /**
   * The parts by name: parameters, other tensors that are kept with the weights (buffers, such as
   * running statistics), layers, and lists of layers; other values do not matter.
   *
   * <p>Names are as PyTorch has them: {@code runningMean} is called {@code running_mean}. By
   * default the components of a record or the fields of a class, found by reflection. Where a
   * module is closed to reflection, or the names should differ, a layer lists them itself.
   */
  default SequencedMap<String, Object> parts() {
    return Parts.of(this);
  }

  /**
   * All parameters of this layer and its parts, in flat arrays, under names as PyTorch has them.
   */
  default Parameters parameters() {
    return Parameters.of(Parts.parameters(this));
  }

  /** All parameters and buffers of this layer and its parts by name: what a state dict holds. */
  default SequencedMap<String, Tensor> state() {
    return Parts.tensors(this);
  }

  /**
   * The same layer with numbers of its own: training one leaves the other as it is. What is tied
   * stays tied.
   *
   * <p>Records are built anew from copies of their parameters, tensors, layers, and lists and maps
   * of them; everything else is shared.
   *
   * @throws IllegalStateException if a part with numbers is no record, or closed to reflection
   */
  default Layer copy() {
    return Copies.of(this);
  }
}
