package io.reverie.examples.lab;

import io.reverie.nn.Activation;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Embedding;
import io.reverie.nn.Flatten;
import io.reverie.nn.Initializer;
import io.reverie.nn.Layer;
import io.reverie.nn.LearnedPositions;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Reshape;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoder;
import io.reverie.nn.TransformerForm;
import io.reverie.sleep.stage.Spindle;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** The networks that learn and sleep; all of them take flat samples. */
public enum Net {
  /** 784-100-100-10 with rectifiers, Xavier-uniform: the reference protocol's. */
  MLP {
    @Override
    public Layer layer(Shape sample, int classes, Rng rng) {
      Initializer start = Initializer.xavierUniform();
      return Sequential.of(
          Linear.of(sample.size(), 100, rng, start),
          Activation.RELU,
          Linear.of(100, 100, rng, start),
          Activation.RELU,
          Linear.of(100, classes, rng, start));
    }
  },
  /** The same with a spindle behind each hidden layer, where a night's noise can enter. */
  RESTLESS {
    @Override
    public Layer layer(Shape sample, int classes, Rng rng) {
      Initializer start = Initializer.xavierUniform();
      return Sequential.of(
          Linear.of(sample.size(), 100, rng, start),
          Activation.RELU,
          Spindle.hidden(),
          Linear.of(100, 100, rng, start),
          Activation.RELU,
          Spindle.hidden(),
          Linear.of(100, classes, rng, start));
    }
  },
  /** Two convolutions of 5 × 5 with 8 and 16 channels, halved twice, and one linear layer. */
  CNN {
    @Override
    public Layer layer(Shape sample, int classes, Rng rng) {
      return Sequential.of(
          Reshape.of(1, SIDE, SIDE),
          Conv2d.padded(1, 8, 5, 2, rng),
          Activation.RELU,
          MaxPool2d.of(2),
          Conv2d.padded(8, 16, 5, 2, rng),
          Activation.RELU,
          MaxPool2d.of(2),
          Flatten.perSample(),
          Linear.of(16 * 7 * 7, classes, rng));
    }
  },
  /** The 28 rows of an image, one after another, through 64 memory cells. */
  LSTM {
    @Override
    public Layer layer(Shape sample, int classes, Rng rng) {
      return Sequential.of(
          Reshape.of(SIDE, SIDE),
          Lstm.of(SIDE, 64, rng).forgetBias(1),
          (Layer) Net::last,
          Linear.of(64, classes, rng));
    }
  },
  /** Sixteen patches of 7 × 7, width 32, two layers of four heads, pre-norm, mean over patches. */
  TRANSFORMER {
    @Override
    public Layer layer(Shape sample, int classes, Rng rng) {
      int width = 32;
      return Sequential.of(
          (Layer) Net::patches,
          Linear.of(PATCH * PATCH, width, rng),
          LearnedPositions.of(SIDE / PATCH * (SIDE / PATCH), width, rng),
          TransformerEncoder.of(TransformerForm.of(width, 4).withHidden(64).preNorm(), 2, rng),
          (Layer) x -> x.mean(1),
          Linear.of(width, classes, rng));
    }
  },
  /** Characters in 16 numbers each, all of a window together through 96 hidden units. */
  CHARACTERS {
    @Override
    public Layer layer(Shape sample, int classes, Rng rng) {
      return Sequential.of(
          Embedding.of(classes, 16, rng),
          Flatten.perSample(),
          Linear.of(16 * sample.size(), 96, rng),
          Activation.RELU,
          Linear.of(96, classes, rng));
    }
  };

  /** The height and width of the images. */
  public static final int SIDE = 28;

  private static final int PATCH = 7;

  /** A network for samples of this shape. */
  public abstract Layer layer(Shape sample, int classes, Rng rng);

  private static Tensor last(Tensor states) {
    int time = states.dim(1);
    return states.slice(1, time - 1, time).reshape(states.dim(0), states.dim(2));
  }

  private static Tensor patches(Tensor x) {
    int n = x.dim(0);
    int across = SIDE / PATCH;
    return x.reshape(n, across, PATCH, across, PATCH)
        .permute(0, 1, 3, 2, 4)
        .reshape(n, across * across, PATCH * PATCH);
  }
}
