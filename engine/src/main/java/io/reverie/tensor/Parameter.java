package io.reverie.tensor;

/**
 * A tensor that is learned: a weight or a bias.
 *
 * <p>It lives outside any tape and carries its gradient with it. Values and gradients are windows
 * on flat arrays once {@link Parameters} has gathered those of a model.
 */
public final class Parameter extends Tensor {
  @Nullable Parameters owner;

  private Parameter(Shape shape, float[] values) {
    super(shape, values, 0, null);
    tracked = true;
  }

  /** A parameter that starts at these values; the array is taken over, not copied. */
  public static Parameter of(float[] values, int... dims) {
    return new Parameter(Tensor.of(values, dims).shape(), values);
  }

  /** A parameter that starts at a copy of this tensor. */
  public static Parameter of(Tensor start) {
    return new Parameter(start.shape(), start.toArray());
  }

  /** A parameter that starts at zero. */
  public static Parameter zeros(int... dims) {
    return of(Tensor.zeros(dims));
  }

  void bind(Parameters newOwner, float[] values, float[] gradients, int place) {
    owner = newOwner;
    bind(values, place);
    if (gradient != null) {
      gradient(); // Zeros, if it was cleared.
      System.arraycopy(gradient.array(), gradient.offset(), gradients, place, size());
    }
    gradient = new Tensor(shape(), gradients, place, null);
  }
}
