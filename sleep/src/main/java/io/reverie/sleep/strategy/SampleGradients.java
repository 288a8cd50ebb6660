package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Layer;
import io.reverie.op.Linear;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Node;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

/**
 * Sums over samples of |g| or g², element by element, where g is the gradient of one sample alone.
 *
 * <p>The gradient of a batch does not tell: its square is not the sum of the squares. But one
 * sample's gradient of a linear layer's weight is the product of a column and a row, δ·xᵀ, so that
 * its squares are δ²·(x²)ᵀ and their sum over a batch is one matrix product (Goodfellow 2015,
 * "Efficient per-example gradient computations"). A model all of whose parameters belong to linear
 * layers, each used once on one row a sample, goes through in batches; every other model sample by
 * sample. Which it is shows when the first sample goes through alone.
 */
final class SampleGradients {
  /** What is summed: functions with f(ab) = f(a)·f(b), on which the short way rests. */
  enum Size {
    /** g². */
    SQUARE {
      @Override
      float of(float g) {
        return g * g;
      }

      @Override
      Tensor of(Tensor g) {
        return g.square();
      }
    },
    /** |g|. */
    ABSOLUTE {
      @Override
      float of(float g) {
        return Math.abs(g);
      }

      @Override
      Tensor of(Tensor g) {
        return g.abs();
      }
    };

    abstract float of(float g);

    abstract Tensor of(Tensor g);
  }

  /** Writes the slope of what is differentiated, at these logits {@code [n, classes]}. */
  @FunctionalInterface
  interface Slopes {
    void write(Tensor logits, float[] slopes);
  }

  private static final int PIECE = 100;

  /** A linear map with nothing fused to it: what arrives at the output is the sums' own slope. */
  private static final Linear LINEAR = new Linear();

  private final Learner learner;
  private final Size size;
  private final float[] sums;
  private final boolean inBatches;

  /** Nothing summed yet; the sample shows which way the model goes. */
  SampleGradients(Learner learner, Size size, Dataset data) {
    this.learner = learner;
    this.size = size;
    this.sums = new float[learner.parameters().size()];
    this.inBatches = data.size() > 1 && linearThroughout(data.batch(0).inputs());
  }

  /** The data in pieces that {@link #add} takes. */
  Iterable<Batch> pieces(Dataset data) {
    return data.batches(inBatches ? PIECE : 1);
  }

  /** The sums, in the order of the parameters. */
  float[] sums() {
    return sums;
  }

  /** Adds the gradients of these samples; charged as gradient samples. */
  void add(Batch batch, Slopes slopes) {
    Function<Layer, Tensor> sloped =
        net -> {
          Tensor logits = net.forward(batch.inputs());
          float[] slope = new float[logits.size()];
          slopes.write(logits, slope);
          return logits.mul(Tensor.of(slope, 0, logits.shape())).sum();
        };
    if (inBatches) {
      learner.probe(batch.size(), linears(), sloped);
    } else {
      learner.probe(batch.size(), sloped);
      float[] gradients = learner.parameters().gradients();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += size.of(gradients[i]);
      }
    }
    learner.parameters().clearGradients();
  }

  private Tape.Listener linears() {
    return new Tape.Listener() {
      @Override
      public void gradient(Node node) {
        if (node.op().equals(LINEAR)) {
          addLinear(node);
        }
      }
    };
  }

  private void addLinear(Node node) {
    try (var _ = Tape.infer()) {
      Tensor x = size.of(node.input(0).detach());
      Tensor delta = size.of(node.outputGradient().detach());
      add(delta.matmul(x, true, false), node.input(1));
      if (node.inputs() > 2) {
        add(delta.sum(0), node.input(2));
      }
    }
  }

  private void add(Tensor more, Tensor parameter) {
    float[] from = more.array();
    int at = more.offset();
    int to = parameter.offset();
    for (int i = 0; i < more.size(); i++) {
      sums[to + i] += from[at + i];
    }
  }

  /** Whether every parameter belongs to a linear layer that is used once, on one row a sample. */
  private boolean linearThroughout(Tensor sample) {
    Set<Tensor> once = Collections.newSetFromMap(new IdentityHashMap<>());
    boolean[] other = new boolean[1];
    try (var tape = Tape.infer()) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              Tensor x = node.input(0);
              boolean row = x.shape().rank() == 2 && x.dim(0) == 1;
              boolean linear = node.op().equals(LINEAR) && row;
              for (int i = 0; i < node.inputs(); i++) {
                Tensor base = node.input(i).base();
                if (base instanceof Parameter) {
                  boolean whole = base == node.input(i);
                  other[0] |= !linear || i == 0 || !whole || !once.add(base);
                }
              }
            }

            @Override
            public boolean looksWithin() {
              return true;
            }
          });
      learner.model().forward(sample);
    }
    learner.ledger().forwardSamples(1);
    int covered = once.stream().mapToInt(Tensor::size).sum();
    return !other[0] && covered == sums.length;
  }
}
