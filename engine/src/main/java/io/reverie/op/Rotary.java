package io.reverie.op;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/**
 * Rotary position embedding (Su et al. 2021): pairs of numbers are turned by an angle that grows
 * with their position, so that a product of two rows depends on how far apart they are.
 *
 * <p>The input is {@code [..., time, width]} with an even width; row t stands at position {@code
 * from + t}. Pair p of a row is turned by position · base^(−2p/width). The pairs are numbers p and
 * p + width/2 (GPT-NeoX, LLaMA as Hugging Face has it), or, where {@code interleaved}, neighbours
 * 2p and 2p + 1 (the paper, GPT-J). The way back turns by the opposite angle.
 *
 * @param from the position of the first row, at least 0
 * @param base how slowly the slowest pair turns, 10000 in the paper
 * @param interleaved whether neighbours are pairs
 */
public record Rotary(int from, float base, boolean interleaved) implements Op {
  /** Checks the first position and the base. */
  public Rotary {
    if (from < 0 || !(base > 0)) {
      throw new IllegalArgumentException(
          "rotary positions from %d with base %s: 0 or more, and above 0 needed"
              .formatted(from, base));
    }
  }

  @Override
  public Shape shape(Shape... in) {
    if (in[0].rank() < 2 || in[0].dim(-1) % 2 != 0) {
      throw new IllegalArgumentException(
          "rotary positions of %s: it takes [..., time, width] with an even width"
              .formatted(in[0]));
    }
    return in[0];
  }

  @Override
  public void forward(Node node) {
    Tensor x = node.input(0);
    node.keep(x.dim(-2) * x.dim(-1));
    angles(x.dim(-2), x.dim(-1), node.kept(), node.keptOffset());
    turn(node, x, node.output(), 1, false);
  }

  @Override
  public void backward(Node node) {
    turn(node, node.outputGradient(), node.inputGradient(0), -1, true);
  }

  /** Cosines and sines, in turn, of every position and pair. */
  private void angles(int time, int width, float[] to, int at) {
    for (int p = 0; p < width / 2; p++) {
      double speed = Math.pow(base, -2.0 * p / width);
      for (int t = 0; t < time; t++) {
        int place = at + t * width + 2 * p;
        to[place] = (float) Math.cos((from + t) * speed);
        to[place + 1] = (float) Math.sin((from + t) * speed);
      }
    }
  }

  private void turn(Node node, Tensor x, Tensor y, float sign, boolean add) {
    int time = x.dim(-2);
    int width = x.dim(-1);
    int rows = width == 0 ? 0 : x.size() / width;
    float[] source = x.array();
    float[] to = y.array();
    int xo = x.offset();
    int yo = y.offset();
    float[] turns = node.kept();
    int far = interleaved ? 1 : width / 2;
    int step = interleaved ? 2 : 1;
    Parallel.chunks(
        rows,
        Math.max(1, Unary.GRAIN / 4 / Math.max(1, width)),
        (first, end) -> {
          for (int r = first; r < end; r++) {
            int angle = node.keptOffset() + r % time * width;
            for (int p = 0; p < width / 2; p++) {
              int i = r * width + p * step;
              float cos = turns[angle + 2 * p];
              float sin = sign * turns[angle + 2 * p + 1];
              float a = source[xo + i];
              float b = source[xo + i + far];
              float left = add ? to[yo + i] : 0;
              float right = add ? to[yo + i + far] : 0;
              to[yo + i] = left + a * cos - b * sin;
              to[yo + i + far] = right + b * cos + a * sin;
            }
          }
        });
  }
}
