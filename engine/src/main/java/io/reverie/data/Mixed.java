package io.reverie.data;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * A batch made of two, with the labels of both.
 *
 * <p>Learn from it by the loss {@code share · loss(labels) + (1 − share) · loss(others)}, or by
 * cross-entropy with {@link #targets}.
 *
 * @param inputs {@code [n, …]}
 * @param labels of the first batch
 * @param others labels of the second
 * @param share λ, how much of the first batch is in the inputs: 0 to 1
 */
public record Mixed(Tensor inputs, int[] labels, int[] others, float share) {

  /**
   * {@code λ a + (1 − λ) b} with λ of Beta(α, α), one for the batch (mixup; Zhang, Cisse, Dauphin
   * &amp; Lopez-Paz 2018). For b take the batch a in another order, or another batch.
   *
   * @throws IllegalArgumentException if the inputs differ in shape, or α is not positive
   */
  public static Mixed mixup(Batch a, Batch b, float alpha, Rng rng) {
    check("mixup", a, b);
    float share = rng.nextBeta(alpha);
    float[] x = a.inputs().toArray();
    float[] y = b.inputs().toArray();
    for (int i = 0; i < x.length; i++) {
      x[i] = share * x[i] + (1 - share) * y[i];
    }
    return new Mixed(Tensor.of(x, 0, a.inputs().shape()), a.labels(), b.labels(), share);
  }

  /**
   * Pictures of a with a rectangle of those of b, one place for the batch (CutMix; Yun et al.
   * 2019). The rectangle has the picture's proportions, a share of 1 − λ of its area with λ of
   * Beta(α, α), and its centre anywhere; what reaches beyond the edge is cut off, and λ is what is
   * then true.
   *
   * @throws IllegalArgumentException if the inputs differ in shape or are not pictures of this
   *     height and width, or α is not positive
   */
  public static Mixed cutmix(Batch a, Batch b, int height, int width, float alpha, Rng rng) {
    check("cutmix", a, b);
    Planes.of(a.inputs(), height, width);
    double side = Math.sqrt(1 - rng.nextBeta(alpha));
    int halfHeight = (int) (height * side) / 2;
    int halfWidth = (int) (width * side) / 2;
    int y = rng.nextInt(height);
    int x = rng.nextInt(width);
    var box =
        new Augment.Box(
            Math.max(0, y - halfHeight),
            Math.max(0, x - halfWidth),
            Math.min(height, y + halfHeight),
            Math.min(width, x + halfWidth));
    Tensor inputs = a.inputs().copy();
    box.copy(b.inputs(), inputs, height, width);
    float share = 1 - (float) box.area() / (height * width);
    return new Mixed(inputs, a.labels(), b.labels(), share);
  }

  private static void check(String what, Batch a, Batch b) {
    if (!a.inputs().shape().equals(b.inputs().shape())) {
      throw new IllegalArgumentException(
          "%s of batches %s and %s: two of one shape are needed"
              .formatted(what, a.inputs().shape(), b.inputs().shape()));
    }
  }

  /**
   * The labels as probabilities, {@code [n, classes]}: λ at the first, 1 − λ at the other.
   *
   * @throws IndexOutOfBoundsException if a label is not below {@code classes}
   */
  public Tensor targets(int classes) {
    float[] targets = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + checked(labels[i], classes)] += share;
      targets[i * classes + checked(others[i], classes)] += 1 - share;
    }
    return Tensor.of(targets, 0, Shape.of(labels.length, classes));
  }

  private static int checked(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IndexOutOfBoundsException(
          "label %d: 0 to %d is needed".formatted(label, classes - 1));
    }
    return label;
  }
}
