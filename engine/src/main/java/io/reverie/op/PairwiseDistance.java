package io.reverie.op;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * The distance of each row of a from that of b: (Σ |a − b + ε|ᵖ)^(1/p), which has a gradient 0
 * where it is 0.
 *
 * <p>Both inputs are {@code […, n]}, the output is {@code […]}. ε is PyTorch's, 10⁻⁶ there.
 *
 * @param power p, 1 or more; 2 is Euclid's distance
 * @param epsilon keeps equal rows apart, and the gradient finite
 */
public record PairwiseDistance(float power, float epsilon) implements Op {
  /** Checks the power. */
  public PairwiseDistance {
    if (!(power >= 1) || Float.isInfinite(power)) {
      throw new IllegalArgumentException("a distance of power " + power + ": 1 or more is needed");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    if (!in[0].equals(in[1]) || in[0].rank() == 0) {
      throw new IllegalArgumentException(
          "pairwise distance of %s and %s: the shapes must be equal, and have an axis to run along"
              .formatted(in[0], in[1]));
    }
    return in[0].without(-1);
  }

  @Override
  public void forward(Node node) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    Tensor y = node.output();
    int n = a.dim(-1);
    for (int r = 0; r < y.size(); r++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        float d = difference(a, b, r * n + i);
        sum += power == 2 ? (double) d * d : Math.pow(Math.abs(d), power);
      }
      y.array()[y.offset() + r] = (float) (power == 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / power));
    }
  }

  private float difference(Tensor a, Tensor b, int place) {
    return a.array()[a.offset() + place] - b.array()[b.offset() + place] + epsilon;
  }

  @Override
  public void backward(Node node) {
    Tensor a = node.input(0);
    Tensor b = node.input(1);
    Tensor y = node.output();
    Tensor dy = node.outputGradient();
    int n = a.dim(-1);
    for (int operand = 0; operand < 2; operand++) {
      if (!node.wants(operand)) {
        continue;
      }
      Tensor dx = node.inputGradient(operand);
      for (int r = 0; r < y.size(); r++) {
        float distance = y.array()[y.offset() + r];
        if (distance == 0) {
          continue;
        }
        float factor = (operand == 0 ? 1 : -1) * dy.array()[dy.offset() + r];
        for (int i = 0; i < n; i++) {
          float share = difference(a, b, r * n + i) / distance;
          // sign(d)·|d|ᵖ⁻¹ / distanceᵖ⁻¹, by a share that neither overflows nor vanishes.
          float slope =
              power == 2
                  ? share
                  : Math.signum(share) * (float) Math.pow(Math.abs(share), power - 1);
          dx.array()[dx.offset() + r * n + i] += factor * slope;
        }
      }
    }
  }
}
