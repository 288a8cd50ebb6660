package io.reverie.tensor;

/**
 * A differentiable function of tensors. Adding one means writing one record.
 *
 * <p>An op has no state of its own: its components are its attributes (an axis, a stride, the
 * labels), everything else comes and goes through the {@link Node}. It has one output; several
 * results are packed into one tensor of which the caller takes windows. Users may write their own
 * outside this module and run them by {@link Tensor#apply}.
 */
public interface Op {
  /**
   * The output's shape for inputs of these shapes, in an array that is lent for the call.
   *
   * @throws IllegalArgumentException if they do not fit, saying what came and what would fit
   */
  Shape shape(Shape... in);

  /** Writes every element of the output: the memory comes with the last step's numbers in it. */
  void forward(Node node);

  /**
   * Adds to the gradient of each input that {@linkplain Node#wants wants} one. Adds, never sets:
   * where a tensor was used twice, both uses contribute.
   */
  void backward(Node node);

  /**
   * How many products are added up in forward, for the cost of a model: 0 unless the op is a
   * product of matrices, a convolution or the like. Masks and lengths save nothing here.
   */
  default long multiplyAdds(Shape output, Shape... in) {
    return 0;
  }

  /** The name in messages and pictures: the record's own. */
  default String name() {
    return getClass().getSimpleName();
  }
}
