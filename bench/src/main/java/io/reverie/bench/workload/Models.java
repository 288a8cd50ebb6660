package io.reverie.bench.workload;

import io.reverie.nn.Activation;
import io.reverie.nn.AdaptiveAvgPool2d;
import io.reverie.nn.BatchNorm2d;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;

/** The models of images, layer by layer as {@code torch_bench.py} has them. */
final class Models {
  private Models() {}

  static Layer mlp(Rng rng, int in, int first, int second, int out) {
    return Sequential.of(
        Linear.of(in, first, rng),
        Activation.RELU,
        Linear.of(first, second, rng),
        Activation.RELU,
        Linear.of(second, out, rng));
  }

  static Layer cnn(Rng rng) {
    return Sequential.of(
        Conv2d.padded(1, 32, 3, 1, rng),
        Activation.RELU,
        MaxPool2d.of(2),
        Conv2d.padded(32, 64, 3, 1, rng),
        Activation.RELU,
        MaxPool2d.of(2),
        Flatten.perSample(),
        Linear.of(64 * 49, 128, rng),
        Activation.RELU,
        Linear.of(128, 10, rng));
  }

  static Layer resnet(Rng rng) {
    return Sequential.of(
        filters(3, 32, 1, rng),
        BatchNorm2d.of(32),
        Activation.RELU,
        Block.of(32, rng),
        Block.of(32, rng),
        filters(32, 64, 2, rng),
        BatchNorm2d.of(64),
        Activation.RELU,
        Block.of(64, rng),
        AdaptiveAvgPool2d.of(1),
        Flatten.perSample(),
        Linear.of(64, 10, rng));
  }

  /** 3 × 3 filters with a border of 1 and without bias. */
  private static Conv2d filters(int channels, int out, int stride, Rng rng) {
    var geometry = new io.reverie.op.Conv2d(stride, 1, 1, 1);
    return Conv2d.of(channels, out, 3, geometry, rng).withoutBias();
  }

  /** Two filters and a way around them (He et al. 2016). */
  record Block(Conv2d a, BatchNorm2d n, Conv2d b, BatchNorm2d m) implements Layer {
    static Block of(int channels, Rng rng) {
      return new Block(
          filters(channels, channels, 1, rng),
          BatchNorm2d.of(channels),
          filters(channels, channels, 1, rng),
          BatchNorm2d.of(channels));
    }

    @Override
    public Tensor forward(Tensor x) {
      Tensor inner = n.forward(a.forward(x)).relu();
      return x.add(m.forward(b.forward(inner))).relu();
    }
  }
}
